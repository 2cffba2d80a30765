import {type DeleteQueryBuilder, type SqlBool, sql} from 'kysely'
import {anyOf} from '../any-of.ts'
import type {Trx} from '../connection/transact.ts'
import type {Tables} from '../tables.ts'

/** How many requests of a list were deleted. */
export interface DeletedOfList {
  uuid: string
  name: string
  ongoing: number
  closed: number
}

/** What was deleted, by list and one by one. */
export interface Deleted {
  lists: DeletedOfList[]
  uuids: string[]
}

/** Deletes these requests. */
export function deleteRequests(trx: Trx, uuids: readonly string[]): Promise<Deleted> {
  const gone = trx
    .deleteFrom('callback_request')
    .where('uuid', '=', anyOf(uuids))
    .returning(['uuid', 'list_uuid', 'clotured'])
  return countedByList(trx, gone)
}

/**
 * Deletes requests, of one list or of all: closed ones that nobody has touched since the beginning of a day (`YYYY-MM-DD`), and all
 * that were due before another.
 */
export async function deleteOutdated(
  trx: Trx,
  {closedBefore, dueBefore}: {closedBefore?: string; dueBefore?: string},
  list?: string,
): Promise<Deleted> {
  const isClosed = sql<SqlBool>`(clotured and changed_at < ${closedBefore ?? null}::date)`
  const wasDue = sql<SqlBool>`(due_date < ${dueBefore ?? null}::date)`
  let gone = trx
    .deleteFrom('callback_request')
    .where(sql<SqlBool>`(${isClosed} or ${wasDue})`)
    .returning(['uuid', 'list_uuid', 'clotured'])
  if (list !== undefined) gone = gone.where('list_uuid', '=', list)
  return countedByList(trx, gone)
}

type Deletion = DeleteQueryBuilder<Tables, 'callback_request', {uuid: string; list_uuid: string; clotured: boolean}>

/** Counted by the database: of the deleted rows only the uuids come here. */
async function countedByList(trx: Trx, gone: Deletion): Promise<Deleted> {
  const rows = await trx
    .with('gone', () => gone)
    .selectFrom('gone')
    .innerJoin('callback_list as list', 'list.uuid', 'gone.list_uuid')
    .select([
      'list.uuid',
      'list.name',
      sql<number>`(count(*) filter (where not gone.clotured))::int`.as('ongoing'),
      sql<number>`(count(*) filter (where gone.clotured))::int`.as('closed'),
      sql<string[]>`array_agg(gone.uuid)`.as('uuids'),
    ])
    .groupBy(['list.uuid', 'list.name'])
    .orderBy('list.name')
    .orderBy('list.uuid')
    .execute()
  return {lists: rows.map(({uuids: _, ...list}) => list), uuids: rows.flatMap(({uuids}) => uuids)}
}

/** The number of closed requests without a closing time: they were not closed with xivoctl. */
export async function countUndated(trx: Trx, list?: string): Promise<number> {
  let query = trx
    .selectFrom('callback_request')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('clotured', '=', true)
    .where('changed_at', 'is', null)
  if (list !== undefined) query = query.where('list_uuid', '=', list)
  return (await query.executeTakeFirstOrThrow()).count
}
