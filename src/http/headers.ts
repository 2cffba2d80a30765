import {randomUUID} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import type {FastifyReply} from 'fastify'
import {usage} from '../errors.ts'

/** On every answer: data of customers belong into no cache, no frame, and no guess of a browser's. */
const safe = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Routes may answer with other values. */
export function setSafeHeaders(reply: FastifyReply): void {
  reply.headers(safe)
  reply.header('x-request-id', reply.request.id)
}

const sane = /^[\w.:-]{1,64}$/

/** The id that the caller gave the request, or a new one. */
export function requestId({headers}: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && sane.test(given) ? given : randomUUID()
}

/** A request says once for whom it is: whoever takes the first of two is not of one mind with who takes the last. */
export function refuseOtherHosts({httpVersion, rawHeaders}: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  if (hosts > 1) throw usage('the header Host appears twice')
  if (hosts === 0 && httpVersion === '1.1') throw usage('the header Host is missing')
}
