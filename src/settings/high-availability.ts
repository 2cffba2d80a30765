import {readFileSync} from 'node:fs'
import {networkInterfaces} from 'node:os'
import {isLoopbackAddress} from '../formats/loopback.ts'

/** XiVO's own record of the pair that its host belongs to: JSON, written by its web interface; other users may read it. */
export const HIGH_AVAILABILITY_FILE = '/etc/xivo/ha.conf'

/** What a XiVO host is in its pair, and the address of the other one. */
export interface HighAvailability {
  node: 'master' | 'slave'
  other: string
}

/** Undefined when this is not a XiVO host, when it has no pair, or when that cannot be read. */
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
 * Is the database at the other end of a connection the slave's? On the slave, that is any on the machine itself; on the
 * master, the one at the slave's address. `address` is the peer's, undefined for a Unix socket.
 */
export function isSlaves({node, other}: HighAvailability, address: string | undefined): boolean {
  if (node === 'master') return address === other
  return address === undefined || isLoopbackAddress(address) || ownAddresses().includes(address)
}

/** None where they may not be asked for, as in a service that is shut in. */
function ownAddresses(): string[] {
  try {
    return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({address}) => address))
  } catch {
    return []
  }
}
