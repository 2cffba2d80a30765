import type {Context} from '../../context.ts'
import {countByDay, countOngoing, type RequestCounts} from '../../database/callbacks/counts.ts'
import {allLists, type ListRow} from '../../database/callbacks/lists.ts'
import {allPeriods, type PeriodRow} from '../../database/callbacks/periods.ts'
import {today} from '../../database/callbacks/requests.ts'
import {readAtOnce, snapshot, type Trx} from '../../database/connection/transact.ts'
import {areAll, listsOf, type WhichLists} from './lists.ts'

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

/** The backlog of lists, from one snapshot. CallbackListNotFound, QueueNotFound. */
export function callbackStats(context: Context, which: WhichLists = {}): Promise<CallbackStats> {
  return snapshot(context, async (trx) => {
    const everything = areAll(which) ? countByDay(trx) : undefined
    const asked = [listsOf(trx, which), today(trx), allPeriods(trx), everything] as const
    const [rows, day, periods, all] = await Promise.all(asked)
    const counts = all ?? (await countByDay(trx, uuidsOf(rows)))
    const ofList = new Map(counts.map((each) => [each.list_uuid, each]))
    const lists = rows.map(({uuid, name, queue_id}): ListBacklog => {
      const {closed = 0, days = [], periods: ofPeriods = []} = ofList.get(uuid) ?? {}
      return {uuid, name, queueId: queue_id, ...backlog(days, day), closed, days, periods: named(ofPeriods, periods)}
    })
    return {today: day, ...total(lists), lists}
  })
}

const uuidsOf = (rows: readonly ListRow[]) => rows.map(({uuid}) => uuid)

/** A list, and how many requests wait in it. */
export interface CountedList {
  uuid: string
  name: string
  queueId: number
  ongoing: number
}

/** Every list, from one snapshot. */
export const countedLists = (context: Context): Promise<CountedList[]> => readAtOnce(context, countLists)

/** The same inside a transaction. */
export async function countLists(trx: Trx): Promise<CountedList[]> {
  const [ongoing, lists] = await Promise.all([countOngoing(trx), allLists(trx)])
  return lists.map(({uuid, name, queue_id}) => ({
    uuid,
    name,
    queueId: queue_id,
    ongoing: ongoing.get(uuid) ?? 0,
  }))
}

function backlog(days: RequestCounts['days'], today: string): Omit<Backlog, 'closed'> {
  const sum = {ongoing: 0, overdue: 0, dueToday: 0, later: 0}
  for (const {dueDate, ongoing} of days) {
    sum.ongoing += ongoing
    sum[dueDate < today ? 'overdue' : dueDate === today ? 'dueToday' : 'later'] += ongoing
  }
  return sum
}

/** Those that have ongoing requests, in the order of all. */
const named = (counts: RequestCounts['periods'], periods: readonly PeriodRow[]): ListBacklog['periods'] =>
  periods.flatMap(({uuid, name}) => {
    const {ongoing = 0} = counts.find((each) => each.uuid === uuid) ?? {}
    return ongoing > 0 ? [{uuid, name, ongoing}] : []
  })

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
