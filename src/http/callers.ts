import {randomUUID} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {isIP} from 'node:net'
import type {FastifyRequest} from 'fastify'
import {isLoopbackAddress, isLoopbackHost} from '../formats/loopback.ts'
import type {Run} from '../formats/origin.ts'

/** Headers of a proxy about its client. */
const relayed = /^(x-forwarded-.+|forwarded|x-real-ip|via)$/

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
  return {uuid: randomUUID(), changes: 0, channel: 'rest', asked}
}

/**
 * Does the request come directly from this machine? A local proxy forwards requests of others, and a browser here those of a web
 * site, whose name may point to this machine.
 */
export function isLocal({socket: {remoteAddress}, headers}: IncomingMessage): boolean {
  if (remoteAddress === undefined || !isLoopbackAddress(remoteAddress)) return false
  if (headers.origin !== undefined || Object.keys(headers).some((name) => relayed.test(name))) return false
  return headers.host === undefined || isNoSite(headers.host)
}

/** An address or `localhost`: no name that its owner could point elsewhere. */
function isNoSite(hostAndPort: string): boolean {
  const host = hostAndPort.replace(/:\d*$/, '')
  return isLoopbackHost(host) || isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0
}
