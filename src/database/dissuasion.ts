import {CompiledQuery, type Selectable, sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import {limitWaiting, lock} from './connection/locks.ts'
import type {Trx} from './connection/transact.ts'
import {readableTables} from './schedules.ts'
import type {Tables} from './tables.ts'

/** Where XiVO sends a queue's callers in the case "No answer -> Fail". */
export type DissuasionRow = Pick<
  Selectable<Tables['public.dialaction']>,
  'action' | 'actionarg1' | 'actionarg2' | 'linked'
>

/** The box "Fail" of the queue form. Queues, users and groups share the table: category and event tell the rows apart. */
const fail = {event: 'chanunavail', category: 'queue'} as const

/** The existing rows, of all queues or of some, by the queue's id as text: XiVO's column is a text, and need not hold a number. */
export async function dissuasionRows(db: Db, queueIds?: readonly string[]): Promise<Map<string, DissuasionRow>> {
  let query = db
    .selectFrom('public.dialaction')
    .select(['categoryval', 'action', 'actionarg1', 'actionarg2', 'linked'])
    .where('event', '=', fail.event)
    .where('category', '=', fail.category)
  if (queueIds !== undefined) query = query.where(sql<boolean>`categoryval = any(${queueIds}::text[])`)
  const rows = await query.orderBy('categoryval').execute()
  return new Map(rows.map(({categoryval, ...row}) => [categoryval, row]))
}

/** Owners of queue destinations that are not numbers: XiVO casts the column, and a single one makes the query fail. */
export async function ownersWithoutId(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('public.dialaction')
    .select('categoryval')
    .distinct()
    .where('category', '=', fail.category)
    .where('categoryval', '!~', '^[0-9]+$')
    .orderBy('categoryval')
    .execute()
  return rows.map(({categoryval}) => categoryval)
}

/** A row that plays a sound to callers, in XiVO's terms. */
export type SoundUseRow = Pick<Selectable<Tables['public.dialaction']>, 'event' | 'category' | 'categoryval'> & {
  path: string
}

/** All that plays a sound: destinations of queues, groups, users, incalls, …, then schedules and pagings that may be read. */
export const allSoundUses = async (db: Db): Promise<SoundUseRow[]> => [
  ...(await soundDestinations(db)),
  ...(await otherSoundUses(db)),
]

async function soundDestinations(db: Db): Promise<SoundUseRow[]> {
  const rows = await db
    .selectFrom('public.dialaction')
    .select(['event', 'category', 'categoryval', 'actionarg1'])
    .where('action', '=', 'sound')
    .where('linked', '=', 1)
    .orderBy('category')
    .orderBy('categoryval')
    .orderBy('event')
    .execute()
  return rows.flatMap(({actionarg1, ...row}) => (actionarg1 ? [{...row, path: actionarg1}] : []))
}

/** XiVO has no other directory for what is announced before a paging; the column has the name with its ending. */
const PLAYBACK = '/var/lib/xivo/sounds/playback'

/** By table, what plays sounds beside destinations. */
const others = {
  'public.schedule': sql`
    select 'fallback_action' as event, 'schedule' as category, id, fallback_actionid as path from public.schedule
    where commented = 0 and fallback_action = 'sound'`,
  'public.schedule_time': sql`
    select 'schedule_time', 'schedule', schedule_id, actionid from public.schedule_time
    where mode = 'closed' and action = 'sound' and schedule_id is not null`,
  'public.paging': sql`
    select 'announcement_file', 'paging', id,
      ${PLAYBACK} || '/' || regexp_replace(announcement_file, '[.][^.]*$', '') from public.paging`,
}

async function otherSoundUses(db: Db): Promise<SoundUseRow[]> {
  const readable = await readableTables(db, Object.keys(others))
  const parts = Object.entries(others).flatMap(([table, part]) => (readable.has(table) ? [part] : []))
  if (parts.length === 0) return []
  const {rows} = await sql<SoundUseRow>`
    select distinct event, category, id::text as categoryval, path
    from (select null as event, null as category, null::int as id, null as path union all
      ${sql.join(parts, sql` union all `)}) used
    where path <> '' order by category, categoryval, event, path`.execute(db)
  return rows
}

/** Lets every active row that plays the sound of one path play that of another. */
export async function moveSoundUses(trx: Trx, from: string, to: string): Promise<void> {
  await trx
    .updateTable('public.dialaction')
    .set({actionarg1: to})
    .where('action', '=', 'sound')
    .where('linked', '=', 1)
    .where('actionarg1', '=', from)
    .execute()
}

export const isDissuasion = ({event, category}: Pick<SoundUseRow, 'event' | 'category'>) =>
  event === fail.event && category === fail.category

/** The answer of `GET /queue/:id/dissuasion` in one statement, because it is polled. `target` is the queue in the row. */
export interface QueueDissuasionRow {
  id: number
  name: string
  row: DissuasionRow | undefined
  target: {id: number; name: string} | undefined
}

type FoundRow = {id: number; name: string; targetId: number | null; targetName: string | null} & {
  [K in keyof DissuasionRow]: DissuasionRow[K] | null
}

/** SQL text, because building the query costs more than running it; without parameters it is one message instead of five. */
export async function dissuasionOfQueue(db: Db, id: number): Promise<QueueDissuasionRow | undefined> {
  const {rows} = await db.executeQuery<FoundRow>(
    CompiledQuery.raw(`
      select queue.id, queue.name, row.action, row.actionarg1, row.actionarg2, row.linked,
        target.id as "targetId", target.name as "targetName"
      from public.queuefeatures queue
      left join public.dialaction row
        on row.categoryval = queue.id::text and row.event = '${fail.event}' and row.category = '${fail.category}'
      left join public.queuefeatures target on row.action = 'queue' and target.id::text = row.actionarg1
      where queue.id = ${Number(id)}`),
  )
  const [found] = rows
  if (found === undefined) return undefined
  const {action, actionarg1, actionarg2, linked, targetId, targetName} = found
  return {
    id,
    name: found.name,
    row: action === null || linked === null ? undefined : {action, actionarg1, actionarg2, linked},
    target: targetId === null || targetName === null ? undefined : {id: targetId, name: targetName},
  }
}

const LOCK_TIMEOUT = '5s'

/**
 * Lets one change of a queue's dissuasion at a time through, also while it has no row that could be locked. Returns the row, which
 * XiVO cannot change until the transaction ends. Busy when XiVO holds it too long.
 */
export async function lockDissuasion(trx: Trx, queueId: number): Promise<DissuasionRow | undefined> {
  await limitWaiting(trx, LOCK_TIMEOUT)
  await lock(trx, {on: 'dissuasion', queueId})
  return trx
    .selectFrom('public.dialaction')
    .select(['action', 'actionarg1', 'actionarg2', 'linked'])
    .where('event', '=', fail.event)
    .where('category', '=', fail.category)
    .where('categoryval', '=', String(queueId))
    .forUpdate()
    .executeTakeFirst()
}

/** Writes the whole row at once: a leftover argument would mean something else for another action. */
export async function putDissuasion(trx: Trx, queueId: number, row: DissuasionRow): Promise<void> {
  await trx
    .insertInto('public.dialaction')
    .values({...fail, categoryval: String(queueId), ...row})
    .onConflict((clash) => clash.columns(['event', 'category', 'categoryval']).doUpdateSet(row))
    .execute()
}

/** Takes a queue's row away, as where it never had one. Only undo does. */
export async function deleteDissuasion(trx: Trx, queueId: number): Promise<void> {
  await trx
    .deleteFrom('public.dialaction')
    .where('event', '=', fail.event)
    .where('category', '=', fail.category)
    .where('categoryval', '=', String(queueId))
    .execute()
}
