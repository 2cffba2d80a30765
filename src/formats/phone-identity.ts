import {parsePhoneNumberFromString} from 'libphonenumber-js/min'
import {freePhoneCell, joinGroups, separators} from './phone-cleaning.ts'
import type {PhoneCountry} from './phone-country.ts'

/** "Hide my number" is for the exchange: no part of whom is called. */
const hiddenCaller = /^[#*]31#/
const hiddenCallers = ['', '#31#', '*31#']

/** How most French numbers are written. */
const national = /^0[1-9]\d{8}$/
/** Each French number in each of its spellings, as libphonenumber-js sees it: the test compares the two. */
const french = /^(?:(?:\+|00)?330?|0?)([1-9]\d{8})$/
/** In France what has neither `+` nor `00` in front is a French number or has no country. */
const abroad = /^(?:\+|00)/

/**
 * E.164 without its `+`, for a `bigint`; undefined when the number has none: short, internal, a service code, or not
 * valid in its country. `number` is clean.
 */
export function phoneIdentity(number: string, country: PhoneCountry): string | undefined {
  if (country === 'FR' && national.test(number)) return `33${number.slice(1)}`
  const called = number.replace(hiddenCaller, '')
  if (country !== 'FR') return identityByLibrary(called, country)
  const rest = french.exec(called)?.[1]
  if (rest !== undefined) return `33${rest}`
  return abroad.test(called) ? identityByLibrary(called, country) : undefined
}

/** The library would make `+3312` of `*12`. */
const digits = /^\+?\d+$/

function identityByLibrary(called: string, country: PhoneCountry): string | undefined {
  if (!digits.test(called) || (country === 'none' && !called.startsWith('+'))) return undefined
  const known = parsePhoneNumberFromString(called, {
    extract: false,
    ...(country !== 'none' && {defaultCountry: country}),
  })
  return known?.isValid() ? known.number.slice(1) : undefined
}

/** As it is stored beside the number: 0 when it has none, null without a number. */
export function storedIdentity(number: string | null | undefined, country: PhoneCountry): number | null {
  return number ? Number(phoneIdentity(number, country) ?? 0) : null
}

/** A text that two numbers share when they are the same person's: E.164, else the number as it is dialled. */
export function phoneKey(number: string, country: PhoneCountry): string {
  const identity = phoneIdentity(number, country)
  return identity === undefined ? number.replace(hiddenCaller, '') : `+${identity}`
}

/** Whom a typed value means. */
export interface PhoneSearch {
  /** To be compared with the identity beside a stored number. */
  identity?: string | undefined
  /** What was typed, without separators and `#31#`. */
  cleaned: string
  /** To be compared with a stored number that has no identity beside it. */
  spellings: string[]
}

/** Never refuses: what is stored may be older than the rules. */
export function searchPhone(text: string, country: PhoneCountry): PhoneSearch {
  const freed = freePhoneCell(text)
  const cleaned = (joinGroups(freed) ?? freed.replace(separators, '')).replace(hiddenCaller, '')
  const identity = phoneIdentity(cleaned, country)
  const spellings = new Set([cleaned])
  if (identity !== undefined)
    for (const spelling of commonSpellings(identity))
      if (phoneIdentity(spelling, country) === identity) spellings.add(spelling)
  return {
    identity,
    cleaned,
    spellings: hiddenCallers.flatMap((prefix) => [...spellings].map((spelling) => prefix + spelling)),
  }
}

function commonSpellings(identity: string): string[] {
  const international = [`+${identity}`, `00${identity}`, identity]
  if (!identity.startsWith('33')) return international
  const rest = identity.slice(2)
  return [...international, `0${rest}`, rest, `+330${rest}`, `00330${rest}`, `330${rest}`]
}
