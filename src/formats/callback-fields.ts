import type {Problem} from '../errors.ts'
import {type DateFormat, parseDate} from './dates.ts'
import {parsePhoneNumber} from './phone-number.ts'
import {unstorable} from './text.ts'

/** The columns of the CSV, and the fields of a request that is created, in the order of the API page. */
export const callbackFields = [
  'phoneNumber',
  'mobilePhoneNumber',
  'firstName',
  'lastName',
  'company',
  'description',
  'dueDate',
  'period',
] as const

export type CallbackField = (typeof callbackFields)[number]

/** What a request holds of a customer: erased with them, and kept out of logs. */
export const personalFields = callbackFields.filter((field) => field !== 'dueDate' && field !== 'period')

export const isPersonal = (field: string): boolean => personalFields.some((each) => each === field)

/** Those of one request, as they are stored. */
export type PersonalFields = Record<(typeof personalFields)[number], string | undefined>

/** A callback request as people give it; an empty text is no value. `period` is a name. */
export type CallbackInput = Partial<Record<CallbackField, string>>

/** The same, checked: numbers without separators, no empty text. */
export type CheckedCallback = Partial<Record<CallbackField, string | undefined>>

/** The value of one field as it will be stored: undefined for none, a Problem when it is not one. */
export function checkField(
  field: CallbackField,
  text: string,
): {value?: string | undefined; problem?: Problem | undefined} {
  const problems: Problem[] = []
  const value = readField(field, text, 'YYYY-MM-DD', problems)
  return {value, problem: problems[0]}
}

function readField(
  field: CallbackField,
  text: string | undefined,
  dates: DateFormat,
  problems: Problem[],
): string | undefined {
  if (text === undefined || text === '') return undefined
  const reason = unstorable(text)
  if (reason === undefined) {
    const value = parseField(field, text, dates)
    if (value !== undefined) return value
  }
  problems.push({column: field, value: text, reason: reason ?? reasonOf(field, dates)})
  return undefined
}

function parseField(field: CallbackField, text: string, dates: DateFormat): string | undefined {
  if (field === 'phoneNumber' || field === 'mobilePhoneNumber') return parsePhoneNumber(text)
  return field === 'dueDate' ? parseDate(text, dates) : text
}

const reasonOf = (field: CallbackField, dates: DateFormat) =>
  field === 'dueDate'
    ? `is not a date that exists; dates are ${dates}`
    : "is not a phone number: an optional '+', then digits, '*' or '#'"

/** Without a number nobody can call back. */
export const noNumber: Problem = {column: 'phoneNumber', reason: 'a request needs a phoneNumber or a mobilePhoneNumber'}

/** Checks every field of a request; all problems at once. */
export function checkCallback(
  input: CallbackInput,
  dates: DateFormat = 'YYYY-MM-DD',
): {callback: CheckedCallback; problems: Problem[]} {
  const problems: Problem[] = []
  if (!input.phoneNumber && !input.mobilePhoneNumber) problems.push(noNumber)
  // Field by field and not in a loop: an import does this for every line.
  const callback = {
    phoneNumber: readField('phoneNumber', input.phoneNumber, dates, problems),
    mobilePhoneNumber: readField('mobilePhoneNumber', input.mobilePhoneNumber, dates, problems),
    firstName: readField('firstName', input.firstName, dates, problems),
    lastName: readField('lastName', input.lastName, dates, problems),
    company: readField('company', input.company, dates, problems),
    description: readField('description', input.description, dates, problems),
    dueDate: readField('dueDate', input.dueDate, dates, problems),
    period: readField('period', input.period, dates, problems),
  }
  return {callback, problems}
}
