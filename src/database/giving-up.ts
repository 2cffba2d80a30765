import {sql} from 'kysely'
import pg from 'pg'
import type {Trx} from './transact.ts'

/** The server's process that works for this transaction. */
export async function backendOf(trx: Trx): Promise<number> {
  const {rows} = await sql<{pid: number}>`select pg_backend_pid() as pid`.execute(trx)
  return rows[0]?.pid ?? 0
}

/** Then the connection is dropped all the same. */
const PATIENCE_MS = 3_000

/**
 * Ends what the server does for a client, and then the client's connection: a server that sorts does not notice by itself that
 * nobody listens. Asked for over a connection of its own, as the pool may be empty; and while the transaction is still the
 * client's, so that nobody else's query is hit.
 */
export async function giveUp({pool, client, backend}: {pool: pg.Pool; client: pg.PoolClient; backend: number}) {
  const messenger = new pg.Client({...pool.options, query_timeout: PATIENCE_MS})
  messenger.on('error', () => {})
  try {
    await messenger.connect()
    await messenger.query('select pg_cancel_backend($1)', [backend])
  } catch {
    // Without a connection there is no query to end.
  } finally {
    dropConnection(client)
    void messenger.end().catch(() => {})
  }
}

/** Ends a connection in the middle of what it is doing. */
export function dropConnection(client: pg.PoolClient): void {
  void (client as unknown as pg.Client).end().catch(() => {})
}
