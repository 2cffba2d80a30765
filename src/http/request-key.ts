import {createHash} from 'node:crypto'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {Type} from 'typebox'
import {usage} from '../errors.ts'
import type {RequestKey} from '../services/request-keys.ts'

const KEY = 'idempotency-key'

export const KeyHeader = Type.Object({
  [KEY]: Type.Optional(
    Type.String({
      pattern: '^[ -~]{1,255}$',
      description: 'a key that you choose, unique per request: repeating a request with its key has no second effect',
    }),
  ),
})

/** Refuses a key on routes that do not store keys: its sender would believe that the request can be repeated safely. */
export function refuseIdleKey({headers, method, routeOptions: {schema, url}}: FastifyRequest): void {
  if (headers[KEY] === undefined || schema?.headers === KeyHeader || method === 'GET' || method === 'HEAD') return
  throw usage(`${method} ${url} does not accept an Idempotency-Key: nothing was done`, {
    hints: [
      'imports, and requests that create a callback request, a list, a period, an override, tickets or do-not-call entries, accept one; send this one without',
    ],
  })
}

/** The key of a request with a JSON body. */
export const requestKey = (request: FastifyRequest, reply: FastifyReply) =>
  requestKeyOf(request, reply, async () => JSON.stringify(request.body))

/** The key of a request. Route, query and `body` identify what was requested. */
export function requestKeyOf(
  {headers, method, routeOptions, params, query}: FastifyRequest,
  reply: FastifyReply,
  body: () => Promise<string>,
): RequestKey | undefined {
  const key = headers[KEY]
  if (typeof key !== 'string') return undefined
  const asked = [method, routeOptions.url, params, Object.entries(query as object).sort()]
  return {
    key,
    digest: async () =>
      createHash('sha256')
        .update(JSON.stringify([...asked, await body()]))
        .digest('hex'),
    onReplay: () => {
      reply.header('idempotency-replayed', 'true')
    },
  }
}
