import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, expect} from 'vitest'
import {buildServer, type ServerOptions} from '../../src/http/server.ts'
import type {TestXivo} from './xivo.ts'

export const token = 'a-token-that-only-tests-know'

/** Where a server of the calling test file listens. */
export interface Serving {
  port: number
  /** Of the port, without a path. */
  url: string
}

const commandLineWord = / --[a-z]|xivoctl /

/** The REST API on this XiVO, on a socket of its own; no answer may speak as the command line does. */
export function useServing(xivo: Pick<TestXivo, 'use'>, options: Partial<ServerOptions> = {}): Serving {
  const serving: Serving = {port: 0, url: ''}
  const inWrongWords: string[] = []
  let stop = () => {}
  let over: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    await new Promise<void>((listening, failed) => {
      over = xivo.use(async (context) => {
        const app = await buildServer(context, {tokens: [{secret: token, role: 'admin'}], ...options})
        // Not async: an answer that waits for a turn of the event loop may lose to what else comes over its connection.
        app.addHook('onSend', ({url}, _reply, payload, done) => {
          if (typeof payload === 'string' && commandLineWord.test(payload)) inWrongWords.push(`${url}: ${payload}`)
          done(null, payload)
        })
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
    expect(inWrongWords, 'answers that speak of flags and commands').toEqual([])
  })
  return serving
}
