import {createHash} from 'node:crypto'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {Type} from 'typebox'
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

/** The key that a request was sent under. What was asked is told by route, query and `body`. */
export function requestKey(
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
