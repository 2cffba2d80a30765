import type {CompiledQuery} from 'kysely'
import type pg from 'pg'
import Cursor from 'pg-cursor'

const BATCH = 100

/** The only column of a query's rows, a hundred rows at a time: memory does not grow with their number. */
export async function* textsOf(client: pg.PoolClient, {sql, parameters}: CompiledQuery): AsyncGenerator<string[]> {
  const cursor = client.query(new Cursor<[string]>(sql, [...parameters], {rowMode: 'array'}))
  for (let rows = await cursor.read(BATCH); rows.length > 0; rows = await cursor.read(BATCH)) {
    yield rows.map(([text]) => text)
  }
}
