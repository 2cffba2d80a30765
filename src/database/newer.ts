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
export function executedMigrations(schema: string): string {
  const {escapeIdentifier, escapeLiteral} = pg
  const names = `select string_agg(name, ',' order by name) as names from ${escapeIdentifier(schema)}.${HISTORY}`
  return `(
    select substring(query_to_xml(${escapeLiteral(names)}, false, false, '')::text from '<names>([^<]*)<')
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${escapeLiteral(schema)} and c.relname = '${HISTORY}'
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
