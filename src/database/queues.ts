import type {Selectable} from 'kysely'
import type {Db} from './connection/connect.ts'
import {fixed} from './fixed.ts'
import type {Tables} from './tables.ts'

export interface QueueRow {
  id: number
  name: string
  displayname: string
  number: string
}

export type QueueSettingsRow = Pick<
  Selectable<Tables['public.queue']>,
  'name' | 'commented' | 'joinempty' | 'leavewhenempty'
>

/** Every queue; groups are not among them. */
export const allQueues: (db: Db) => Promise<QueueRow[]> = fixed('queues', (db) =>
  db.selectFrom('public.queuefeatures').select(['id', 'name', 'displayname', 'number']).orderBy('name'),
)

/** Asterisk's settings of each queue, by name; `category` excludes groups. */
export async function queueSettings(db: Db): Promise<Map<string, QueueSettingsRow>> {
  const rows = await db
    .selectFrom('public.queue')
    .select(['name', 'commented', 'joinempty', 'leavewhenempty'])
    .where('category', '=', 'queue')
    .orderBy('name')
    .execute()
  return new Map(rows.map((row) => [row.name, row]))
}

/** The number of agents of each queue, by name. Memberships of deleted agents remain in the table and do not count. */
export async function agentCounts(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('public.queuemember as member')
    .innerJoin('public.agentfeatures as agent', 'agent.id', 'member.userid')
    .select(['member.queue_name', (eb) => eb.fn.countAll<string>().as('agents')])
    // 'agent': for 'user', userid belongs to another table. 'queue': groups have members too.
    .where('member.usertype', '=', 'agent')
    .where('member.category', '=', 'queue')
    .groupBy('member.queue_name')
    .orderBy('member.queue_name')
    .execute()
  return new Map(rows.map(({queue_name, agents}) => [queue_name, Number(agents)]))
}
