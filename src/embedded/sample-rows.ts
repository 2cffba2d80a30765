import type {ClientBase} from 'pg'

/** One row of a table, by column name. */
export type Row = Record<string, string | number | boolean | null>

/** Rows of XiVO's tables, ordered so that foreign keys hold. All rows of a table have the same columns. */
export type Sample = [table: string, rows: Row[]][]

export async function insert(client: ClientBase, table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const places = rows.map((_, row) => `(${columns.map((_, i) => `$${row * columns.length + i + 1}`).join(', ')})`)
  const names = columns.map((column) => `"${column}"`).join(', ')
  const values = rows.flatMap((row) => columns.map((column) => row[column]))
  await client.query(`insert into public.${table} (${names}) values ${places.join(', ')}`, values)
}
