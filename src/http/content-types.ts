import type {IncomingHttpHeaders} from 'node:http'
import type {FastifyRequest} from 'fastify'
import {quoted, Refusal} from './refusal.ts'

/** Refuses a body that is neither JSON nor a type that the route's schema consumes, and every compressed body. */
export function refuseOtherTypes({headers, routeOptions: {schema}}: FastifyRequest): void {
  if (!hasBody(headers)) return
  const taken = schema?.consumes ?? ['application/json']
  const hints = [`send it with the header Content-Type: ${taken.join(', or ')}`]
  const type = headers['content-type']
  if (!type) throw new Refusal(415, 'the body has no Content-Type', hints)
  if (!taken.includes(essence(type))) throw new Refusal(415, `the body was sent as ${quoted(type)}`, hints)
  const packed = packing(headers)
  if (packed) throw new Refusal(415, `the body is compressed: ${quoted(packed)}`, ['send it uncompressed'])
}

const hasBody = ({'content-length': length, 'transfer-encoding': encoding}: IncomingHttpHeaders) =>
  encoding !== undefined || (length !== undefined && Number(length) !== 0)

/** The type without its parameters. The charset is not needed: the text must be UTF-8. */
export const essence = (type: string) => type.replace(/;.*$/s, '').trim().toLowerCase()

function packing({'content-encoding': content, 'transfer-encoding': transfer}: IncomingHttpHeaders) {
  if (content !== undefined && content.toLowerCase() !== 'identity') return content
  return transfer !== undefined && transfer.toLowerCase() !== 'chunked' ? transfer : undefined
}
