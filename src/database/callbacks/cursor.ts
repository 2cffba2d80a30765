import type {CompiledQuery} from 'kysely'
import type pg from 'pg'
import type {Page} from './find.ts'

/** A page of the usual size. */
const BATCH = 500
/** The number of rows in memory at a time, because there may be many long ones. */
export const PIECE = 100

type Query = Pick<CompiledQuery, 'sql' | 'parameters'>

/**
 * The only column of the rows of a page, some at a time: memory does not grow with their number. Each batch is a statement
 * of its own: what happens to them in between takes none of its time. One page a transaction. When `few` are expected, the first
 * batch is no cursor's, for which the server would use one process alone.
 */
export async function* textsOf(
  client: pg.PoolClient,
  queryOf: (page: Page) => Promise<Query>,
  page: Page,
  {few}: {few: boolean},
): AsyncGenerator<string[]> {
  const {offset = 0, limit} = page
  if (!few && (limit === undefined || limit > BATCH)) return yield* byCursor(client, await queryOf(page))
  const most = Math.min(limit ?? BATCH, BATCH)
  const texts = await textsAtOnce(client, await queryOf({...page, limit: most}))
  if (texts.length > 0) yield texts
  if (texts.length < most || most === limit) return
  const rest = {offset: offset + most, ...(limit !== undefined && {limit: limit - most})}
  yield* byCursor(client, await queryOf(rest))
}

async function* byCursor(client: pg.PoolClient, {sql, parameters}: Query): AsyncGenerator<string[]> {
  const fetch = () => textsAtOnce(client, {sql: `fetch ${PIECE} from texts`, parameters: []})
  // All of the rows are wanted, not the first ones soon.
  const asked = [
    client.query('set local cursor_tuple_fraction = 1'),
    client.query(`declare texts no scroll cursor for ${sql}`, [...parameters]),
    fetch(),
  ] as const
  for (let texts = (await Promise.all(asked))[2]; texts.length > 0; texts = await fetch()) {
    yield texts
    if (texts.length < PIECE) return
  }
}

async function textsAtOnce(client: pg.PoolClient, {sql, parameters}: Query): Promise<string[]> {
  const {rows} = await client.query<[string]>({text: sql, values: [...parameters], rowMode: 'array'})
  return rows.map(([text]) => text)
}
