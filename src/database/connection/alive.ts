import pg from 'pg'
import {DiallingClient} from './dialling.ts'
import type {Server} from './server.ts'
import {socketTo} from './socket-to.ts'

const PATIENCE_MS = 5000

/** What the server is doing for a connection that waits for its answer. */
export type Work = 'busy' | 'unknown' | 'none'

/** Asks over another connection. A pooler does not tell which connection to the server is ours: its server lives, which must do. */
export async function workFor(pid: number, server: Server, patienceMs = PATIENCE_MS): Promise<Work> {
  const socket = socketTo(server)
  const client = new DiallingClient({}, socket, {server, wanted: 'any'})
  client.on('error', () => {})
  const clock = setTimeout(() => socket.destroy(), Math.min(patienceMs, PATIENCE_MS))
  let admitted = false
  try {
    await client.connect()
    admitted = true
    const {rows} = await client.query<{own: number; works: boolean | null}>(
      `select pg_backend_pid() as own, (select state not like 'idle%' from pg_catalog.pg_stat_activity where pid = ${pid}) as works`,
    )
    return rows[0]?.works || rows[0]?.own !== client.processID ? 'busy' : 'none'
  } catch (error) {
    // A server that refuses lives. Poolers say under 08 that they are full, or that their server is gone.
    if (error instanceof pg.DatabaseError) return error.code?.startsWith('08') ? 'unknown' : 'busy'
    return admitted ? 'unknown' : 'none'
  } finally {
    clearTimeout(clock)
    socket.destroy()
  }
}

/** How long to wait for an answer, in multiples of the time after which the server is asked. */
export function patienceWith(work: Work, isInTransaction: boolean): number {
  if (work === 'busy') return 120
  // What is not in a transaction may still wait in a pooler, and may be repeated.
  return work === 'unknown' && isInTransaction ? 10 : 1
}
