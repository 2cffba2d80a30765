/** Turns the number of a cell into the text that an import reads. */
export type NumberFormat = (value: number) => string

/** The shortest decimal notation that reads back as the same number, without an exponent. */
export function plain(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  if (Number.isInteger(value)) return BigInt(value).toString()
  const [mantissa = '', exponent = ''] = text.split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  return `${sign}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`
}

/**
 * How a number is read under a number format of .xlsx. A format with a day gives the day (YYYY-MM-DD), a format with
 * only a time gives the time of day or the duration. A format with only digits, such as one for phone numbers, gives the
 * text that the spreadsheet shows. Any other format gives the plain number, with the leading zeros that it asks for.
 */
export function numberFormat(code: string, {is1904}: {is1904: boolean}): NumberFormat {
  const sections = code.match(sectionPattern)?.filter((text, i) => i === 0 || !text.includes('@')) ?? []
  const [first = ''] = sections
  const moment = momentFormat(first, is1904)
  if (moment) return (value) => (value < 0 ? plain(value) : moment(value))
  const formats = sections.map((text) => ({holds: conditionOf(text), format: digitsFormat(text)}))
  const isConditional = formats.some(({holds}) => holds)
  return (value) => {
    if (value < 0) return plain(value)
    const chosen = isConditional
      ? formats.find(({holds}) => !holds || holds(value))
      : formats[value === 0 && formats.length > 2 ? 2 : 0]
    return chosen ? chosen.format(value) : plain(value)
  }
}

/** What the formats that a file names by number alone show, those of East Asia included: a day, a time, or a number. */
export function builtInFormat(id: number): string {
  if (isIn(builtInDays, id)) return 'yyyy-mm-dd'
  if (isIn(builtInTimes, id)) return 'h:mm:ss'
  return id === 46 ? '[h]:mm:ss' : 'General'
}

type Range = readonly [first: number, last: number]

const isIn = (ranges: readonly Range[], id: number) => ranges.some(([first, last]) => id >= first && id <= last)

const builtInDays: readonly Range[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 54],
  [57, 58],
]
const builtInTimes: readonly Range[] = [
  [18, 21],
  [32, 35],
  [45, 45],
  [47, 47],
  [55, 56],
]

/** The sections of a format, separated by semicolons outside quotes and brackets. */
const sectionPattern = /(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+/g

/** Quoted, escaped or bracketed text, a blank as wide as a character, a filling character, or one character. */
const tokenPattern = /"([^"]*)"|\\(.)|\[([^\]]*)\]|_.|\*.|[\s\S]/gu

interface Token {
  /** Text that is shown unchanged. */
  literal?: string
  bracket?: string
  code?: string
}

function tokensOf(section: string): Token[] {
  return [...section.matchAll(tokenPattern)].map(([token, quoted, escaped, bracket]) => {
    if (bracket !== undefined) return /^\$/.test(bracket) ? {literal: currencyOf(bracket)} : {bracket}
    if (quoted !== undefined || escaped !== undefined) return {literal: quoted ?? escaped ?? ''}
    return token.length > 1 && /^[_*]/.test(token) ? {literal: ''} : {code: token}
  })
}

/** `$€-40C` is a currency and a language, `$-40C` a language alone. */
const currencyOf = (bracket: string) => bracket.slice(1).replace(/-[^-]*$/, '')

function conditionOf(section: string): ((value: number) => boolean) | undefined {
  const [, operator, limit] = /\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]/.exec(section) ?? []
  const compare = comparisons[operator ?? '']
  return compare && ((value) => compare(value, Number(limit)))
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
}

/** Undefined where the section shows no day and no time. */
function momentFormat(section: string, is1904: boolean): NumberFormat | undefined {
  const tokens = tokensOf(section)
  const letters = tokens
    .map(({code = ''}) => code)
    .join('')
    .replace(/general|am\/pm|a\/p/gi, '')
  const isDuration = tokens.some(({bracket = ''}) => /^(?:h+|m+|s+)$/i.test(bracket))
  const isTime = isDuration || /[hs]/i.test(letters)
  if (/[yd]|^[^0#?]*e/i.test(letters) || (/m/i.test(letters) && !isTime)) return daysOf(is1904)
  if (isDuration) return durationOf
  return isTime ? (value) => durationOf(value % 1) : undefined
}

const DAY = 86_400
/** 1970-01-01 in the two date systems. The first one counts a 29 February 1900, which never existed. */
const EPOCH_1900 = 25_569
const EPOCH_1904 = 24_107
const LAST_1900 = 2_958_465

/** A list has few distinct days. */
const REMEMBERED = 1000

function daysOf(is1904: boolean): NumberFormat {
  const days = new Map<number, string>()
  return (value) => {
    const known = days.get(value)
    if (known !== undefined) return known
    const day = dayOf(value, is1904)
    if (days.size < REMEMBERED) days.set(value, day)
    return day
  }
}

/** The day of a serial number, as a spreadsheet shows it, even where 1900 had no such day. */
function dayOf(value: number, is1904: boolean): string {
  // A time is a fraction of a day: less than half a millisecond before midnight is midnight.
  const serial = Math.floor(value + 0.0005 / DAY)
  if (serial > LAST_1900 - (is1904 ? EPOCH_1900 - EPOCH_1904 : 0)) return plain(value)
  if (!is1904 && serial === 0) return '1900-01-00'
  if (!is1904 && serial === 60) return '1900-02-29'
  const days = is1904 ? serial - EPOCH_1904 : serial - EPOCH_1900 + (serial < 60 ? 1 : 0)
  return new Date(days * DAY * 1000).toISOString().slice(0, 10)
}

/** HH:MM, or HH:MM:SS when there are seconds; what spreadsheets call too long stays a number. */
function durationOf(days: number): string {
  if (Math.abs(days) > LAST_1900) return plain(days)
  const seconds = Math.round(days * DAY)
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
  const minutes = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}`
  return seconds % 60 === 0 ? minutes : `${minutes}:${two(seconds % 60)}`
}

/** Characters of formats that show more than digits. */
const notDigits = /[.,%/@]|e[+-]|general/i

function digitsFormat(section: string): NumberFormat {
  const tokens = tokensOf(section)
  const codes = tokens.map(({code = ''}) => code).join('')
  const zeros = /^[^.%eE/]*/.exec(codes)?.[0].match(/0/g)?.length ?? 0
  if (notDigits.test(codes)) {
    return /[%/]/.test(codes) ? plain : (value) => padded(value, zeros)
  }
  const places = tokens.filter(({code = ''}) => isPlace(code)).length
  return (value) =>
    Number.isInteger(value) && places > 0 ? asShown(tokens, places, plain(value)) : padded(value, zeros)
}

const isPlace = (code: string) => code === '0' || code === '#' || code === '?'

/** Fills the places from the right; digits that are left over stand at the first place. */
function asShown(tokens: Token[], places: number, number: string): string {
  const digits = number === '0' ? '' : number
  let place = 0
  const shown = tokens.map(({literal, code}) => {
    if (code === undefined) return literal ?? ''
    if (!isPlace(code)) return code
    const at = digits.length - places + place++
    if (place === 1 && at > 0) return digits.slice(0, at + 1)
    return digits[at] ?? (code === '0' ? '0' : '')
  })
  return shown.join('').trim()
}

function padded(value: number, zeros: number): string {
  const [whole = '', ...fraction] = plain(value).split('.')
  return [whole.padStart(zeros, '0'), ...fraction].join('.')
}
