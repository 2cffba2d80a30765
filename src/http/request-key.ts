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
      description: 'of your choice, one a request: sent again under its key, a request has no second effect',
    }),
  ),
})

/** Refuses a key where none is kept: its sender would take the request for one that has a single effect. */
export function refuseIdleKey({headers, method, routeOptions: {schema, url}}: FastifyRequest): void {
  if (headers[KEY] === undefined || schema?.headers === KeyHeader || method === 'GET' || method === 'HEAD') return
  throw usage(`${method} ${url} does not accept an Idempotency-Key: nothing was done`, {
    hints: [
      'imports, and requests that create a callback request, a list or a period, accept one; send this one without',
    ],
  })
}

/** The key that a request with a JSON body was sent under. */
export const requestKey = (request: FastifyRequest, reply: FastifyReply) =>
  requestKeyOf(request, reply, async () => JSON.stringify(request.body))

/** The key that a request was sent under. What was asked is told by route, query and `body`. */
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
