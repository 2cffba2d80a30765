import {freePhoneCell, joinGroups} from './phone-cleaning.ts'
import type {PhoneCountry} from './phone-country.ts'
import {type PhoneRefusal, refusalOf} from './phone-refusals.ts'
import {lostSpecialRate, type PhoneRepair, repairPhone, specialRate} from './phone-repair.ts'
import {isTextFormula} from './text-formula.ts'

/** What to do with a number that a spreadsheet has damaged: repair it, store it with a warning, or store it. */
export type PhoneMode = 'repair' | 'warn' | 'literal'

export interface PhoneRules {
  country: PhoneCountry
  mode: PhoneMode
}

/** Doubts about a number that is stored as typed. Each text continues after the value. */
export const phoneWarnings = {
  'lost-zero': 'seems to lack its leading 0',
  'lost-plus': "seems to lack the '+' in front of its country code",
  'trunk-zero': 'has a 0 after its country code, which makes it invalid',
  'special-rate-without-zero': 'seems to be a special-rate number that lacks its leading 0',
  'special-rate': 'is a special-rate number: the caller pays for the call',
} as const

export type PhoneWarning = keyof typeof phoneWarnings

/** The result of reading a cell: the number to store and what was changed, or why there is none. */
export type PhoneReading =
  | {number: string; repair: PhoneRepair | undefined; warning: PhoneWarning | undefined; refusal: undefined}
  | {number: undefined; repair: undefined; warning: undefined; refusal: PhoneRefusal}

/** The most frequent form, which needs no cleaning and no remark. */
const plainFrench = /^0[1-79][0-9]+$/
/** Most other cells, which only have separators to remove. Without this shortcut, a cell takes ten times as long. */
const pairedFrench = /^(?:0|\+33[ .]?|0033[ .]?)[1-79](?:[ .\u00a0\u202f-]?\d\d){4}$/
/** Only digits, which need no cleaning, and which no rule for texts refuses. */
const bareDigits = /^\+?\d{1,15}$/

/** The number that a cell holds. */
export function readPhone(cell: string, {country, mode}: PhoneRules): PhoneReading {
  if (country === 'FR') {
    if (cell.length === 10 && plainFrench.test(cell)) return accepted(cell)
    if (pairedFrench.test(cell)) return accepted(cell.replace(/[ .\u00a0\u202f-]/g, ''))
  }
  if (bareDigits.test(cell)) return inCountry(cell, country, mode)
  const freed = freePhoneCell(cell)
  const refusal = refusalOf(freed, country)
  if (refusal !== undefined) return refused(refusal)
  // A spreadsheet does not change texts.
  return inCountry(joinGroups(freed) ?? freed, country, mode === 'repair' && isTextFormula(cell) ? 'warn' : mode)
}

const inCountry = (number: string, country: PhoneCountry, mode: PhoneMode): PhoneReading =>
  country === 'FR' ? readFrench(number, mode) : accepted(number)

function readFrench(number: string, mode: PhoneMode): PhoneReading {
  if (mode !== 'literal' && lostSpecialRate.test(number))
    return mode === 'repair' ? refused('special-rate-without-zero') : accepted(number, 'special-rate-without-zero')
  const repaired = mode === 'literal' ? undefined : repairPhone(number)
  if (repaired !== undefined && mode === 'warn') return accepted(number, repaired.repair)
  const stored = repaired?.number ?? number
  return accepted(stored, specialRate.test(stored) ? 'special-rate' : undefined, repaired?.repair)
}

const accepted = (number: string, warning?: PhoneWarning, repair?: PhoneRepair): PhoneReading => ({
  number,
  repair,
  warning,
  refusal: undefined,
})

const refused = (refusal: PhoneRefusal): PhoneReading => ({
  number: undefined,
  repair: undefined,
  warning: undefined,
  refusal,
})
