import {randomUUID} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import type {FastifyReply} from 'fastify'
import {usage} from '../errors.ts'

/** On every answer: customers' data must not be cached, framed, or sniffed by a browser. */
const safe = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Routes may override these values. */
export function setSafeHeaders(reply: FastifyReply): void {
  reply.headers(safe)
  reply.header('x-request-id', reply.request.id)
}

const sane = /^[\w.:-]{1,64}$/

/** The request id that the client sent, or a new one. */
export function requestId({headers}: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && sane.test(given) ? given : randomUUID()
}

/** Refuses repeated headers: of two values, a proxy may use the first and the server the last. */
export function refuseOtherHosts({httpVersion, rawHeaders}: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  if (hosts > 1) throw usage('the header Host appears twice')
  if (hosts === 0 && httpVersion === '1.1') throw usage('the header Host is missing')
}
