import type {DissuasionRow} from '../../database/dissuasion.ts'
import type {SchedulePeriodRow, ScheduleRow} from '../../database/schedules.ts'
import {openingAtMoment, opensAfter, readSchedule} from '../../formats/schedules.ts'
import {wallTime} from '../../formats/time-zones.ts'
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

/** The schedule that XiVO goes by for a queue. Its form gives a queue one at most. */
function scheduleOf(schedules: readonly ScheduleRow[], queueId: number): ScheduleRow | undefined {
  const owned = schedules.flatMap((schedule) =>
    schedule.paths
      .filter(({path, pathid}) => path === 'queue' && pathid === queueId)
      .map(({order}) => ({schedule, order})),
  )
  return owned.sort((a, b) => a.order - b.order)[0]?.schedule
}

/** Whether the schedule of a queue closes it at a moment, in milliseconds since 1970. */
export function closureOf(
  {id}: Pick<NamedQueue, 'id'>,
  schedules: readonly ScheduleRow[],
  queues: readonly NamedQueue[],
  moment: number,
): Closure | undefined {
  const schedule = scheduleOf(schedules, id)
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

/** `closed by schedule 'Bureau' until Mon 08:00: callers go to queue switchboard` */
export function closureText({schedule, until, timeZone = 'UTC', malformed, destination}: Closure): string {
  if (malformed !== undefined) return `XiVO cannot read schedule '${schedule}' (${malformed}) and hangs up on callers`
  const opens = until === undefined ? '' : ` until ${openingText(Date.parse(until), timeZone)}`
  const goes =
    destination === undefined || destination.action === 'none'
      ? 'the call ends'
      : `callers go to ${destinationText(destination)}`
  return `closed by schedule '${schedule}'${opens}: ${goes}`
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const WEEK = 7 * 86_400_000

/** A weekday says enough within a week. */
function openingText(moment: number, zone: string): string {
  const {year, month, day, weekday, minute} = wallTime(zone, moment)
  const two = (number: number) => String(number).padStart(2, '0')
  const date = moment - Date.now() < WEEK ? '' : ` ${year}-${two(month)}-${two(day)}`
  return `${weekdays[weekday - 1]}${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
