import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, expect} from 'vitest'
import {buildServer, type ServerOptions} from '../../src/http/server.ts'
import type {TestXivo} from './xivo.ts'

export const token = 'a-token-that-only-tests-know'

/** The address of a server of the calling test file. */
export interface Serving {
  port: number
  /** Without a path. */
  url: string
}

/** What the history says of a command is what somebody typed. */
const withoutHistory = (payload: string) => payload.replace(/"asked":"[^"]*"/g, '')

const commandLineWord = / --[a-z]|xivoctl /

/** Serves the REST API of this XiVO on its own port; fails when an answer mentions flags or commands. */
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
        // Not async: an extra turn of the event loop would let other events of the connection overtake the answer.
        app.addHook('onSend', ({url}, _reply, payload, done) => {
          if (typeof payload === 'string' && commandLineWord.test(withoutHistory(payload)))
            inWrongWords.push(`${url}: ${payload}`)
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
