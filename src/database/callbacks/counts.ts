import {sql} from 'kysely'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'

/** How many requests of a list are due on a day in a period; closed ones are counted together, without day and period. */
export interface RequestCount {
  list_uuid: string
  /** `YYYY-MM-DD` */
  due_date: string | null
  period_uuid: string | null
  count: number
}

/** The groups of all lists fit into this much memory of the server, which would otherwise sort all requests on its disk. */
const GROUPS_BYTES = 64 * 1024 * 1024

/** Of these lists, or of all; in one scan. */
export async function countByDay(trx: Trx, lists?: readonly string[]): Promise<RequestCount[]> {
  const roomy = lists ? undefined : withRoomForGroups(trx)
  const day = sql<string | null>`case when not clotured then due_date end`
  const period = sql<string | null>`case when not clotured then preferred_period_uuid end`
  let query = trx
    .selectFrom('callback_request')
    .select([
      'list_uuid',
      sql<string | null>`to_char(${day}, 'YYYY-MM-DD')`.as('due_date'),
      period.as('period_uuid'),
      count.as('count'),
    ])
    .groupBy(['list_uuid', day, period])
    .orderBy(day)
  if (lists) query = query.where('list_uuid', '=', anyOf(lists))
  const [counts] = await Promise.all([query.execute(), roomy])
  return counts
}

const withRoomForGroups = (trx: Trx) =>
  sql`select set_config('work_mem',
    greatest(pg_size_bytes(current_setting('work_mem')), ${GROUPS_BYTES}::bigint) / 1024 || 'kB', true)`.execute(trx)

/** The ongoing requests of each list that has some. */
export async function countOngoing(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('callback_request')
    .select(['list_uuid', count.as('count')])
    .where('clotured', '=', false)
    .groupBy('list_uuid')
    .orderBy('list_uuid')
    .execute()
  return new Map(rows.map(({list_uuid, count}) => [list_uuid, count]))
}

/** How many requests a list has. */
export async function countRequests(db: Db, list: string): Promise<{ongoing: number; closed: number}> {
  const rows = await db
    .selectFrom('callback_request')
    .select(['clotured', count.as('count')])
    .where('list_uuid', '=', list)
    .groupBy('clotured')
    .orderBy('clotured')
    .execute()
  const of = (closed: boolean) => rows.find(({clotured}) => clotured === closed)?.count ?? 0
  return {ongoing: of(false), closed: of(true)}
}

const count = sql<number>`count(*)::int`
