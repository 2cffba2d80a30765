import {sql} from 'kysely'
import type {Trx} from '../connection/transact.ts'
import {withoutJit} from '../doctor/without-jit.ts'

export interface OverdueList {
  uuid: string
  name: string
  count: number
  /** Both as `YYYY-MM-DD`; `today` is the database's. */
  oldest: string
  today: string
}

/** The lists with ongoing requests of days before today, and how many. */
export async function overdueRequests(trx: Trx): Promise<OverdueList[]> {
  await withoutJit(trx)
  const rows = await trx
    .selectFrom('callback_request as request')
    .innerJoin('callback_list as list', 'list.uuid', 'request.list_uuid')
    .select([
      'list.uuid',
      'list.name',
      (eb) => eb.fn.countAll<string>().as('count'),
      sql<string>`to_char(min(request.due_date), 'YYYY-MM-DD')`.as('oldest'),
      sql<string>`to_char(current_date, 'YYYY-MM-DD')`.as('today'),
    ])
    .where('request.clotured', '=', false)
    .where('request.due_date', '<', sql<string>`current_date`)
    .groupBy(['list.uuid', 'list.name'])
    .orderBy('list.name')
    .orderBy('list.uuid')
    .execute()
  return rows.map((row) => ({...row, count: Number(row.count)}))
}
