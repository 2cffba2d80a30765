import {type RawBuilder, type SqlBool, sql} from 'kysely'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'

/** How many requests of a list are closed, and how many others are due on each day, and wait for each period; ordered by day. */
export interface RequestCounts {
  list_uuid: string
  closed: number
  /** `dueDate` is `YYYY-MM-DD`. */
  days: {dueDate: string; ongoing: number}[]
  periods: {uuid: string; ongoing: number}[]
}

/** The groups of all lists fit into this much memory of the server, which would otherwise sort all requests on its disk. */
const GROUPS_BYTES = 64 * 1024 * 1024

/** Of these lists, or of all; in one scan. A row for each list: those of all days would take three times the memory. */
export async function countByDay(trx: Trx, lists?: readonly string[]): Promise<RequestCounts[]> {
  const roomy = lists ? undefined : withRoomForGroups(trx)
  let counted = trx
    .selectFrom('callback_request')
    .select([
      'list_uuid',
      sql<string | null>`case when not clotured then due_date end`.as('day'),
      sql<string | null>`case when not clotured then preferred_period_uuid end`.as('period'),
      count().as('count'),
    ])
    .groupBy(['list_uuid', 'day', 'period'])
  if (lists) counted = counted.where('list_uuid', '=', anyOf(lists))
  const summed = trx
    .selectFrom(counted.as('counted'))
    .select(['list_uuid', 'day', 'period', sql<number>`sum(count)::int`.as('count')])
    .groupBy(sql`grouping sets ((list_uuid, day), (list_uuid, period))`)
    .having(sql<SqlBool>`grouping(period) = 1 or period is not null`)
  const query = trx
    .selectFrom(summed.as('summed'))
    .select([
      'list_uuid',
      sql<number>`coalesce(max(count) filter (where day is null and period is null), 0)`.as('closed'),
      jsonOf(sql`'dueDate', to_char(day, 'YYYY-MM-DD')`, sql`day`).as('days'),
      jsonOf(sql`'uuid', period`, sql`period`).as('periods'),
    ])
    .groupBy('list_uuid')
  const [counts] = await Promise.all([query.execute() as Promise<RequestCounts[]>, roomy])
  return counts
}

const jsonOf = (field: RawBuilder<unknown>, key: RawBuilder<unknown>) => sql`
  coalesce(json_agg(json_build_object(${field}, 'ongoing', count) order by ${key}) filter (where ${key} is not null), '[]')`

const withRoomForGroups = (trx: Trx) =>
  sql`select set_config('work_mem',
    greatest(pg_size_bytes(current_setting('work_mem')), ${GROUPS_BYTES}::bigint) / 1024 || 'kB', true)`.execute(trx)

/** The ongoing requests of each list that has some. */
export async function countOngoing(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('callback_request')
    .select(['list_uuid', count().as('count')])
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
    .select(['clotured', count().as('count')])
    .where('list_uuid', '=', list)
    .groupBy('clotured')
    .orderBy('clotured')
    .execute()
  const of = (closed: boolean) => rows.find(({clotured}) => clotured === closed)?.count ?? 0
  return {ongoing: of(false), closed: of(true)}
}

const count = () => sql<number>`count(*)::int`
