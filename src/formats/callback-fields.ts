import type {Problem} from '../errors.ts'
import {type DateFormat, type DateReading, noDateReason, readDate} from './dates.ts'
import type {PhoneCountry} from './phone-country.ts'
import {type PhoneRules, phoneWarnings, readPhone} from './phone-number.ts'
import {phoneRefusals} from './phone-refusals.ts'
import {type CallbackField, type PersonalField, personalFields} from './request-fields.ts'
import {unstorable, visible} from './text.ts'

/** Also for texts outside of requests: the reason of a do-not-call entry, and the comment of a ticket. */
export const isPersonal = (field: string): boolean =>
  field === 'reason' || field === 'comment' || personalFields.some((each) => each === field)

/** The values of one request, as stored. */
export type PersonalFields = Record<PersonalField, string | undefined>

/** A callback request as entered; an empty text means no value. `period` is a name. */
export type CallbackInput = Partial<Record<CallbackField, string>>

/** The same, validated: numbers without separators, no empty texts. */
export type CheckedCallback = Partial<Record<CallbackField, string | undefined>>

/** How to read the values of a file, or of one request. */
export interface CallbackRules {
  dates: DateFormat
  phones: PhoneRules
  /** Called for each date that is not written as `YYYY-MM-DD`. */
  onDate?: (reading: DateReading) => void
}

/** A remark about a stored value that was repaired or is doubtful. */
export interface Remark extends Problem {
  is: 'repair' | 'warning'
}

/** The rules for one request, and for the CSV of the API. */
export const ordinaryRules = (country: PhoneCountry): CallbackRules => ({
  dates: 'YYYY-MM-DD',
  phones: {country, mode: 'warn'},
})

/** The value of a field as stored; undefined for none, a Problem when it is invalid. */
export function checkField(
  field: CallbackField,
  text: string,
  rules: CallbackRules,
): {value?: string | undefined; problem?: Problem | undefined; remarks: readonly Remark[]} {
  const checks = new Checks(rules)
  const value = checks.read(field, text)
  return {value, problem: checks.problems[0], remarks: checks.remarks}
}

/** Reads fields, and collects remarks about them. */
class Checks {
  readonly problems: Problem[] = []
  remarks: Remark[] = noRemarks
  readonly #rules: CallbackRules

  constructor(rules: CallbackRules) {
    this.#rules = rules
  }

  read(field: CallbackField, text: string | undefined): string | undefined {
    if (text === undefined || text === '') return undefined
    const reason = unstorable(text)
    if (reason !== undefined) return this.#refuse(field, text, reason)
    if (field === 'phoneNumber' || field === 'mobilePhoneNumber') return this.#phone(field, text)
    return field === 'dueDate' ? this.#date(text) : text
  }

  #phone(column: CallbackField, value: string): string | undefined {
    const {number, repair, warning, refusal} = readPhone(value, this.#rules.phones)
    if (refusal !== undefined) return this.#refuse(column, visible(value), phoneRefusals[refusal])
    if (repair !== undefined) this.#remark({is: 'repair', column, value, reason: `was read as ${number}`})
    if (warning !== undefined) this.#remark({is: 'warning', column, value, reason: phoneWarnings[warning]})
    return number
  }

  #date(value: string): string | undefined {
    const {dates, onDate} = this.#rules
    const reading = readDate(value, dates)
    onDate?.(reading)
    if (reading.refused === undefined) return reading.day
    return this.#refuse('dueDate', visible(value), noDateReason(reading, dates))
  }

  #refuse(column: CallbackField, value: string, reason: string): undefined {
    this.problems.push({column, value, reason})
    return undefined
  }

  #remark(remark: Remark): void {
    if (this.remarks === noRemarks) this.remarks = []
    this.remarks.push(remark)
  }
}

/** Shared by all requests without remarks, which are nearly all. */
const noRemarks: Remark[] = []

/** A request without a number is useless. */
export const noNumber: Problem = {column: 'phoneNumber', reason: 'a request needs a phoneNumber or a mobilePhoneNumber'}

/** Checks every field of a request, and reports all problems at once. */
export function checkCallback(
  input: CallbackInput,
  rules: CallbackRules,
): {callback: CheckedCallback; problems: Problem[]; remarks: Remark[]} {
  const checks = new Checks(rules)
  if (!input.phoneNumber && !input.mobilePhoneNumber) checks.problems.push(noNumber)
  // Written out instead of a loop, for speed: an import does this for every line.
  const callback = {
    phoneNumber: checks.read('phoneNumber', input.phoneNumber),
    mobilePhoneNumber: checks.read('mobilePhoneNumber', input.mobilePhoneNumber),
    firstName: checks.read('firstName', input.firstName),
    lastName: checks.read('lastName', input.lastName),
    company: checks.read('company', input.company),
    description: checks.read('description', input.description),
    dueDate: checks.read('dueDate', input.dueDate),
    period: checks.read('period', input.period),
  }
  return {callback, problems: checks.problems, remarks: checks.remarks}
}
