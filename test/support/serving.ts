import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll} from 'vitest'
import {buildServer, type ServerOptions} from '../../src/http/server.ts'
import type {TestXivo} from './xivo.ts'

export const token = 'a-token-that-only-tests-know'

/** Where a server of the calling test file listens. */
export interface Serving {
  port: number
  /** Of the port, without a path. */
  url: string
}

/** The REST API on this XiVO, on a socket of its own. */
export function useServing(xivo: Pick<TestXivo, 'use'>, options: Partial<ServerOptions> = {}): Serving {
  const serving: Serving = {port: 0, url: ''}
  let stop = () => {}
  let over: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    await new Promise<void>((listening, failed) => {
      over = xivo.use(async (context) => {
        const app = await buildServer(context, {tokens: [token], ...options})
        serving.url = await app.listen({host: '127.0.0.1', port: 0})
        serving.port = (app.server.address() as AddressInfo).port
        listening()
        await stopped
        await app.close()
      })
      over.catch(failed)
    })
  })
  afterAll(async () => {
    stop()
    await over
  })
  return serving
}
