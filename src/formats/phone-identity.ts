import {parsePhoneNumberFromString} from 'libphonenumber-js/min'
import {freePhoneCell, joinGroups, separators} from './phone-cleaning.ts'
import type {PhoneCountry} from './phone-country.ts'

/** "Hide my number" is an instruction for the exchange, not part of the called number. */
const hiddenCaller = /^[#*]31#/
const hiddenCallers = ['', '#31#', '*31#']

/** The usual spelling of French numbers. */
const national = /^0[1-9]\d{8}$/
/** Every spelling of a French number, as in libphonenumber-js; a test compares the two. */
const french = /^(?:(?:\+|00)?330?|0?)([1-9]\d{8})$/
/** In France, a number without `+` or `00` is French or has no country. */
const abroad = /^(?:\+|00)/

/**
 * The E.164 form without `+`, for a `bigint`; undefined for numbers without one: short, internal, service codes, or invalid in their
 * country. `number` has been cleaned.
 */
export function phoneIdentity(number: string, country: PhoneCountry): string | undefined {
  if (country === 'FR' && national.test(number)) return `33${number.slice(1)}`
  const called = number.replace(hiddenCaller, '')
  if (country !== 'FR') return identityByLibrary(called, country)
  const rest = french.exec(called)?.[1]
  if (rest !== undefined) return `33${rest}`
  return abroad.test(called) ? identityByLibrary(called, country) : undefined
}

/** The library would turn `*12` into `+3312`. */
const digits = /^\+?\d+$/

function identityByLibrary(called: string, country: PhoneCountry): string | undefined {
  if (!digits.test(called)) return undefined
  const known = parsePhoneNumberFromString(called, country === 'none' ? undefined : country)
  return known?.isValid() ? known.number.slice(1) : undefined
}

/** The identity as stored beside the number: 0 for a number without one, null without a number. */
export function storedIdentity(number: string | null | undefined, country: PhoneCountry): number | null {
  return number ? Number(phoneIdentity(number, country) ?? 0) : null
}

/** A text that is equal for spellings of the same number: E.164, else the number as dialled. */
export function phoneKey(number: string, country: PhoneCountry): string {
  const identity = phoneIdentity(number, country)
  return identity === undefined ? number.replace(hiddenCaller, '') : `+${identity}`
}

/** What is left out of a stored number that is compared. */
const stored = /[ .\-\u00a0\u202f]/g

/** The number that a typed value means. */
export interface PhoneSearch {
  /** Compared with the identity beside a stored number. */
  identity?: string | undefined
  /** The typed value without separators and `#31#`. */
  cleaned: string
  /** Compared with a stored number without an identity. */
  spellings: string[]
}

/** Never refuses a number, because stored ones may be older than the rules. */
export function searchPhone(text: string, country: PhoneCountry): PhoneSearch {
  const freed = freePhoneCell(text)
  const cleaned = (joinGroups(freed) ?? freed.replace(separators, '')).replace(hiddenCaller, '')
  const identity = phoneIdentity(cleaned, country)
  // What older rows have in place of a number: 'n/a'.
  const spellings = new Set([cleaned, ...(/\d/.test(text) ? [] : [text.replace(stored, '')])])
  if (identity !== undefined)
    for (const spelling of commonSpellings(identity))
      if (phoneIdentity(spelling, country) === identity) spellings.add(spelling)
  return {
    identity,
    cleaned,
    spellings: hiddenCallers.flatMap((prefix) => [...spellings].map((spelling) => prefix + spelling)),
  }
}

/** Country codes have one to three digits; what is no number of the same identity is left out later. */
const commonSpellings = (identity: string): string[] =>
  [1, 2, 3].flatMap((digits) => {
    const [country, rest] = [identity.slice(0, digits), identity.slice(digits)]
    const international = [identity, `${country}0${rest}`]
    return [`0${rest}`, rest, ...international.flatMap((number) => [number, `+${number}`, `00${number}`])]
  })
