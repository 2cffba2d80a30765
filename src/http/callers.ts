import type {IncomingMessage} from 'node:http'
import {isLoopbackAddress} from '../formats/loopback.ts'

/** What a proxy says of whom it speaks for. */
const relayed = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'] as const

/** The address at the other end of the connection. */
export const addressOf = ({socket}: IncomingMessage) => socket.remoteAddress ?? 'unknown'

/** Who is at work, for ledgers and locks. */
export const actorOf = (request: IncomingMessage) => `rest@${addressOf(request)}`

/** Is somebody on this machine asking for themselves? A proxy on this machine asks for others. */
export function isLocal(request: IncomingMessage): boolean {
  const {remoteAddress: address} = request.socket
  if (address === undefined || relayed.some((header) => request.headers[header] !== undefined)) return false
  return isLoopbackAddress(address)
}
