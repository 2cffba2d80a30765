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

/** The lists with ongoing requests of days before today, and how many: counted before they are joined. */
export async function overdueRequests(trx: Trx): Promise<OverdueList[]> {
  await withoutJit(trx)
  const overdue = trx
    .selectFrom('callback_request')
    .select((eb) => ['list_uuid', eb.fn.countAll<string>().as('count'), eb.fn.min('due_date').as('oldest')])
    .where('clotured', '=', false)
    .where('due_date', '<', sql<string>`current_date`)
    .groupBy('list_uuid')
  const rows = await trx
    .selectFrom(overdue.as('overdue'))
    .innerJoin('callback_list as list', 'list.uuid', 'overdue.list_uuid')
    .select([
      'list.uuid',
      'list.name',
      'overdue.count',
      sql<string>`to_char(overdue.oldest, 'YYYY-MM-DD')`.as('oldest'),
      sql<string>`to_char(current_date, 'YYYY-MM-DD')`.as('today'),
    ])
    .orderBy('list.name')
    .orderBy('list.uuid')
    .execute()
  return rows.map((row) => ({...row, count: Number(row.count)}))
}
