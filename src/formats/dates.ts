import {invalid} from '../errors.ts'

const iso = /^\d{4}-\d{2}-\d{2}$/

/** Is it an existing day, as `YYYY-MM-DD`? PostgreSQL would also accept `tomorrow` and `infinity`. */
export function isDate(text: string): boolean {
  return iso.test(text) && exists(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
}

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/i

/** Is it a moment in ISO 8601, or a day, which means its first moment? Without a zone, the zone of the database applies. */
export function isTime(text: string): boolean {
  const [day = '', time, ...others] = text.split(/[T ]/i)
  return others.length === 0 && isDate(day) && (time === undefined || clock.test(time))
}

const exists = (year: number, month: number, day: number) =>
  year > 0 && month > 0 && month <= 12 && day > 0 && day <= daysIn(year, month)

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The date format of a file. All of them also read `YYYY-MM-DD` and `YYYY/MM/DD`. */
export const dateFormats = ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const
export type DateFormat = (typeof dateFormats)[number]

/** Reads the name of a format, ignoring case; undefined for anything else. */
export const dateFormatOf = (text: string): DateFormat | undefined =>
  dateFormats.find((format) => format === text.toUpperCase())

/** The reason why a cell is not a date. */
type NoDate =
  /** Neither a known form nor a serial number. */
  | 'not-a-date'
  | 'no-such-day'
  | 'no-year'
  | 'time-of-day'
  /** A day number of a spreadsheet, for this `day`. */
  | 'serial-number'
  /** A day in other formats than the one in force; `readers` are these formats. */
  | 'other-format'
  /** Day first where month first is in force, or the reverse: other days of the file would be swapped unnoticed. */
  | 'other-way-round'

export type DateReading =
  | {day: string; refused?: undefined; readers?: readonly DateFormat[]}
  | {refused: NoDate; day?: string; readers?: readonly DateFormat[]}

/** Midnight after a day, as spreadsheets, databases and JSON write it. */
const midnight = /[T\s]\s*(?:0{1,2}[:h]00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s*AM)\s*(?:Z|[+-]\d\d(?::?\d\d)?)?$/i
const timeOfDay = /[T\s]\s*\d{1,2}[:h]\d{2}.*/i
const yearFirst = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/
const yearLast = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})$/
const withoutYear = /^\d{1,2}[-./]\d{1,2}$/
/** Five digits cover the days from 1927 to 2173; a fraction is a time of day. */
const serial = /^(\d{5})(?:[.,]\d+)?$/

/** Reads a cell of dates in this format; `day` is `YYYY-MM-DD`. */
export function readDate(text: string, format: DateFormat): DateReading {
  if (isDate(text)) return {day: text}
  const number = serial.exec(text)?.[1]
  if (number !== undefined) return {refused: 'serial-number', day: dayOfSerial(Number(number))}
  const bare = text.replace(midnight, '')
  const hasTime = timeOfDay.test(bare)
  const reading = readDay(bare.replace(timeOfDay, ''), format)
  return hasTime && reading.refused === undefined ? {...reading, refused: 'time-of-day'} : reading
}

function readDay(text: string, format: DateFormat): DateReading {
  const [, year, , month, day] = yearFirst.exec(text) ?? []
  if (year !== undefined) {
    const found = dayOf(year, month, day)
    return found === undefined ? {refused: 'no-such-day'} : {day: found}
  }
  const [, first, , second, last] = yearLast.exec(text) ?? []
  if (last === undefined) return {refused: withoutYear.test(text) ? 'no-year' : 'not-a-date'}
  const days: Partial<Record<DateFormat, string | undefined>> = {
    'DD/MM/YYYY': dayOf(last, second, first),
    'MM/DD/YYYY': dayOf(last, first, second),
  }
  const readers = dateFormats.filter((each) => days[each] !== undefined)
  const found = days[format]
  if (found !== undefined) return {day: found, readers}
  if (readers.length === 0) return {refused: 'no-such-day'}
  return {refused: format === 'YYYY-MM-DD' ? 'other-format' : 'other-way-round', readers}
}

function dayOf(year: string, month = '', day = ''): string | undefined {
  const full = year.length === 2 ? `20${year}` : year
  if (!exists(Number(full), Number(month), Number(day))) return undefined
  return `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const DAY = 86_400_000

/** Excel counts from 30 December 1899, because it treats 1900 as a leap year. */
const dayOfSerial = (days: number) => new Date(Date.UTC(1899, 11, 30) + days * DAY).toISOString().slice(0, 10)

/** The day that is so many days after this one, or before it. Invalid when its year has not four digits. */
export function daysAfter(day: string, days: number): string {
  const then = dayAfter(day, days)
  if (then === undefined) throw invalid(`${days} days from ${day}, it is not a year between 1 and 9999`)
  return then
}

/** The same; undefined when its year has not four digits. */
export function dayAfter(day: string, days: number): string | undefined {
  const then = Date.parse(day) + days * DAY
  const text = Number.isNaN(then) ? '' : new Date(then).toISOString().slice(0, 10)
  return isDate(text) ? text : undefined
}

/** The problem of a cell of dates. The text continues after the value. */
export function noDateReason({refused, day, readers = []}: DateReading, format: DateFormat): string {
  if (refused === 'serial-number') return `is a spreadsheet's serial number for ${day}: format the column as a date`
  if (refused === 'no-year') return 'has no year'
  if (refused === 'time-of-day') return 'has a time of day; a due date is only a day'
  if (refused === 'other-format') return `is not a date in ${format}, but it is one in ${readers.join(' or ')}`
  if (refused === 'other-way-round') return `can only be read as ${readers[0]}`
  return `is not a date that exists; dates are ${format}`
}

/** The remark about such a day. The text continues after the value. */
export const FAR_DAY = 'is more than a year away'

/** Is the day more than a year from today? It is probably a mistake. */
export function farFrom(today: string): (day: string) => boolean {
  const [first, last] = [yearsFrom(today, -1), yearsFrom(today, 1)]
  return (day) => day > last || day < first
}

const yearsFrom = (day: string, years: number) =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`

/** Collects the readings of a file, to find the formats that read all its dates. */
export class DateFormsOfFile {
  #readers: readonly DateFormat[] = dateFormats
  #seen = false

  add({readers}: DateReading): void {
    if (readers === undefined) return
    this.#seen = true
    this.#readers = this.#readers.filter((format) => readers.includes(format))
  }

  /** The other formats that would read all dates: the remedy for the whole file. */
  otherThan(format: DateFormat): DateFormat[] {
    return this.#seen ? this.#readers.filter((each) => each !== format) : []
  }
}
