import {readFileSync} from 'node:fs'
import {networkInterfaces} from 'node:os'
import {isLoopbackAddress} from '../formats/loopback.ts'

/** XiVO's own record of the pair that its host belongs to: JSON, written by its web interface, readable by other users. */
export const HIGH_AVAILABILITY_FILE = '/etc/xivo/ha.conf'

/** The role of a XiVO host in its pair, and the address of the other host. */
export interface HighAvailability {
  node: 'master' | 'slave'
  other: string
}

/** Undefined when this is not a XiVO host, when it is not in a pair, or when the record cannot be read. */
export function readHighAvailability(path: string): HighAvailability | undefined {
  try {
    const {node_type, remote_address} = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    if (node_type !== 'master' && node_type !== 'slave') return undefined
    return {node: node_type, other: String(remote_address ?? '')}
  } catch {
    return undefined
  }
}

/**
 * Is the database of a connection the slave's? On the slave, every database on the machine itself is; on the master, the one at
 * the slave's address. `address` is the peer's, undefined for a Unix socket.
 */
export function isSlaves({node, other}: HighAvailability, address: string | undefined): boolean {
  if (node === 'master') return address === other
  return address === undefined || isLoopbackAddress(address) || ownAddresses().includes(address)
}

/** Empty when the process may not list its addresses, as in a sandboxed service. */
function ownAddresses(): string[] {
  try {
    return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({address}) => address))
  } catch {
    return []
  }
}
