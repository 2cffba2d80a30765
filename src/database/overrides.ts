import {type Selectable, sql} from 'kysely'
import type {Moment} from '../formats/moments.ts'
import type {Db} from './connection/connect.ts'
import {oneRow} from './connection/one-row.ts'
import type {Trx} from './connection/transact.ts'
import {instantOf} from './history.ts'
import {isoInstant} from './iso.ts'
import type {Tables} from './tables.ts'

/** An override as it is stored; moments are ISO 8601, UTC. */
export type OverrideRow = Selectable<Tables['dissuasion_override']>

/** Overrides, the latest first: all, or only those that have not ended. */
export function overrides(db: Db, {live}: {live: boolean}): Promise<OverrideRow[]> {
  const rows = live ? stored(db).where('ended_at', 'is', null) : stored(db)
  return rows.orderBy('id', 'desc').execute()
}

/** Undefined when there is none of this id. */
export function overrideById(db: Db, id: number): Promise<OverrideRow | undefined> {
  return stored(db).where('id', '=', id).executeTakeFirst()
}

const stored = (db: Db) =>
  db
    .selectFrom('dissuasion_override')
    .select([
      'id',
      'sound',
      'sha256',
      isoInstant<string>('starts_at').as('starts_at'),
      isoInstant<string | null>('ends_at').as('ends_at'),
      isoInstant<string>('created_at').as('created_at'),
      'created_by',
      isoInstant<string | null>('started_at').as('started_at'),
      isoInstant<string | null>('ended_at').as('ended_at'),
      'queues',
    ])

/** The id of the next one; those that were undone keep theirs. Under the lock of overrides it stays the next. */
export async function nextOverrideId(db: Db): Promise<number> {
  const kept = await db
    .selectFrom('dissuasion_override')
    .select(sql<number | null>`max(id)`.as('last'))
    .executeTakeFirst()
  const known = await db
    .selectFrom('journal')
    .select(sql<number | null>`max(object_id::int)`.as('last'))
    .where('kind', '=', 'override')
    .executeTakeFirst()
  return 1 + Math.max(kept?.last ?? 0, known?.last ?? 0)
}

/** Writes one as it was, whether it is there or not. */
export async function putOverride(trx: Trx, row: OverrideRow): Promise<void> {
  const {id, ...values} = {...row, queues: JSON.stringify(row.queues)}
  await trx
    .insertInto('dissuasion_override')
    .values({id, ...values})
    .onConflict((clash) => clash.column('id').doUpdateSet(values))
    .execute()
}

export async function deleteOverride(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('dissuasion_override').where('id', '=', id).execute()
}

export interface Clock {
  /** ISO 8601, UTC. */
  now: string
  /** The time zone of the database's sessions. */
  timeZone: string
  from: string | null
  until: string | null
}

/** The database's time, and moments that somebody typed as it reads them. */
export function clock(
  db: Db,
  {from, until}: {from?: Moment | undefined; until?: Moment | undefined} = {},
): Promise<Clock> {
  const instant = (moment: Moment | undefined) => (moment ? instantOf(moment) : sql`null::timestamptz`)
  return oneRow(
    db,
    sql<Clock>`
      select ${isoInstant('now')} as now, current_setting('TimeZone') as "timeZone", ${isoInstant('from')} as from,
        ${isoInstant('until')} as until
      from (select date_trunc('milliseconds', now()) as now, ${instant(from)} as from, ${instant(until)} as until) given`,
  )
}

/** Remembers that somebody does what is due. */
export async function rememberDueRun(trx: Trx, actor: string): Promise<void> {
  const values = {at: sql<Date>`now()`, actor}
  await trx
    .insertInto('due_run')
    .values(values)
    .onConflict((clash) => clash.column('single').doUpdateSet(values))
    .execute()
}

/** Has somebody done what was due within so many minutes? */
export async function isAttended(db: Db, minutes: number): Promise<boolean> {
  const found = await db
    .selectFrom('due_run')
    .select('actor')
    .where('at', '>', sql<Date>`now() - ${minutes}::int * interval '1 minute'`)
    .executeTakeFirst()
  return found !== undefined
}
