import {isDate} from './dates.ts'
import {type DayWord, dayWordOf} from './day-words.ts'

/** A point in time that somebody typed: in words counted from now, or written out. */
export type Moment = {day: DayWord} | {minutes: number} | {text: string}

const written = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/
const counted = /^([+-]\d{1,7})(h|min)$/

/** Reads `2026-11-28`, `2026-11-28 14:30`, ISO 8601, `yesterday`, `-3d`, `-2h`, `+30min`; undefined for anything else. */
export function parseMoment(text: string): Moment | undefined {
  const trimmed = text.trim()
  const [, count, unit] = counted.exec(trimmed.toLowerCase()) ?? []
  if (count !== undefined) return {minutes: Number(count) * (unit === 'h' ? 60 : 1)}
  const day = dayWordOf(trimmed)
  if (day !== undefined) return {day}
  const isThere =
    written.test(trimmed) && isDate(trimmed.slice(0, 10)) && !Number.isNaN(Date.parse(trimmed.replace(' ', 'T')))
  return isThere ? {text: trimmed} : undefined
}
