import type {Context} from '../../context.ts'
import {countClosed, countOngoing, type OngoingCount} from '../../database/callbacks/counts.ts'
import {allLists} from '../../database/callbacks/lists.ts'
import {allPeriods} from '../../database/callbacks/periods.ts'
import {today} from '../../database/callbacks/requests.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {grouped} from '../../formats/grouped.ts'
import type {Reference} from '../../formats/references.ts'
import {listByReference} from './lists.ts'

/** How many requests wait for a call: `ongoing` is the sum of the three fields after it. */
interface Backlog {
  ongoing: number
  overdue: number
  dueToday: number
  later: number
  closed: number
}

export interface ListBacklog extends Backlog {
  uuid: string
  name: string
  queueId: number
  /** Days that have ongoing requests, in order. */
  days: {dueDate: string; ongoing: number}[]
  /** Preferred periods that have ongoing requests, by start. */
  periods: {uuid: string; name: string; ongoing: number}[]
}

export interface CallbackStats extends Backlog {
  /** The database's current date, `YYYY-MM-DD`. */
  today: string
  lists: ListBacklog[]
}

/** The backlog of every list, or of one, from one snapshot. */
export async function callbackStats(context: Context, {list}: {list?: Reference} = {}): Promise<CallbackStats> {
  return snapshot(context, (trx) => backlogOf(trx, list))
}

/** The same inside a transaction. */
export async function backlogOf(trx: Trx, list?: Reference): Promise<CallbackStats> {
  const rows = list === undefined ? await allLists(trx) : [await listByReference(trx, list)]
  const [day, ongoing, closed, periods] = [
    await today(trx),
    grouped(await countOngoing(trx), ({list_uuid}) => list_uuid),
    await countClosed(trx),
    await allPeriods(trx),
  ]
  const lists = rows.map(({uuid, name, queue_id}): ListBacklog => {
    const counts = ongoing.get(uuid) ?? []
    return {
      uuid,
      name,
      queueId: queue_id,
      ...backlog(counts, day, closed.get(uuid) ?? 0),
      days: sums(counts, ({due_date}) => due_date).map(([dueDate, ongoing]) => ({dueDate, ongoing})),
      periods: periods.flatMap(({uuid, name}) => {
        const ongoing = sum(counts.filter(({period_uuid}) => period_uuid === uuid))
        return ongoing > 0 ? [{uuid, name, ongoing}] : []
      }),
    }
  })
  return {today: day, ...total(lists), lists}
}

function backlog(counts: readonly OngoingCount[], today: string, closed: number): Backlog {
  return {
    ongoing: sum(counts),
    overdue: sum(counts.filter(({due_date}) => due_date < today)),
    dueToday: sum(counts.filter(({due_date}) => due_date === today)),
    later: sum(counts.filter(({due_date}) => due_date > today)),
    closed,
  }
}

const sum = (counts: readonly OngoingCount[]) => counts.reduce((total, {count}) => total + count, 0)

const sums = (counts: readonly OngoingCount[], key: (count: OngoingCount) => string): [string, number][] =>
  [...grouped(counts, key)].map(([value, group]) => [value, sum(group)])

function total(lists: readonly Backlog[]): Backlog {
  const of = (field: keyof Backlog) => lists.reduce((total, list) => total + list[field], 0)
  return {
    ongoing: of('ongoing'),
    overdue: of('overdue'),
    dueToday: of('dueToday'),
    later: of('later'),
    closed: of('closed'),
  }
}
