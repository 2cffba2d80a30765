import type {Context} from '../context.ts'
import {whyNoWrites} from '../database/connection/standby.ts'
import {tlsState} from '../database/connection/tls-state.ts'
import {missingColumns, serverFacts, xivoColumns} from '../database/doctor/diagnosis.ts'
import {schemaStatus} from './schema.ts'

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
  const {db} = context
  const {version, database, role} = await serverFacts(db)
  const tls = await tlsState(db)
  const refusal = await whyNoWrites(context)
  const missing = await missingColumns(db, xivoColumns)
  const {pending} = await schemaStatus(context)
  return {
    version,
    database,
    role,
    ...(tls !== undefined && {tls}),
    missing: [...new Set(missing.map(({table}) => table))],
    pending,
    ...(refusal && {readOnly: refusal.message}),
  }
}
