import {withBase} from '../support/bases.ts'
import {answerOn, curl, send} from '../support/exchange.ts'
import {token} from '../support/serving.ts'
import type {Case, Request} from './catalogue.ts'
import {bytesOf} from './content.ts'
import {mismatch, type Outcome, otherError, parsed} from './outcome.ts'

/** Sends the request of a case over a connection of its own. */
export async function ask(request: Request, each: Case, port: number): Promise<Outcome> {
  const {status, headers, body} = await answerOn(send(port, bytesFor(request)))
  const document = parsed(body)
  const isError = status >= 400
  const {error, restError = error} = each
  return {
    refused: isError,
    text: body,
    document,
    wrong: [
      ...otherError(Number(each.status) < 400 ? undefined : restError, document),
      ...(status === each.status ? [] : [`status ${status}, not ${each.status}`]),
      ...(isError && !isFailure(headers, document) ? ['no error document'] : []),
      ...nullsIn(document).map((place) => `null in the answer at ${place}`),
      ...mismatch(each.body, {document, refused: false}),
    ],
  }
}

/** Every error is JSON with a code and a message. */
const isFailure = (headers: Record<string, string>, {error = '', message}: {error?: string; message?: string} = {}) =>
  /^[A-Z]\w+$/.test(error) && typeof message === 'string' && /^application\/json/.test(headers['content-type'] ?? '')

/** Where a value holds null: absent fields are left out. The states of a change are rows, whose columns may be null. */
function nullsIn(value: unknown, place = ''): string[] {
  if (value === null) return [place]
  if (typeof value !== 'object' || /\/(?:before|after)$/.test(place)) return []
  return Object.entries(value).flatMap(([key, each]) => nullsIn(each, `${place}/${key}`))
}

/** Paths that are below no base, or begin with it. */
const isWhole = /^\/(?:configmgt|health|ready|metrics)\b/

function bytesFor({method, path, json, body, raw, headers = {}}: Request): Buffer {
  if (raw !== undefined) return bytesOf(raw)
  const content = json === undefined ? body : JSON.stringify(json)
  const all: Record<string, string | null> = {
    'X-Auth-Token': token,
    Accept: 'application/json',
    'Content-Type': body === undefined ? 'application/json' : 'text/csv',
    ...headers,
  }
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<string, string>
  const bytes = content === undefined ? Buffer.alloc(0) : bytesOf(content)
  const length = content !== undefined && {'Content-Length': String(bytes.length)}
  const head = curl(method, isWhole.test(path) ? path : withBase(method, path), {headers: {...length, ...sent}})
  return Buffer.concat([head, bytes])
}
