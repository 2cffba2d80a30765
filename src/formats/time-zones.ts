/** What a clock on the wall shows, to the minute. */
export interface WallTime {
  year: number
  /** 1 to 12. */
  month: number
  day: number
  /** 1 is Monday, 7 is Sunday. */
  weekday: number
  /** Since midnight. */
  minute: number
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** Making one takes a hundred times as long as using it. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Is it a time zone of the IANA's database? `+02:00` is not. */
export function isTimeZone(name: string): boolean {
  try {
    return !/^[+-]/.test(name) && clockOf(name) !== undefined
  } catch {
    return false
  }
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  clocks.set(zone, clock)
  return clock
}

/** What clocks show in a time zone at a moment, in milliseconds since 1970. */
export function wallTime(zone: string, moment: number): WallTime {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(moment)
      .map(({type, value}) => [type, Number(value)]),
  )
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return wallTimeOf(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')))
}

/** The same for the milliseconds that they would be in UTC. */
export function wallTimeOf(utc: number): WallTime {
  const date = new Date(utc)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() || 7,
    minute: date.getUTCHours() * 60 + date.getUTCMinutes(),
  }
}

/** The reverse: a wall time as if it were in UTC. */
export const asUtc = ({year, month, day, minute}: WallTime) => Date.UTC(year, month - 1, day, 0, minute)

/** The moments at which clocks show this: none where they are put forward over it, two where they are put back. */
export function momentsOf(zone: string, wall: WallTime): number[] {
  const utc = asUtc(wall)
  const offsets = new Set([-DAY, DAY].map((away) => offsetAt(zone, utc + away)))
  return [...offsets]
    .map((offset) => utc - offset)
    .filter((moment) => asUtc(wallTime(zone, moment)) === utc)
    .sort((a, b) => a - b)
}

/** When clocks are put forward or back between two moments a day apart; undefined when they are not. */
export function clockChange(zone: string, from: number, to: number): number | undefined {
  let [before, after] = [from, to]
  const offset = offsetAt(zone, before)
  if (offset === offsetAt(zone, after)) return undefined
  while (after - before > MINUTE) {
    const middle = before + Math.round((after - before) / 2 / MINUTE) * MINUTE
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}

/** Milliseconds east of Greenwich. */
const offsetAt = (zone: string, moment: number) => asUtc(wallTime(zone, moment)) - Math.floor(moment / MINUTE) * MINUTE

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `Mon 2026-11-30 18:00` */
export function wallText(zone: string, moment: number, {dated = true} = {}): string {
  const {year, month, day, weekday, minute} = wallTime(zone, moment)
  const two = (number: number) => String(number).padStart(2, '0')
  const date = dated ? ` ${year}-${two(month)}-${two(day)}` : ''
  return `${weekdays[weekday - 1]}${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
