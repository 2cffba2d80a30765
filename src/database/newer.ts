import pg from 'pg'
import {type AppError, conflict} from '../errors.ts'
import {NO_OLDER_WRITERS, unknownOf} from './migrations/names.ts'

/** The table in which kysely records the applied migrations. */
export const HISTORY = 'xivoctl_migration'

/** Detects migrations of a newer program. */
export interface NewerProgram {
  /** Has a transaction checked already? Reads check once, writes every time. */
  looked: boolean
  found: (unknown: readonly string[]) => void
}

/** Calls `onNewer` once. */
export function newerProgram(onNewer: (unknown: readonly string[]) => void = () => {}): NewerProgram {
  let warned = false
  return {
    looked: false,
    found(unknown) {
      if (!warned && unknown.length > 0) onNewer(unknown)
      warned ||= unknown.length > 0
    },
  }
}

/**
 * The names of the applied migrations, separated by commas, as an SQL expression; null where their table is missing or
 * unreadable. A query that names the table would fail there, so the server builds the query itself, by query_to_xml.
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

/** The unknown migrations in the value of that expression. */
export const unknownAmong = (executed: string | null | undefined): string[] => unknownOf(executed?.split(',') ?? [])

/** Why this program must not write to a database with those migrations; undefined when it may. */
export function whyNotBeside(unknown: readonly string[]): AppError | undefined {
  const exclusive = unknown.filter((name) => name.endsWith(NO_OLDER_WRITERS))
  if (exclusive.length === 0) return undefined
  return conflict(
    `a newer version has upgraded the tables, and this version must not write to them (${exclusive.join(', ')}): nothing was written`,
    {hints: ['upgrade this xivoctl']},
  )
}
