import type {Context} from '../../context.ts'
import {countByDay, countOngoing, type RequestCount} from '../../database/callbacks/counts.ts'
import {allLists, type ListRow} from '../../database/callbacks/lists.ts'
import {allPeriods, type PeriodRow} from '../../database/callbacks/periods.ts'
import {today} from '../../database/callbacks/requests.ts'
import {readAtOnce, snapshot, type Trx} from '../../database/connection/transact.ts'
import {grouped} from '../../formats/grouped.ts'
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
    const ofList = grouped(counts, ({list_uuid}) => list_uuid)
    const lists = rows.map(({uuid, name, queue_id}): ListBacklog => {
      const counts = ofList.get(uuid) ?? []
      return {uuid, name, queueId: queue_id, ...backlog(counts, day), ...shares(counts, periods)}
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

function backlog(counts: readonly RequestCount[], today: string): Backlog {
  const sum = {ongoing: 0, overdue: 0, dueToday: 0, later: 0, closed: 0}
  for (const {due_date, count} of counts) {
    if (due_date === null) sum.closed += count
    else {
      sum.ongoing += count
      sum[due_date < today ? 'overdue' : due_date === today ? 'dueToday' : 'later'] += count
    }
  }
  return sum
}

/** The ongoing ones by day and by period. */
function shares(counts: readonly RequestCount[], periods: readonly PeriodRow[]): Pick<ListBacklog, 'days' | 'periods'> {
  const ofDay = new Map<string, number>()
  const ofPeriod = new Map<string, number>()
  for (const {due_date, period_uuid, count} of counts) {
    if (due_date === null || period_uuid === null) continue
    ofDay.set(due_date, (ofDay.get(due_date) ?? 0) + count)
    ofPeriod.set(period_uuid, (ofPeriod.get(period_uuid) ?? 0) + count)
  }
  return {
    days: [...ofDay].map(([dueDate, ongoing]) => ({dueDate, ongoing})),
    periods: periods.flatMap(({uuid, name}) => {
      const ongoing = ofPeriod.get(uuid) ?? 0
      return ongoing > 0 ? [{uuid, name, ongoing}] : []
    }),
  }
}

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
