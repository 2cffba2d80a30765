import {folded, type Word, type Words, wordsOf} from './column-words.ts'
import type {CallbackField} from './request-fields.ts'

/** Why a column is not read by default. */
export type Unclear =
  | 'unknown'
  /** A date of unknown purpose. */
  | 'date'
  /** Either a day or a phone number. */
  | 'callback'
  | 'time-of-day'
  | 'appointment'
  /** A number of unknown kind. */
  | 'number'
  | 'extension'
  | 'other-person'
  /** The name of a person or an organisation, or the full name of a person in one cell. */
  | 'name'
  | 'company'
  | 'note'
  | 'phone'
  | 'period'

/** The meaning of a name by itself, before the other names of the row are considered. */
export type Meaning =
  /** Of several columns for a field, the lowest rank is read. */
  | {is: 'field'; field: CallbackField; rank: number}
  /** Gives the kind of the phone with the same index: mobile, fax, or another. */
  | {is: 'phone-kind'; nth: number}
  | {is: 'typed-phone'; nth: number}
  /** `name` is the last name beside a first name; `full` is the full name in one cell. */
  | {is: 'name'; part: 'first' | 'last' | 'name' | 'full'; of: 'guardian' | 'pupil' | 'person'}
  | {is: 'department'}
  | {is: 'error'}
  | {is: 'unnamed'}
  /** Known, but not part of a callback request. */
  | {is: 'elsewhere'}
  /** `fields` are the candidates. */
  | {is: 'unclear'; why: Unclear; fields: readonly CallbackField[]}

export const elsewhere: Meaning = {is: 'elsewhere'}
export const unclear = (why: Unclear, ...fields: CallbackField[]): Meaning => ({is: 'unclear', why, fields})
export const field = (name: CallbackField, rank = 0): Meaning => ({is: 'field', field: name, rank})

/** A longer cell is not a name. */
const LONGEST_NAME = 500

/** `Nom / Raison sociale` has two meanings; `Adresse société` is not a company. */
export function meaningOf(name: string): Meaning {
  if (folded(name) === '') return {is: 'unnamed'}
  if (name.length > LONGEST_NAME) return unclear('unknown')
  const words = wordsOf(name)
  const any: Any = (...each) => each.some((word) => words.has.has(word))
  if (any('error') && only(words, 'error')) return {is: 'error'}
  if (any('phone', 'mobile') && any('email')) return unclear('phone', 'phoneNumber')
  if (any('legal-name', 'brand') && !any('phone', 'mobile')) return company(words, any)
  if (any('email', 'web', 'dead-line', 'login', 'photo', 'language')) return elsewhere
  if (any('phone', 'mobile', 'landline')) return phone(words, any)
  if (any('birth')) return any('name', 'last') ? unclear('name', 'lastName') : elsewhere
  if (any('date', 'due', 'appointment') || (any('callback') && !any('period', 'number', 'note')))
    return date(words, any)
  if (any('time') && !any('period')) return unclear('time-of-day')
  if (any('period')) return period(words)
  if (any('department')) return department(words, any)
  if (any('address', 'civility', 'function', 'middle')) return elsewhere
  if (any('company', 'account')) return isOnlyQualified(name) ? unclear('unknown') : company(words, any)
  if (any('first', 'given', 'last', 'family', 'name', 'full', 'contact')) return person(words, any)
  if (any('note')) return note(words, any)
  if (any('number', 'extension', 'work', 'home', 'main')) return number(words)
  return unclear('unknown')
}

/** `Libellé voie (coord. structure)` is not a company. */
function isOnlyQualified(name: string): boolean {
  const {has} = wordsOf(name.replace(/\([^)]*\)/g, ''))
  return !has.has('company') && !has.has('account')
}

type Any = (...words: Word[]) => boolean

/** Are all its words in this list? */
const only = ({has, unknown}: Words, ...allowed: Word[]) =>
  unknown.length === 0 && [...has].every((word) => allowed.includes(word))

function phone(words: Words, any: Any): Meaning {
  const {nth, numbered, unknown} = words
  if (any('colleague')) return unclear('other-person')
  if (any('forwarding', 'extension', 'count', 'dialling-code', 'date', 'time', 'note')) return unclear('extension')
  if (any('kind')) return numbered || !any('mobile') ? {is: 'phone-kind', nth} : unclear('phone')
  if (any('value')) return {is: 'typed-phone', nth}
  const isMobile = any('mobile')
  if (unknown.length > 0) return unclear('phone', isMobile ? 'mobilePhoneNumber' : 'phoneNumber')
  const rank = (isMobile ? mobileRank(any) : phoneRank(any)) + (nth - 1) / 100
  return field(isMobile ? 'mobilePhoneNumber' : 'phoneNumber', rank)
}

/** `Tel mobile` is more specific than `Portable`. */
function mobileRank(any: Any): number {
  if (any('other')) return 3
  if (any('home')) return 2
  return any('phone', 'number', 'work') ? 0 : 1
}

/** The office comes before all others, and the switchboard after the home. */
function phoneRank(any: Any): number {
  const order: Word[] = ['callback', 'radio', 'car', 'company', 'other', 'home', 'address', 'main']
  const found = order.findIndex((word) => any(word))
  if (found >= 0) return order.length + 1 - found
  return any('work') ? 0 : 1
}

function date(words: Words, any: Any): Meaning {
  if (any('appointment')) return unclear('appointment')
  if (any('time')) return unclear('time-of-day')
  const isDue = any('due') || (any('callback') && any('date'))
  if (isDue && only(words, 'due', 'callback', 'date', 'filler', 'preferred')) return field('dueDate')
  if (any('callback')) return unclear('callback', 'dueDate')
  return only(words, 'date', 'filler') ? unclear('date', 'dueDate') : unclear('date')
}

const period = (words: Words) =>
  only(words, 'period', 'preferred', 'callback', 'time', 'filler') ? field('period') : unclear('period', 'period')

/** May be the company of a person when there is no column for the company. */
const department = (words: Words, any: Any): Meaning =>
  any('company') || only(words, 'department', 'name', 'filler') ? {is: 'department'} : unclear('unknown')

function company(words: Words, any: Any): Meaning {
  const isCompany = any('company', 'legal-name') || (any('account') && any('name'))
  if (!isCompany && !any('brand')) return any('colleague', 'number') ? elsewhere : unclear('unknown')
  if (any('kind', 'number', 'dialling-code', 'count')) return unclear('company')
  if (any('colleague', 'civility', 'function')) return elsewhere
  if (words.split && any('name', 'first', 'last', 'contact')) return unclear('name', 'lastName', 'company')
  if (words.unknown.length > 0) return unclear('company', 'company')
  return field('company', isCompany ? 0 : 2)
}

function person(words: Words, any: Any): Meaning {
  if (any('colleague')) return elsewhere
  const of = any('guardian') ? 'guardian' : any('pupil') ? 'pupil' : 'person'
  const named = (part: 'first' | 'last' | 'name' | 'full'): Meaning => ({is: 'name', part, of})
  if (any('kind', 'number', 'note', 'count', 'dialling-code')) return unclear('unknown')
  const isFirst = any('first', 'given')
  if (words.unknown.length > 0) return unclear('name', isFirst ? 'firstName' : 'lastName')
  if (any('full') || (any('first') && any('name', 'last'))) return named('full')
  if (isFirst) return named('first')
  if (any('last', 'family') || (any('name') && any('usual'))) return named('last')
  return named(any('name') ? 'name' : 'full')
}

function note(words: Words, any: Any): Meaning {
  if (!only(words, 'note', 'public', 'inner', 'home', 'callback', 'filler')) return unclear('note', 'description')
  return field('description', any('inner') && !any('public') ? 2 : 0)
}

const number = (words: Words): Meaning =>
  only(words, 'number', 'work', 'home', 'main', 'extension', 'callback', 'filler')
    ? unclear(words.has.has('extension') ? 'extension' : 'number', 'phoneNumber')
    : unclear('unknown')
