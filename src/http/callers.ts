import {randomUUID} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {isIP} from 'node:net'
import type {FastifyRequest} from 'fastify'
import {isLoopbackAddress} from '../formats/loopback.ts'
import type {Run} from '../formats/origin.ts'

/** Headers with which a proxy names its client. */
const relayed = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'] as const

/** The address of the client: that of the last hop before the trusted proxies. What is no address there is not believed. */
export const addressOf = ({ips, raw: {socket}}: FastifyRequest): string =>
  ips?.findLast((each) => isIP(each) !== 0) ?? socket.remoteAddress ?? 'unknown'

/** Who makes the request, for the journal and for locks. */
export const actorOf = (request: FastifyRequest) => `${request.caller ?? 'rest'}@${addressOf(request)}`

/** What the changes of a request belong to: its route with the names in its path, and the names of its parameters. */
export function runOf({method, routeOptions, params, query}: FastifyRequest): Run {
  const values = (params ?? {}) as Record<string, string>
  const path = routeOptions.url?.replace(/:(\w+)/g, (_, name: string) => values[name] ?? '') ?? ''
  const names = Object.keys((query ?? {}) as object)
  const asked = `${method} ${path}${names.length > 0 ? `?${names.join('&')}` : ''}`
  return {uuid: randomUUID(), changes: 0, origin: 'rest', asked}
}

/** Does the request come directly from this machine? A local proxy forwards requests of others. */
export function isLocal(request: IncomingMessage): boolean {
  const {remoteAddress: address} = request.socket
  if (address === undefined || relayed.some((header) => request.headers[header] !== undefined)) return false
  return isLoopbackAddress(address)
}
