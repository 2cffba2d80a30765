import {dayAfter} from './dates.ts'
import {asUtc, clockChange, isTimeZone, momentsOf, type WallTime, wallTime, wallTimeOf} from './time-zones.ts'

/** A period of a schedule as XiVO stores it; NULL or '' is no condition. */
export interface Period {
  mode: 'opened' | 'closed'
  hours: string | null
  weekdays: string | null
  monthdays: string | null
  months: string | null
}

/** A schedule as XiVO stores it. */
export interface Schedule<P extends Period = Period> {
  timezone: string | null
  periods: readonly P[]
}

/** Open, or closed by a period or, without one, because none is open. */
export type Opening<P extends Period = Period> = {open: true} | {open: false; by?: P}

type Matches = (wall: WallTime) => boolean

/** Read once, asked often. */
interface ReadPeriod<P extends Period> {
  period: P
  /** Whether the day is one of its days; no hours. */
  onDay: Matches
  /** From one minute to another, both included. */
  hours: readonly [from: number, to: number]
}

/** A schedule that XiVO can read. */
export interface ReadSchedule<P extends Period = Period> {
  zone: string
  periods: readonly ReadPeriod<P>[]
}

const LAST_MINUTE = 1439

/**
 * Reads a schedule as XiVO's AGI does. Returns what is malformed, in its own words, where it cannot: XiVO then hangs up on every
 * caller, whatever the time.
 */
export function readSchedule<P extends Period>({timezone, periods}: Schedule<P>): ReadSchedule<P> | string {
  const malformed = periods.flatMap(malformedIn)[0]
  if (malformed !== undefined) return malformed
  if (timezone === null || !isTimeZone(timezone)) return timezone ? `time zone '${timezone}'` : 'no time zone'
  return {zone: timezone, periods: periods.map(readPeriod)}
}

const days = ['weekdays', 'monthdays', 'months'] as const

function malformedIn(period: Period): string[] {
  const hours = period.hours && hoursOf(period.hours) === undefined ? [`hours '${period.hours}'`] : []
  return [...hours, ...days.flatMap((each) => (isMalformed(period[each]) ? [`${each} '${period[each]}'`] : []))]
}

const isMalformed = (text: string | null) => Boolean(text) && rangesOf(text) === undefined

function readPeriod<P extends Period>(period: P): ReadPeriod<P> {
  const [weekdays, monthdays, months] = days.map((each) => includes(rangesOf(period[each]) ?? [])) as [In, In, In]
  return {
    period,
    onDay: ({weekday, day, month}) => weekdays(weekday) && monthdays(day) && months(month),
    hours: (period.hours && hoursOf(period.hours)) || [0, LAST_MINUTE],
  }
}

const hoursForm = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

/** Not over midnight: for that XiVO has two periods. */
function hoursOf(text: string): readonly [number, number] | undefined {
  const [, ...parts] = hoursForm.exec(text) ?? []
  const [hour = 0, minute = 0, toHour = -1, toMinute = 0] = parts.map(Number)
  const [from, to] = [hour * 60 + minute, toHour * 60 + toMinute]
  return from <= to ? [from, to] : undefined
}

type Range = readonly [from: number, to: number]
type In = (number: number) => boolean

/** Python's int() takes blanks around the digits, and XiVO with it. */
const rangeForm = /^\s*\+?(\d+)\s*(?:-\s*\+?(\d+)\s*)?$/

/** `1-5`, `1,3-4`; `5-1` is well-formed and empty. Undefined when it is malformed. */
function rangesOf(text: string | null): Range[] | undefined {
  const ranges = (text || undefined)?.split(',').map((token): Range | undefined => {
    const [, from, to = from] = rangeForm.exec(token) ?? []
    return from === undefined ? undefined : [Number(from), Number(to)]
  })
  return ranges?.every((range) => range !== undefined) ? ranges : undefined
}

const includes =
  (ranges: readonly Range[]): In =>
  (number) =>
    ranges.length === 0 || ranges.some(([from, to]) => from <= number && number <= to)

/** A closed period wins over all opened ones; without any that matches it is closed. */
function openingOn<P extends Period>(periods: readonly ReadPeriod<P>[], minute: number): Opening<P> {
  const matching = periods.filter(({hours: [from, to]}) => from <= minute && minute <= to)
  const closing = matching.find(({period}) => period.mode === 'closed')
  if (closing) return {open: false, by: closing.period}
  return matching.length > 0 ? {open: true} : {open: false}
}

const onDay = <P extends Period>({periods}: ReadSchedule<P>, wall: WallTime) =>
  periods.filter((period) => period.onDay(wall))

const openingAt = <P extends Period>(schedule: ReadSchedule<P>, wall: WallTime): Opening<P> =>
  openingOn(onDay(schedule, wall), wall.minute)

/** Whether a schedule is open at a moment, in milliseconds since 1970. */
export const openingAtMoment = <P extends Period>(schedule: ReadSchedule<P>, moment: number): Opening<P> =>
  openingAt(schedule, wallTime(schedule.zone, moment))

/** The minutes of a day at which something may begin or end. */
const bounds = (periods: readonly ReadPeriod<Period>[]): number[] => [
  ...new Set([0, ...periods.flatMap(({hours: [from, to]}) => [from, to + 1])].filter((each) => each <= LAST_MINUTE)),
]

const isOpenSometime = (periods: readonly ReadPeriod<Period>[]) =>
  bounds(periods).some((minute) => openingOn(periods, minute).open)

const DAY = 86_400_000

/** Further ahead nothing is looked for: February 29 comes every fourth year, or eighth. */
const MOST_DAYS = 8 * 366

/** Is it open at some time of a day, `YYYY-MM-DD` on its own clocks? Not when clocks are put forward over all of its hours. */
export function isOpenOn(schedule: ReadSchedule, day: string): boolean {
  const wall = wallTimeOf(Date.parse(day))
  if (!isOpenSometime(onDay(schedule, wall))) return false
  const isThatDay = (moment: number) => startOfDay(wallTime(schedule.zone, moment)) === Date.parse(day)
  return momentsWithin(schedule, wall).some((each) => isThatDay(each) && openingAtMoment(schedule, each).open)
}

const startOfDay = (wall: WallTime) => asUtc({...wall, minute: 0})

/** The first day from this one on on which it is open at some time; undefined when there is none within eight years, or before the year 10000. */
export function opensOnOrAfter(schedule: ReadSchedule, day: string): string | undefined {
  for (let days = 0; days <= MOST_DAYS; days++) {
    const each = dayAfter(day, days)
    if (each === undefined || isOpenOn(schedule, each)) return each
  }
  return undefined
}

/** When it opens next after a moment at which it is closed; undefined when it does not within eight years. */
export function opensAfter(schedule: ReadSchedule, moment: number): number | undefined {
  const today = startOfDay(wallTime(schedule.zone, moment))
  for (let days = 0; days <= MOST_DAYS; days++) {
    const wall = wallTimeOf(today + days * DAY)
    if (!isOpenSometime(onDay(schedule, wall))) continue
    const found = momentsWithin(schedule, wall).find((each) => each > moment && openingAtMoment(schedule, each).open)
    if (found !== undefined) return found
  }
  return undefined
}

/** The moments of a day at which something may change; among them that at which clocks are put forward or back. */
function momentsWithin(schedule: ReadSchedule, wall: WallTime): number[] {
  const {zone} = schedule
  const moments = bounds(onDay(schedule, wall)).flatMap((minute) => momentsOf(zone, {...wall, minute}))
  const noon = momentsOf(zone, {...wall, minute: 720})[0] ?? asUtc({...wall, minute: 720})
  const change = clockChange(zone, noon - DAY / 2, noon + DAY / 2)
  return [...moments, ...(change === undefined ? [] : [change])].sort((a, b) => a - b)
}

/** Every day of a leap year on every day of the week: all that there can be. */
const everyDay = (): WallTime[] =>
  Array.from({length: 366}, (_, i) => wallTimeOf(Date.UTC(2024, 0, 1) + i * DAY)).flatMap((wall) =>
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({...wall, weekday})),
  )

/** Is there no moment at which it is open? */
export const isAlwaysClosed = (schedule: ReadSchedule): boolean =>
  !everyDay().some((wall) => isOpenSometime(onDay(schedule, wall)))

/** Its periods that no day meets: weekday 0, February 30, `5-1`. */
export function periodsThatNeverMatch<P extends Period>({periods}: ReadSchedule<P>): P[] {
  const all = everyDay()
  return periods.filter((period) => !all.some(period.onDay)).map(({period}) => period)
}
