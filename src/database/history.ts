import {isDeepStrictEqual} from 'node:util'
import {type ExpressionBuilder, type SelectQueryBuilder, sql} from 'kysely'
import type {ChangeKind, Rows, State} from '../formats/changes.ts'
import type {Moment} from '../formats/moments.ts'
import type {Channel, Via} from '../formats/origin.ts'
import type {Db} from './connection/connect.ts'
import {type DissuasionRow, dissuasionRows} from './dissuasion.ts'
import {dayFromToday, isoInstant} from './iso.ts'
import type {RequestJson, Tables} from './tables.ts'

/** A change as it is stored; times are ISO 8601, UTC. */
export interface JournalRow {
  id: string
  run: string
  place: number
  at: string
  actor: string
  origin: Channel
  via: Via | null
  asked: string
  kind: ChangeKind
  object_id: string
  object_name: string
  before: State | null
  after: State | null
  rows: Rows | null
  undoes: string | null
  /** The change that undoes it, unless that was undone in turn. */
  undone_by: string | null
}

/** Which changes to return; an omitted field is not a condition. */
export interface JournalQuery {
  ids?: readonly string[]
  run?: string
  kind?: ChangeKind
  /** An object, by its id or the name that it had. */
  object?: {kinds: readonly ChangeKind[]; id?: string | undefined; name: string}
  /** A request, however it was changed. */
  request?: string
  /** Who: an actor, the part of it before `@`, or who used sudo. */
  by?: string
  channel?: Channel
  /** Excludes undos, and nearly all changes that are undone. */
  standing?: true
  since?: Moment
  until?: Moment
  limit?: number
}

/** The newest first. */
export async function changesOf(db: Db, query: JournalQuery): Promise<JournalRow[]> {
  let rows = db
    .selectFrom('journal')
    .select([
      sql<string>`journal.id::text`.as('id'),
      'run',
      'place',
      isoInstant<string>('journal.at').as('at'),
      'actor',
      'origin',
      'via',
      'asked',
      'kind',
      'object_id',
      'object_name',
      'before',
      'after',
      'rows',
      sql<string | null>`undoes::text`.as('undoes'),
      undosOf(db).as('undos'),
    ])
  rows = narrowed(rows, query)
  if (query.limit !== undefined) rows = rows.limit(query.limit)
  const found = await rows.orderBy('journal.id', 'desc').execute()
  return found.map(({undos, ...row}) => ({...row, undone_by: standingUndo(row.id, undos ?? []) ?? null}))
}

interface Undo {
  id: string
  undoes: string
}

/** What undoes a change, what undoes that, and so on, the latest first. */
const undosOf = (db: Db) =>
  db
    .withRecursive('undo(id, undoes)', (undo) =>
      undo
        .selectFrom('journal as later')
        .select(['later.id', 'later.undoes'])
        .where('later.undoes', '=', sql.ref<string>('journal.id'))
        .unionAll(
          undo
            .selectFrom('journal as later')
            .innerJoin('undo', 'undo.id', 'later.undoes')
            .select(['later.id', 'later.undoes']),
        ),
    )
    .selectFrom('undo')
    .select(
      sql<Undo[] | null>`json_agg(json_build_object('id', id::text, 'undoes', undoes::text) order by id desc)`.as(
        'all',
      ),
    )

const standingUndo = (id: string, undos: readonly Undo[]): string | undefined =>
  undos.find((undo) => undo.undoes === id && standingUndo(undo.id, undos) === undefined)?.id

function narrowed<T>(
  rows: SelectQueryBuilder<Tables, 'journal', T>,
  {ids, run, kind, object, request, by, channel, standing, since, until}: JournalQuery,
): SelectQueryBuilder<Tables, 'journal', T> {
  let narrow = rows
  if (ids !== undefined) narrow = narrow.where(sql<boolean>`journal.id = any(${ids}::bigint[])`)
  if (run !== undefined) narrow = narrow.where('run', '=', run)
  if (kind !== undefined) narrow = narrow.where('kind', '=', kind)
  if (object !== undefined) narrow = narrow.where('kind', 'in', [...object.kinds]).where(isNamed(object))
  if (by !== undefined)
    narrow = narrow.where(sql<boolean>`(actor = ${by} or split_part(actor, '@', 1) = ${by} or via ->> 'sudo' = ${by})`)
  if (channel !== undefined) narrow = narrow.where('origin', '=', channel)
  if (standing) narrow = narrow.where('undoes', 'is', null).where(isNotUndone)
  if (since !== undefined) narrow = narrow.where('at', '>=', instantOf(since))
  if (until !== undefined) narrow = narrow.where('at', '<', instantOf(until))
  if (request === undefined) return narrow
  return narrow.where((eb) =>
    eb.or([
      eb('object_id', '=', request),
      eb.exists(
        eb
          .selectFrom('journal_request as kept')
          .select('kept.uuid')
          .whereRef('kept.run', '=', 'journal.run')
          .whereRef('kept.place', '=', 'journal.place')
          .where('kept.uuid', '=', request),
      ),
    ]),
  )
}

/** Or every undo of it was itself undone. */
const isNotUndone = ({not, exists, selectFrom}: ExpressionBuilder<Tables, 'journal'>) =>
  not(
    exists(
      selectFrom('journal as undo')
        .select('undo.id')
        .whereRef('undo.undoes', '=', 'journal.id')
        .where(({not, exists, selectFrom}) =>
          not(exists(selectFrom('journal as later').select('later.id').whereRef('later.undoes', '=', 'undo.id'))),
        ),
    ),
  )

/** A day begins at midnight of the database's time zone. */
export function instantOf(moment: Moment) {
  if ('day' in moment) return sql<Date>`${dayFromToday(moment.day)}::timestamptz`
  if ('text' in moment) return sql<Date>`${moment.text}::timestamptz`
  return sql<Date>`now() + ${moment.minutes} * interval '1 minute'`
}

/** Is a moment at least so many days ago? */
export async function isBefore(db: Db, moment: Moment, days: number): Promise<boolean> {
  const {rows} = await sql<{before: boolean}>`
    select ${instantOf(moment)} <= now() - ${days} * interval '1 day' as before`.execute(db)
  return rows[0]?.before === true
}

const isNamed = ({id, name}: {id?: string | undefined; name: string}) =>
  sql<boolean>`(object_id = ${id ?? null}::text or object_name = ${name})`

/** A request of a change, before and after it; both empty when it is forgotten. */
export interface KeptRequest {
  run: string
  place: number
  uuid: string
  before: RequestJson | null
  after: RequestJson | null
}

/** The rows of all changes of sounds, the newest first. */
export async function soundChanges(db: Db): Promise<{file: string; rows: Rows | null}[]> {
  return db
    .selectFrom('journal')
    .select(['object_name as file', 'rows'])
    .where('kind', '=', 'sound')
    .orderBy('id', 'desc')
    .execute()
}

/** What is kept of the requests of a change. */
export function keptRequests(db: Db, {run, place}: Pick<JournalRow, 'run' | 'place'>): Promise<KeptRequest[]> {
  return db
    .selectFrom('journal_request')
    .select(['run', 'place', 'uuid', 'before', 'after'])
    .where('run', '=', run)
    .where('place', '=', place)
    .orderBy('uuid')
    .execute()
}

/** A dissuasion that was changed elsewhere: it differs between the end of one change and the start of the next, or now. */
export interface Elsewhere {
  queue: string
  name: string
  /** The change after which it happened, and the one before which it did; null when it is so now. */
  since: {id: string; at: string}
  until: {id: string; at: string} | null
  before: DissuasionRow | null
  after: DissuasionRow | null
}

interface DissuasionChange {
  id: string
  at: string
  object_id: string
  object_name: string
  rows: {before?: DissuasionRow; after?: DissuasionRow} | null
}

/** What changed the dissuasions of queues elsewhere, in XiVO's web interface, since we know of them; the newest first. */
export async function dissuasionsElsewhere(db: Db, queue?: string): Promise<Elsewhere[]> {
  let query = db
    .selectFrom('journal')
    .select([
      sql<string>`journal.id::text`.as('id'),
      isoInstant<string>('journal.at').as('at'),
      'object_id',
      'object_name',
      sql<DissuasionChange['rows']>`rows`.as('rows'),
    ])
    .where('kind', '=', 'dissuasion')
  if (queue !== undefined) query = query.where('object_id', '=', queue)
  const changes: DissuasionChange[] = await query.orderBy('journal.id').execute()
  const now = await dissuasionRows(db, [...new Set(changes.map(({object_id}) => object_id))])
  const following = new Map<string, DissuasionChange>()
  return changes.reverse().flatMap((change) => {
    const next = following.get(change.object_id)
    following.set(change.object_id, change)
    const before = change.rows?.after ?? null
    const after = (next ? next.rows?.before : now.get(change.object_id)) ?? null
    if (isDeepStrictEqual(before, after)) return []
    const {object_id, object_name, id, at} = change
    return [
      {
        queue: object_id,
        name: object_name,
        since: {id, at},
        until: next ? {id: next.id, at: next.at} : null,
        before,
        after,
      },
    ]
  })
}
