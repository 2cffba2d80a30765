import type {DissuasionRow} from '../../database/dissuasion.ts'
import {type SchedulePeriodRow, type ScheduleRow, scheduleOf} from '../../database/schedules.ts'
import {openingAtMoment, opensAfter, readSchedule} from '../../formats/schedules.ts'
import {wallText} from '../../formats/time-zones.ts'
import {type Destination, destinationText, type NamedQueue, toDestination} from './destinations.ts'

/** A queue that its schedule closes: callers never reach its dissuasion. */
export interface Closure {
  /** The name of the schedule. */
  schedule: string
  /** When it opens again, ISO 8601 in UTC; left out when it does not. */
  until?: string
  /** The time zone of the schedule. */
  timeZone?: string
  /** What XiVO cannot read in the schedule: it hangs up on the callers. */
  malformed?: string
  /** Where callers go. */
  destination?: Destination
}

/** Whether the schedule of a queue closes it at a moment, in milliseconds since 1970. */
export function closureOf(
  {id}: Pick<NamedQueue, 'id'>,
  schedules: readonly ScheduleRow[],
  queues: readonly NamedQueue[],
  moment: number,
): Closure | undefined {
  const schedule = scheduleOf(schedules, {path: 'queue', pathid: id})
  if (schedule === undefined) return undefined
  const {name} = schedule
  const read = readSchedule(schedule)
  if (typeof read === 'string') return {schedule: name, malformed: read}
  const opening = openingAtMoment(read, moment)
  if (opening.open) return undefined
  const opens = opensAfter(read, moment)
  return {
    schedule: name,
    ...(opens !== undefined && {until: new Date(opens).toISOString()}),
    timeZone: read.zone,
    destination: toDestination(opening.by ? destinationOfPeriod(opening.by) : fallbackOf(schedule), queues),
  }
}

/** Where callers go while no period is open, as a row of dialaction. */
export const fallbackOf = (schedule: ScheduleRow): DissuasionRow => ({
  action: schedule.fallback_action,
  actionarg1: schedule.fallback_actionid,
  actionarg2: schedule.fallback_actionargs,
  linked: 1,
})

/** Where callers go during a closed period. */
export const destinationOfPeriod = ({action, actionid, actionargs}: SchedulePeriodRow): DissuasionRow => ({
  action: action ?? 'none',
  actionarg1: actionid,
  actionarg2: actionargs,
  linked: 1,
})

const WEEK = 7 * 86_400_000

/** `closed by schedule 'Bureau' until Mon 08:00 Europe/Paris: callers go to queue switchboard`; within a week, the weekday says enough. */
export function closureText({schedule, until, timeZone = 'UTC', malformed, destination}: Closure): string {
  if (malformed !== undefined)
    return `closed: XiVO cannot read schedule '${schedule}' (${malformed}), so it hangs up on callers`
  const moment = until === undefined ? undefined : Date.parse(until)
  const opens =
    moment === undefined ? '' : ` until ${wallText(timeZone, moment, {dated: moment - Date.now() >= WEEK})} ${timeZone}`
  return `closed by schedule '${schedule}'${opens}: ${fateText(destination)}`
}

/** What becomes of callers. */
function fateText(destination: Destination | undefined): string {
  if (destination === undefined || destination.action === 'none') return 'the call ends'
  const text = destinationText(destination)
  if (destination.action.startsWith('endcall')) return `the call ends (${text})`
  return destination.dissuasion.type === 'soundFile' ? `callers hear ${text}` : `callers go to ${text}`
}
