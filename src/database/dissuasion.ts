import {CompiledQuery, type Selectable, sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import {limitWaiting, lock} from './connection/locks.ts'
import type {Trx} from './connection/transact.ts'
import type {Tables} from './tables.ts'
import {together} from './together.ts'

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

export const dissuasionOfQueue: (db: Db, id: number) => Promise<QueueDissuasionRow | undefined> = together(
  async (db, ids) => new Map((await foundRows(db, ids)).map((found) => [found.id, ofQueue(found)])),
)

/** SQL text, because building the query costs more than running it; without parameters it is one message instead of five. */
async function foundRows(db: Db, ids: readonly number[]): Promise<FoundRow[]> {
  const {rows} = await db.executeQuery<FoundRow>(
    CompiledQuery.raw(`
      select queue.id, queue.name, row.action, row.actionarg1, row.actionarg2, row.linked,
        target.id as "targetId", target.name as "targetName"
      from public.queuefeatures queue
      left join public.dialaction row
        on row.categoryval = queue.id::text and row.event = '${fail.event}' and row.category = '${fail.category}'
      left join public.queuefeatures target on row.action = 'queue' and target.id::text = row.actionarg1
      where queue.id in (${ids.map(Number).join()})`),
  )
  return rows
}

function ofQueue({
  id,
  name,
  action,
  actionarg1,
  actionarg2,
  linked,
  targetId,
  targetName,
}: FoundRow): QueueDissuasionRow {
  return {
    id,
    name,
    row: action === null || linked === null ? undefined : {action, actionarg1, actionarg2, linked},
    target: targetId === null || targetName === null ? undefined : {id: targetId, name: targetName},
  }
}

const LOCK_TIMEOUT = '5s'

/** What sends callers on: a queue, a group, a user, an incall, …, in one case. */
export type DestinationKey = Pick<Selectable<Tables['public.dialaction']>, 'event' | 'category' | 'categoryval'>

const dissuasionOf = (queueId: number): DestinationKey => ({...fail, categoryval: String(queueId)})

export const isDissuasion = ({event, category}: DestinationKey) => event === fail.event && category === fail.category

/**
 * Lets one change of a queue's dissuasion at a time through, also while it has no row that could be locked. Returns the row, which
 * XiVO cannot change until the transaction ends. Busy when XiVO holds it too long.
 */
export async function lockDissuasion(trx: Trx, queueId: number): Promise<DissuasionRow | undefined> {
  const asked = [limitWaiting(trx, LOCK_TIMEOUT), lock(trx, {on: 'dissuasion', queueId})]
  const [row] = await Promise.all([lockedRow(trx, dissuasionOf(queueId)), ...asked])
  return row
}

export const putDissuasion = (trx: Trx, queueId: number, row: DissuasionRow): Promise<void> =>
  putDestination(trx, dissuasionOf(queueId), row)

/** The same for any destination; one that has no row is not locked. */
export async function lockDestination(trx: Trx, destination: DestinationKey): Promise<DissuasionRow | undefined> {
  const limited = limitWaiting(trx, LOCK_TIMEOUT)
  const [row] = await Promise.all([lockedRow(trx, destination), limited])
  return row
}

const lockedRow = (trx: Trx, {event, category, categoryval}: DestinationKey): Promise<DissuasionRow | undefined> =>
  trx
    .selectFrom('public.dialaction')
    .select(['action', 'actionarg1', 'actionarg2', 'linked'])
    .where('event', '=', event)
    .where('category', '=', category)
    .where('categoryval', '=', categoryval)
    .forUpdate()
    .executeTakeFirst()

export async function putDestination(trx: Trx, key: DestinationKey, row: DissuasionRow): Promise<void> {
  await trx.executeQuery(destinationPut(trx, key, row))
}

/** Writes the whole row at once: a leftover argument would mean something else for another action. */
const destinationPut = (trx: Trx, {event, category, categoryval}: DestinationKey, row: DissuasionRow): CompiledQuery =>
  trx
    .insertInto('public.dialaction')
    .values({event, category, categoryval, ...row})
    .onConflict((clash) => clash.columns(['event', 'category', 'categoryval']).doUpdateSet(row))
    .compile()

/** The statement that sets a queue's dissuasion. */
export const dissuasionPut = (trx: Trx, queueId: number, row: DissuasionRow): CompiledQuery =>
  destinationPut(trx, dissuasionOf(queueId), row)

/** Deletes a queue's row, as if it never had one. Only undo does this. */
export async function deleteDissuasion(trx: Trx, queueId: number): Promise<void> {
  await trx
    .deleteFrom('public.dialaction')
    .where('event', '=', fail.event)
    .where('category', '=', fail.category)
    .where('categoryval', '=', String(queueId))
    .execute()
}
