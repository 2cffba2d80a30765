import {BlockList, isIP} from 'node:net'

let loopback: BlockList | undefined

/** Is this an address of the machine itself? */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && loopbackAddresses().check(address, address.includes(':') ? 'ipv6' : 'ipv4')

/** Made at the first use: it takes half a millisecond of each start. */
function loopbackAddresses(): BlockList {
  if (loopback !== undefined) return loopback
  loopback = new BlockList()
  loopback.addSubnet('127.0.0.0', 8, 'ipv4')
  loopback.addAddress('::1', 'ipv6')
  return loopback
}

/** Does this name or address mean this machine? Decided by its text, because name resolution may be spoofed. */
export const isLoopbackHost = (host: string): boolean =>
  /^(.+\.)?localhost\.?$/i.test(host) || isLoopbackAddress(host.replace(/^\[(.*)\]$/, '$1'))
