import {type Selectable, sql} from 'kysely'
import {accessTo} from './access.ts'
import type {Db} from './connection/connect.ts'
import type {Tables} from './tables.ts'

export type AgentRow = Selectable<Tables['public.agentfeatures']>

type QueueMember = Selectable<Tables['public.queuemember']>

export interface MemberRow
  extends Pick<QueueMember, 'queue_name' | 'interface' | 'penalty' | 'commented' | 'userid' | 'channel' | 'position'> {
  /** NULL when the queue was deleted: its memberships stay behind. */
  queue_id: number | null
}

/** By number: a text that mostly holds digits, so shorter ones sort first. */
export function allAgents(db: Db): Promise<AgentRow[]> {
  return db
    .selectFrom('public.agentfeatures')
    .select(['id', 'numgroup', 'firstname', 'lastname', 'number', 'context'])
    .orderBy(sql`length(number)`)
    .orderBy('number')
    .orderBy('id')
    .execute()
}

/** The agents who are logged in, each with the extension that they use; undefined where this may not be read. */
export async function loggedInAgents(db: Db): Promise<Selectable<Tables['public.agent_login_status']>[] | undefined> {
  if ((await accessTo(db, ['public.agent_login_status'])).readable.size === 0) return undefined
  return db.selectFrom('public.agent_login_status').select(['agent_id', 'extension']).orderBy('agent_id').execute()
}

/** How many agents are in each group that has some, by its id. */
export async function groupSizes(db: Db): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('public.agentfeatures')
    .select(['numgroup', ({fn}) => fn.countAll<string>().as('agents')])
    .groupBy('numgroup')
    .execute()
  return new Map(rows.map(({numgroup, agents}) => [numgroup, Number(agents)]))
}

/** The queues that agents serve, of all agents in one query; those of one agent are by queue name. */
export function agentMembers(db: Db): Promise<MemberRow[]> {
  return (
    db
      .selectFrom('public.queuemember as member')
      .innerJoin(rankedQueues(db).as('queue'), 'queue.queue_name', 'member.queue_name')
      .select([
        'member.queue_name',
        'queue.id as queue_id',
        'member.interface',
        'member.penalty',
        'member.commented',
        'member.userid',
        'member.channel',
        'member.position',
      ])
      // 'agent': for 'user', userid belongs to another table. 'queue': groups have members too.
      .where('member.usertype', '=', 'agent')
      .where('member.category', '=', 'queue')
      .orderBy('member.userid')
      .orderBy('queue.rank')
      .orderBy('member.interface')
      .execute()
  )
}

/** Each queue that has members, with its place among them: to sort by that is six times faster than by all the names. */
const rankedQueues = (db: Db) =>
  db
    .selectFrom(db.selectFrom('public.queuemember').select('queue_name').distinct().as('name'))
    .leftJoin('public.queuefeatures as queue', 'queue.name', 'name.queue_name')
    .select(['name.queue_name', 'queue.id', sql<string>`row_number() over (order by name.queue_name)`.as('rank')])
