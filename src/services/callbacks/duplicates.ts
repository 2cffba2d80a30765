import type {KnownRequest} from '../../database/callbacks/imports.ts'
import type {PersonalFields} from '../../formats/callback-fields.ts'
import {foldName, mayBeOne, type PersonName} from '../../formats/person-names.ts'
import {cleanedNumber} from '../../formats/phone-cleaning.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {phoneKey} from '../../formats/phone-identity.ts'

/** The fields by which duplicates are recognised. */
export type Distinction = Pick<
  PersonalFields,
  'phoneNumber' | 'mobilePhoneNumber' | 'firstName' | 'lastName' | 'company'
> & {dueDate: string}

/**
 * The requests that are known. One is there already when another one has the same set of identities, the same due date and no
 * other name: two names behind one number, such as a switchboard's, are two people.
 */
export class Duplicates {
  readonly #country: PhoneCountry
  readonly #names = new Map<string, PersonName[]>()

  constructor(country: PhoneCountry, known: readonly KnownRequest[]) {
    this.#country = country
    for (const request of known) this.add(distinctionOf(request))
  }

  /** Is it new? Remembers it. */
  add({phoneNumber, mobilePhoneNumber, dueDate, ...name}: Distinction): boolean {
    const people = [phoneNumber, mobilePhoneNumber].flatMap((each) => (each ? [phoneKey(each, this.#country)] : []))
    const key = [...new Set(people)].sort().concat(dueDate).join('|')
    const folded = foldName(name)
    const names = this.#names.get(key)
    if (names === undefined) this.#names.set(key, [folded])
    else if (names.some((each) => mayBeOne(each, folded))) return false
    else names.push(folded)
    return true
  }
}

const distinctionOf = (row: KnownRequest): Distinction => ({
  phoneNumber: cleanedNumber(row.phone_number) ?? undefined,
  mobilePhoneNumber: cleanedNumber(row.mobile_phone_number) ?? undefined,
  firstName: row.first_name ?? undefined,
  lastName: row.last_name ?? undefined,
  company: row.company ?? undefined,
  dueDate: row.due_date,
})
