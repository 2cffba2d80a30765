import type {Db} from '../../database/connection/connect.ts'
import {incallsOfQueues} from '../../database/incalls.ts'
import {type ScheduleRow, scheduleOf, schedulesInForce} from '../../database/schedules.ts'
import type {ClosedDays} from '../../formats/closed-days.ts'
import {grouped} from '../../formats/grouped.ts'
import {remembered} from '../../formats/remembered.ts'
import {isAlwaysClosed, opensOnOrAfter, type ReadSchedule, readSchedule} from '../../formats/schedules.ts'

/** A due date that was judged. */
export interface JudgedDay {
  /** Another day when it `is` moved. */
  day: string
  /** `never`: the queue is open on no day. */
  is: 'fine' | 'closed' | 'moved' | 'never'
}

/** Judges a due date by the days on which its queue is open at some time. */
export type JudgeDay = (day: string, queueId: number) => JudgedDay

const allFine: JudgeDay = (day) => ({day, is: 'fine'})

/** Where schedules may not be read, every day is fine. */
export async function judgeOfDays(db: Db, rule: ClosedDays): Promise<JudgeDay> {
  if (rule === 'off') return allFine
  const [schedules, leading] = await Promise.all([schedulesInForce(db), incallsOfQueues(db)])
  if (schedules === undefined || schedules.length === 0) return allFine
  const incalls = grouped(leading, ({queueId}) => queueId)
  const opening = remembered((queueId: number) => {
    const called = incalls.get(String(queueId)) ?? []
    const deciding = decidingSchedules(queueId, schedules, called)
    if (deciding === undefined) return undefined
    const opened = deciding.flatMap(openedAtTimes)
    return remembered((day: string) => firstOpenDay(opened, day))
  })
  return (day, queueId) => {
    const opensOn = opening(queueId)
    if (opensOn === undefined) return {day, is: 'fine'}
    const open = opensOn(day)
    if (open === day) return {day, is: 'fine'}
    if (open === undefined) return {day, is: 'never'}
    return rule === 'next' ? {day: open, is: 'moved'} : {day, is: 'closed'}
  }
}

/** That of the queue, else those of the incalls that lead to it; undefined when the queue can be reached on any day. */
function decidingSchedules(
  queueId: number,
  schedules: readonly ScheduleRow[],
  incalls: readonly {incallId: number}[],
): ScheduleRow[] | undefined {
  const own = scheduleOf(schedules, {path: 'queue', pathid: queueId})
  if (own) return [own]
  const theirs = incalls.map(({incallId}) => scheduleOf(schedules, {path: 'incall', pathid: incallId}))
  const all = theirs.filter((schedule) => schedule !== undefined)
  return all.length > 0 && all.length === theirs.length ? all : undefined
}

/** Itself, unless it is open on no day. XiVO hangs up on the callers of a schedule that it cannot read. */
function openedAtTimes(row: ScheduleRow): ReadSchedule[] {
  const schedule = readSchedule(row)
  return typeof schedule === 'string' || isAlwaysClosed(schedule) ? [] : [schedule]
}

function firstOpenDay(schedules: readonly ReadSchedule[], day: string): string | undefined {
  const [first] = schedules.flatMap((schedule) => opensOnOrAfter(schedule, day) ?? []).sort()
  return first
}

/** What there is to say about the due dates of requests. */
export function closedDayWarnings(days: readonly DueDay[]): string[] {
  const closed = days.filter(({is}) => is === 'closed')
  const moved = days.filter(({is}) => is === 'moved')
  return [
    ...aboutEach(closed, () => ON_A_CLOSED_DAY, 'are days on which the queue is closed'),
    ...aboutEach(moved, ({day}) => movedTo(day), 'were moved to the next open day'),
    ...(days.some(({is}) => is === 'never') ? [NEVER_OPEN] : []),
  ]
}

type DueDay = JudgedDay & {due: string}

function aboutEach(days: readonly DueDay[], one: (day: DueDay) => string, several: string): string[] {
  const [first] = days
  if (first === undefined) return []
  return [days.length === 1 ? `dueDate ${first.due} ${one(first)}` : `${days.length} due dates ${several}`]
}

export const ON_A_CLOSED_DAY = 'is a day on which the queue is closed'
export const movedTo = (day: string) => `was moved to ${day}, because the queue is closed on the day that was given`
export const NEVER_OPEN = 'the queue is never open: due dates were not moved'
