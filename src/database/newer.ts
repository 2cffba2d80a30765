import pg from 'pg'
import {type AppError, conflict} from '../errors.ts'
import {NO_OLDER_WRITERS, unknownOf} from './migrations/names.ts'

/** The table in which kysely notes the migrations that were run. */
export const HISTORY = 'xivoctl_migration'

/** Watches for migrations that this program does not know: a newer one's. */
export interface NewerProgram {
  /** Has a transaction looked already? Reads look once, writes always. */
  looked: boolean
  found: (unknown: readonly string[]) => void
}

/** Tells `onNewer` once. */
export function newerProgram(onNewer: (unknown: readonly string[]) => void = () => {}): NewerProgram {
  let told = false
  return {
    looked: false,
    found(unknown) {
      if (!told && unknown.length > 0) onNewer(unknown)
      told ||= unknown.length > 0
    },
  }
}

/**
 * The names of the migrations that were run, with commas between, as an SQL expression; null where their table is not there or
 * may not be read. A query that names the table would fail there, so it is made by the server, for which XML is a way to text.
 */
export const executedMigrations = (schema: string): string =>
  valueIn(schema, HISTORY, `select string_agg(name, ',' order by name) from ${pg.escapeIdentifier(schema)}.${HISTORY}`)

/** The one value of a query of a table, without `<`, as an SQL expression; null where the table is not there or may not be read. */
export function valueIn(schema: string, table: string, query: string): string {
  const {escapeLiteral} = pg
  const wanted = `select (${query}) as found`
  return `(
    select substring(query_to_xml(${escapeLiteral(wanted)}, false, false, '')::text from '<found>([^<]*)<')
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${escapeLiteral(schema)} and c.relname = '${table}'
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))`
}

/** Those that this program does not know, out of what that expression gave. */
export const unknownAmong = (executed: string | null | undefined): string[] => unknownOf(executed?.split(',') ?? [])

/** Why this program must not write beside those migrations, if it must not. */
export function whyNotBeside(unknown: readonly string[]): AppError | undefined {
  const exclusive = unknown.filter((name) => name.endsWith(NO_OLDER_WRITERS))
  if (exclusive.length === 0) return undefined
  return conflict(
    `a newer version has changed the tables, and older programs must not write: ${exclusive.join(', ')}; nothing was written`,
    {hints: ['upgrade this program']},
  )
}
