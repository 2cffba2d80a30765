import type {CompiledQuery} from 'kysely'
import type pg from 'pg'

const BATCH = 100

/**
 * The only column of a query's rows, a hundred rows at a time: memory does not grow with their number. Each hundred is a
 * statement of its own: what happens to them in between takes none of its time. One query a transaction.
 */
export async function* textsOf(client: pg.PoolClient, {sql, parameters}: CompiledQuery): AsyncGenerator<string[]> {
  // All of the rows are wanted, not the first ones soon.
  await client.query('set local cursor_tuple_fraction = 1')
  await client.query(`declare texts no scroll cursor for ${sql}`, [...parameters])
  for (;;) {
    const {rows} = await client.query<[string]>({text: `fetch ${BATCH} from texts`, rowMode: 'array'})
    if (rows.length === 0) return
    yield rows.map(([text]) => text)
  }
}
