import type {IncomingMessage} from 'node:http'
import {isLoopbackAddress} from '../formats/loopback.ts'

/** Headers with which a proxy names its client. */
const relayed = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'] as const

/** The peer address of the connection. */
export const addressOf = ({socket}: IncomingMessage) => socket.remoteAddress ?? 'unknown'

/** Who makes the request, for the journal and for locks. */
export const actorOf = (request: IncomingMessage) => `rest@${addressOf(request)}`

/** Does the request come directly from this machine? A local proxy forwards requests of others. */
export function isLocal(request: IncomingMessage): boolean {
  const {remoteAddress: address} = request.socket
  if (address === undefined || relayed.some((header) => request.headers[header] !== undefined)) return false
  return isLoopbackAddress(address)
}
