import {sql} from 'kysely'
import type {Db} from '../connection/connect.ts'
import {isoDate} from '../iso.ts'

/** How many ongoing requests of a list are due on a day in a period. */
export interface OngoingCount {
  list_uuid: string
  /** `YYYY-MM-DD` */
  due_date: string
  period_uuid: string
  count: number
}

/** By day. */
export function countOngoing(db: Db): Promise<OngoingCount[]> {
  return db
    .selectFrom('callback_request')
    .select([
      'list_uuid',
      isoDate('due_date').as('due_date'),
      'preferred_period_uuid as period_uuid',
      count.as('count'),
    ])
    .where('clotured', '=', false)
    .groupBy(['list_uuid', 'callback_request.due_date', 'preferred_period_uuid'])
    .orderBy('callback_request.due_date')
    .orderBy('list_uuid')
    .orderBy('preferred_period_uuid')
    .execute()
}

/** The closed requests of each list that has some. */
export async function countClosed(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('callback_request')
    .select(['list_uuid', count.as('count')])
    .where('clotured', '=', true)
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
