import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll} from 'vitest'
import {buildServer} from '../../src/http/server.ts'
import type {TestXivo} from './xivo.ts'

export interface Served {
  /** Of the port, without a path. */
  url: string
}

/** Lets the real server answer for this XiVO, on a port of its own. */
export function useServed(xivo: TestXivo, token: string): Served {
  const served: Served = {url: ''}
  let stop = () => {}
  let stopped: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    await new Promise<void>((listening, failed) => {
      stopped = xivo.use(async (context) => {
        const app = await buildServer(context, {tokens: [token]})
        served.url = await app.listen({host: '127.0.0.1', port: 0})
        listening()
        await new Promise<void>((resolve) => {
          stop = resolve
        })
        await app.close()
      })
      stopped.catch(failed)
    })
  })
  afterAll(async () => {
    stop()
    await stopped
  })
  return served
}

/** Something else that answers HTTP, while `work` runs. */
export async function withServer<T>(answer: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
