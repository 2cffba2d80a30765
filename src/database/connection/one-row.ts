import type {RawBuilder} from 'kysely'
import type {Db} from './connect.ts'

/** The row of a query that always gives one. */
export async function oneRow<T>(db: Db, query: RawBuilder<T>): Promise<T> {
  const [row] = (await query.execute(db)).rows
  if (row === undefined) throw new Error('a query that always gives a row gave none')
  return row
}
