import {sql} from 'kysely'
import type {Db} from './connect.ts'

/** The TLS version of this connection; undefined without TLS. */
export async function tlsState(db: Db): Promise<string | undefined> {
  const {rows} = await sql<{version: string | null}>`
    select version from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()`.execute(db)
  return rows[0]?.version ?? undefined
}
