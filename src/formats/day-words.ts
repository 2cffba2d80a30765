import {invalid} from '../errors.ts'

/** A day counted from the database's today. */
export interface DayWord {
  days: number
  months: number
}

const words: Record<string, DayWord> = {
  today: {days: 0, months: 0},
  tomorrow: {days: 1, months: 0},
  yesterday: {days: -1, months: 0},
}

/** Five digits of days are more than two centuries. */
const counted = /^([+-]\d{1,5})([dwmy])$/

/** Reads `today`, `tomorrow`, `yesterday` and `+3d`, `-2w`, `+1m`, `-1y`, in any case; undefined for anything else. */
export function dayWordOf(text: string): DayWord | undefined {
  const lower = text.toLowerCase()
  if (Object.hasOwn(words, lower)) return words[lower]
  const [, count, unit] = counted.exec(lower) ?? []
  if (count === undefined) return undefined
  const number = Number(count)
  if (unit === 'd' || unit === 'w') return {days: unit === 'w' ? number * 7 : number, months: 0}
  return {days: 0, months: unit === 'y' ? number * 12 : number}
}

/** The number of days that `+1d` or `-2w` means; undefined for a text without a sign. */
export function daysOf(text: string): number | undefined {
  if (!/^[+-]/.test(text)) return undefined
  const word = dayWordOf(text)
  if (word?.months === 0) return word.days
  throw invalid(`'${text}' is not a number of days or weeks`, {hints: ['such as +1d, +2w or -3d']})
}
