import type {Context} from '../context.ts'
import type {Db} from '../database/connection/connect.ts'
import {readAtOnce, type Trx} from '../database/connection/transact.ts'
import {agentCounts, allQueues, type QueueRow, queueSettings} from '../database/queues.ts'
import {pick, type Reference} from '../formats/references.ts'

export type {QueueRow} from '../database/queues.ts'

export interface Queue extends QueueRow {
  /** A disabled queue is unknown to Asterisk: no call enters it. */
  enabled: boolean
  /** How many agents serve it, logged in or not. */
  agents: number
}

/** Every queue, by name. */
export const listQueues = (context: Context): Promise<Queue[]> => readAtOnce(context, loadQueues)

/** One queue, by name or id. QueueNotFound. */
export async function getQueue(context: Context, reference: Reference): Promise<Queue> {
  return pick(await listQueues(context), reference, vocabulary)
}

async function loadQueues(trx: Trx): Promise<Queue[]> {
  const [settings, counts, queues] = await Promise.all([queueSettings(trx), agentCounts(trx), allQueues(trx)])
  return queues.map((queue) => ({
    ...queue,
    enabled: settings.get(queue.name)?.commented === 0,
    agents: counts.get(queue.name) ?? 0,
  }))
}

const vocabulary = {
  noun: 'Queue' as const,
  singular: 'queue',
  plural: 'queues',
  id: ({id}: QueueRow) => String(id),
  names: ({name}: QueueRow) => [name],
}

/** The one queue that a name or an id means. QueueNotFound, or Conflict when the value fits two. */
export async function queueByReference(db: Db, reference: Reference): Promise<QueueRow> {
  return queueAmong(await allQueues(db), reference)
}

/** The one of these queues that a name or an id means. */
export const queueAmong = (queues: readonly QueueRow[], reference: Reference): QueueRow =>
  pick(queues, reference, vocabulary)

/** What the queues are called, by id. */
export async function queueNames({db}: Context): Promise<Map<number, string>> {
  return new Map((await allQueues(db)).map(({id, name}) => [id, name]))
}
