import {afterAll, beforeAll} from 'vitest'
import {API, buildServer} from '../../src/http/server.ts'
import type {TestXivo} from './xivo.ts'

const token = 'the token of the tests'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever fields it asked for
  body: any
}

/** Asks over a real socket; `body` is sent as JSON unless it is bytes or text, which is CSV. */
export type Ask = (method: string, path: string, body?: object | string) => Promise<Answer>

/** The calling test file's own server on its XiVO. */
export function useRest(xivo: TestXivo): Ask {
  let base = ''
  let stop = () => {}
  let ended: Promise<void>
  beforeAll(async () => {
    await new Promise<void>((listening, failed) => {
      ended = xivo.use(async (context) => {
        const app = await buildServer(context, {tokens: [token]})
        base = `${await app.listen({host: '127.0.0.1', port: 0})}${API}`
        listening()
        await new Promise<void>((resolve) => {
          stop = resolve
        })
        await app.close()
      })
      ended.catch(failed)
    })
  })
  afterAll(async () => {
    stop()
    await ended
  })
  return async (method, path, body) => {
    const type = typeof body === 'string' || Buffer.isBuffer(body) ? 'text/csv' : 'application/json'
    const payload = type === 'text/csv' ? (body as string | Buffer) : body && JSON.stringify(body)
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {'X-Auth-Token': token, 'Content-Type': type, Accept: 'application/json'},
      ...(payload !== undefined && {body: payload}),
    })
    return {status: response.status, body: await response.json()}
  }
}
