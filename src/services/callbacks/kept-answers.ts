import type {HeldAnswer} from '../../database/callbacks/holdings.ts'
import type {Problem} from '../../errors.ts'
import {freePhoneCell, joinGroups} from '../../formats/phone-cleaning.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {type PhoneSearch, searchPhone} from '../../formats/phone-identity.ts'
import {personalFields} from '../../formats/request-fields.ts'
import type {PersonalValues} from './view.ts'

/** What a stored answer says about a customer. */
export interface KeptAnswer {
  key: string
  at: string
  /** The request that it answers with; undefined for the report of an import. */
  uuid?: string
  fields: PersonalValues
  /** The lines of an import report that name a number of theirs. */
  lines: Problem[]
  /** The answer without the customer's data. */
  without: string
}

/** Reads what an answer says of the customers with these numbers; undefined when that is nothing. */
export function keptAnswer(
  {key, at, answer}: HeldAnswer,
  uuids: ReadonlySet<string>,
  theirs: (text: string) => boolean,
): KeptAnswer | undefined {
  const document = JSON.parse(answer) as Record<string, unknown>
  const {uuid} = document
  const fields = fieldsIn(document)
  if (typeof uuid === 'string' && (uuids.has(uuid) || numbersIn(fields).some(theirs))) {
    return {key, at, uuid, fields, lines: [], without: JSON.stringify(withoutFields(document))}
  }
  const lines = linesIn(document).filter(({value}) => value !== undefined && theirs(value))
  if (lines.length === 0) return undefined
  return {key, at, fields: {}, lines, without: JSON.stringify(withoutLines(document, lines))}
}

const fieldsIn = (document: Record<string, unknown>): PersonalValues =>
  Object.fromEntries(
    personalFields.flatMap((field) => (typeof document[field] === 'string' ? [[field, document[field]]] : [])),
  )

export const numbersIn = ({phoneNumber, mobilePhoneNumber}: PersonalValues): string[] =>
  [phoneNumber, mobilePhoneNumber].filter((each) => each !== undefined)

const withoutFields = (document: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(document).filter(([field]) => !(personalFields as readonly string[]).includes(field)),
  )

const reports = ['errors', 'repairs', 'warnings', 'doNotCallLines', 'movedDayLines']

const problemsIn = (document: Record<string, unknown>, name: string): Problem[] =>
  Array.isArray(document[name]) ? document[name] : []

const linesIn = (document: Record<string, unknown>) => reports.flatMap((name) => problemsIn(document, name))

/** A line is about one person, whatever is wrong in it. */
function withoutLines(document: Record<string, unknown>, lines: readonly Problem[]): Record<string, unknown> {
  const gone = new Set(lines.map(({line}) => line))
  const left = reports
    .filter((name) => name in document)
    .map((name) => [name, problemsIn(document, name).filter(({line}) => !gone.has(line))])
  return {...document, ...Object.fromEntries(left)}
}

/** Whether a text is one of these numbers, or no number but one of them is in it. */
export function numbersOf(phones: readonly string[], country: PhoneCountry): (text: string) => boolean {
  const searches = phones.map((phone) => searchPhone(phone, country))
  return (text) => {
    const {identity, cleaned} = searchPhone(text, country)
    const isSame = (search: PhoneSearch) =>
      identity === undefined ? search.spellings.includes(cleaned) : search.identity === identity
    if (searches.some(isSame)) return true
    const number = joinGroups(freePhoneCell(text))
    return (number === undefined || number.length > LONGEST) && searches.some((search) => hasDigits(text, search))
  }
}

/** Two numbers in one cell look like a longer one. */
const LONGEST = 16

const digitsOf = (text: string) => text.replace(/\D/g, '')

const hasDigits = (text: string, {spellings}: PhoneSearch) =>
  spellings.map(digitsOf).some((digits) => digits.length >= ENDING && digitsOf(text).includes(digits))

/** The number of last digits that all spellings of a number share. */
const ENDING = 6

export const endingsOf = (phones: readonly string[], country: PhoneCountry): string[] =>
  phones.map((phone) => digitsOf(searchPhone(phone, country).cleaned).slice(-ENDING))
