import {withBase} from './bases.ts'
import {token, useServing} from './serving.ts'
import type {TestXivo} from './xivo.ts'

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever fields it asked for
  body: any
}

/** Sends a request: text and bytes as CSV or the given type, anything else as JSON. */
export type Ask = (method: string, path: string, body?: object | string, type?: string) => Promise<Answer>

/** Gives the calling test file its own REST server on its XiVO, over a real socket. */
export function useRest(xivo: TestXivo): Ask {
  const server = useServing(xivo)
  return async (method, path, body, type = 'text/csv') => {
    const isCsv = typeof body === 'string' || body instanceof Uint8Array
    const sent = isCsv ? body : body && JSON.stringify(body)
    const response = await fetch(`http://127.0.0.1:${server.port}${withBase(method, path)}`, {
      method,
      headers: {
        'X-Auth-Token': token,
        'Content-Type': isCsv ? type : 'application/json',
        Accept: 'application/json',
      },
      ...(sent !== undefined && {body: sent}),
    })
    return {status: response.status, body: await response.json()}
  }
}
