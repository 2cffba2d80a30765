import type {SelectQueryBuilder} from 'kysely'
import {jsonArrayFrom} from 'kysely/helpers/postgres'
import type {Db} from './connection/connect.ts'
import type {Tables} from './tables.ts'

/** The rows of a query without dates, as JSON in one row: of thousands, V8 reads them ten times as fast as `pg` reads rows. */
export async function inOneRow<O extends object>(db: Db, rows: SelectQueryBuilder<Tables, never, O>): Promise<O[]> {
  const {all} = await db.selectNoFrom(jsonArrayFrom(rows).as('all')).executeTakeFirstOrThrow()
  return all as O[]
}
