import {BlockList, isIP} from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Is this an address of the machine itself? */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && loopback.check(address, address.includes(':') ? 'ipv6' : 'ipv4')

/** Does this name or address mean this machine? Decided by its text, because name resolution may be spoofed. */
export const isLoopbackHost = (host: string): boolean =>
  /^(.+\.)?localhost\.?$/i.test(host) || isLoopbackAddress(host.replace(/^\[(.*)\]$/, '$1'))
