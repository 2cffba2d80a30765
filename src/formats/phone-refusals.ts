import {joinGroups, longestCell, separators} from './phone-cleaning.ts'
import type {PhoneCountry} from './phone-country.ts'
import {phoneIdentity} from './phone-identity.ts'

/** Why a cell is not a phone number, and what to do. Each text continues after the value. */
export const phoneRefusals = {
  'no-digit': 'holds no digit; leave it empty when there is no number, and widen the column that shows ####',
  'error-value': 'is a spreadsheet error; correct the formula',
  exponent:
    'was rounded by a spreadsheet, which lost its last digits; format the column as text and enter the number again',
  date: 'looks like a date; format the column as text and enter the number again',
  decimal: 'is a decimal number, written by a spreadsheet or another program; export the column as text',
  extension: 'has an extension; put the extension into description',
  'letters-for-digits': 'has letters in place of digits; write 0 for O and 1 for l or I',
  'two-numbers': 'holds two numbers; put the second into mobilePhoneNumber, or a line of its own',
  text: 'has words beside the number; put them into description',
  plus: "has a '+' that is not at its beginning",
  character:
    "has a character that is not allowed; a number is an optional '+', digits, '*' and '#', with blanks, '.', '-' or '/' between them",
  'loose-separator': 'begins or ends with a separator; check that it is complete',
  'too-many-digits': 'has more than 15 digits, too many for a phone number',
  'too-long': 'is too long for a phone number',
  'special-rate-without-zero':
    'has nine digits beginning with 8, perhaps a special-rate number that lost its 0; write all its digits',
} as const

export type PhoneRefusal = keyof typeof phoneRefusals

const mostDigits = 15

/** Why a cleaned cell is refused, whatever the repairs of the country; undefined when it is a number. */
export function refusalOf(freed: string, country: PhoneCountry): PhoneRefusal | undefined {
  if (freed.length > longestCell) return 'too-long'
  const quantity = quantityOf(freed)
  if (quantity !== undefined) return quantity
  const number = joinGroups(freed)
  if (number === undefined) return nonsenseOf(freed)
  if (holdsTwo(freed, number, country)) return 'two-numbers'
  return countDigits(number) > mostDigits ? 'too-many-digits' : undefined
}

const hasDigit = /\d/
const exponent = /^[+-]?\d+(?:[.,]\d+)? ?e ?[+-]?\d+$/i

/** What a spreadsheet may have turned a phone number into. */
function quantityOf(text: string): PhoneRefusal | undefined {
  if (/^(?:#[\p{L}/][/\p{L}\d]*[!?]?|err:\d+)$/iu.test(text)) return 'error-value'
  if (!hasDigit.test(text)) return 'no-digit'
  if (exponent.test(text)) return 'exponent'
  if (isDay(text)) return 'date'
  return isDecimal(text) ? 'decimal' : undefined
}

const time = '(?:[ T,]+\\d{1,2}[:h].*)?$'
const yearFirst = new RegExp(`^(?:19|20)\\d\\d([./-])(\\d{1,2})\\1(\\d{1,2})${time}`)
const yearLast = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(?:(?:19|20)\\d\\d|\\d\\d)${time}`)
const withoutYear = /^(\d{1,2})\/(\d{1,2})$/
const months = 'jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]|aug|sep|oct|nov|d[eé]c'
const namedMonth = new RegExp(
  `^(?:\\d{1,4}[ ./-]*)?(?:${months})\\p{L}*\\.?[ ./-]*(?:\\d{1,4})?(?:[ ,./-]+\\d{1,4})?${time}`,
  'iu',
)

function isDay(text: string): boolean {
  const [, , month, day] = yearFirst.exec(text) ?? []
  if (isDayOfMonth(month, day)) return true
  const [, first, , second] = yearLast.exec(text) ?? []
  const [, third, fourth] = withoutYear.exec(text) ?? []
  return isInEitherOrder(first, second) || isInEitherOrder(third, fourth) || namedMonth.test(text)
}

const isInEitherOrder = (first: string | undefined, second: string | undefined) =>
  isDayOfMonth(first, second) || isDayOfMonth(second, first)

const isDayOfMonth = (month: string | undefined, day: string | undefined) =>
  isBetween(1, month, 12) && isBetween(1, day, 31)

const isBetween = (low: number, text: string | undefined, high: number) => Number(text) >= low && Number(text) <= high

const decimal = /^[+-]?(\d+|\d{1,3}(?:[ ,.'’]\d{3})+)([.,])(\d+)$/

function isDecimal(text: string): boolean {
  const [, whole, point, fraction] = decimal.exec(text) ?? []
  if (whole === undefined || fraction === undefined) return false
  if (point === ',') return whole.length < 4 || fraction.length < 4
  if (/^0+$/.test(fraction)) return !/[.,]/.test(whole) || whole.includes(',')
  if (/[.]/.test(whole) || text.startsWith('+')) return false
  return whole.length === 1 || (!whole.startsWith('0') && fraction.length <= 2)
}

const extension =
  /(?:^|\d[ .,;:/-]*)(?:poste|post|ext(?:ension|n)?|int(?:erne)?|[xpw])(?!\p{L})[ .:=°]*(?:n[°o])?[ .]*\d{1,6}$/iu
const lookalike = /^(?=.*(?:\d[OoIlSBZ]|[OoIlSBZ]\d))[\dOoIlSBZ +./-]+$/

/** What kind of text it is that Asterisk cannot dial. */
function nonsenseOf(text: string): PhoneRefusal {
  if (extension.test(text)) return 'extension'
  if (lookalike.test(text)) return 'letters-for-digits'
  if (numbersAmong(text.split(/[^\d ./*#-]/)) > 1) return 'two-numbers'
  if (/\p{L}/u.test(text)) return 'text'
  if (/[^\d \n.+*#/-]/.test(text)) return 'character'
  if (text.replace(/^[#*]31#/, '').includes('+', 1)) return 'plus'
  return 'loose-separator'
}

const countDigits = (text: string) => text.replace(/\D/g, '').length

/** A shorter group of digits does not count as a second number. */
const shortest = 4
const numbersAmong = (parts: readonly string[]) => parts.filter((part) => countDigits(part) >= shortest).length

const betweenNumbers = /\n| [/-]|[/-] /
const wholeNumbersByASlash = /^[1-9]\d{3,}\/\d{4,}$/

/** Two numbers with only separators between them, or none. A valid E.164 number is never two numbers. */
const holdsTwo = (text: string, number: string, country: PhoneCountry): boolean =>
  seemTwo(text, number, country) && phoneIdentity(number, country) === undefined

function seemTwo(text: string, number: string, country: PhoneCountry): boolean {
  if (numbersAmong(text.split(betweenNumbers)) > 1 || wholeNumbersByASlash.test(text)) return true
  const groups = text.split(separators)
  if (groups.filter((group) => countDigits(group) >= 7).length > 1) return true
  return country === 'FR' && (twoFrench.test(number) || hasWholeFrench(groups))
}

const twoFrench = /^(?:(?:0|(?:\+|00)?33)[1-9]\d{8}){2,}$/
const wholeFrench = /^(?:0|(?:\+|00)?33)[1-9]\d{8}$/
const wholeNational = /^0[1-9]\d{8}$/
const beginsAbroad = /^(?:\+|00)/

/** `0230210092 12`, `1001 02 30 21 00 92`: a complete number and a second one beside it. */
function hasWholeFrench(groups: readonly string[]): boolean {
  return groups.some((_, index) => {
    const before = groups.slice(0, index).join('')
    const after = groups.slice(index).join('')
    return wholeFrench.test(before) || (wholeNational.test(after) && !beginsAbroad.test(before))
  })
}
