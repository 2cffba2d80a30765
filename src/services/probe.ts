import type {Context} from '../context.ts'
import {missingColumns, serverFacts} from '../database/diagnosis.ts'
import {pendingMigrations} from '../database/migrate.ts'
import {whyNoWrites} from '../database/standby.ts'
import {tlsState} from '../database/tls-state.ts'

/** What a connection showed. */
export interface Probe {
  version: string
  database: string
  role: string
  /** The protocol's version; left out when the server was spoken to in clear. */
  tls?: string
  /** Tables of XiVO's that are not there, or lack a column that xivoctl reads. */
  missing: string[]
  /** What `db init` would have to do. */
  pending: string[]
  /** Why nothing can be written; left out when it can. */
  readOnly?: string
}

/** Connects, and looks at what is there. Changes nothing. */
export async function probe(context: Context): Promise<Probe> {
  const {db, schema} = context
  const facts = await serverFacts(db)
  const tls = await tlsState(db)
  const refusal = await whyNoWrites(context)
  const missing = await missingColumns(db)
  return {
    ...facts,
    ...(tls !== undefined && {tls}),
    missing: [...new Set(missing.map(({table}) => table))],
    pending: await pendingMigrations(db, schema),
    ...(refusal && {readOnly: refusal.message}),
  }
}
