import type {IncomingMessage} from 'node:http'
import {BlockList} from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** What a proxy says of whom it speaks for. */
const relayed = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via'] as const

/** The address at the other end of the connection. */
export const addressOf = ({socket}: IncomingMessage) => socket.remoteAddress ?? 'unknown'

/** Is somebody on this machine asking for himself? A proxy on this machine asks for others. */
export function isLocal(request: IncomingMessage): boolean {
  const {remoteAddress: address} = request.socket
  if (address === undefined || relayed.some((header) => request.headers[header] !== undefined)) return false
  return loopback.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
