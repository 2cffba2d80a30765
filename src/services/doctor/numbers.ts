import {decimalNumber, longNumber, numberFacts} from '../../database/doctor/numbers.ts'
import {counted} from '../../formats/counted.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'
import {type Check, type Finding, orFine, warning} from './finding.ts'

/** Counts alone: the numbers are customers'. */
export const storedNumbers: Check = {
  name: 'stored numbers',
  needs: ['own tables'],
  async examine({db, schema, settings}) {
    const facts = await numberFacts(db, schema)
    const isFrench = settings.phoneCountry === 'FR'
    const found = [
      ...tooLong('phoneNumber', facts.longPhone, settings),
      ...tooLong('mobilePhoneNumber', facts.longMobile, settings),
      ...(isFrench ? decimal('phoneNumber', facts.decimalPhone, settings) : []),
      ...(isFrench ? decimal('mobilePhoneNumber', facts.decimalMobile, settings) : []),
      ...withoutIdentity(facts.withoutIdentity, settings),
    ]
    return orFine(found, 'stored numbers', 'each is one number, and is compared as one person')
  },
}

const tooLong = (field: string, count: number, settings: Settings): Finding[] =>
  damaged(
    count,
    `${field} of more digits than a number has: two numbers in one`,
    [`${field} like ${longNumber}`],
    settings,
  )

const decimal = (field: string, count: number, settings: Settings): Finding[] =>
  damaged(
    count,
    `${field} of ten digits without a 0 in front and with one at its end: a spreadsheet made it a decimal number`,
    [`${field} like ${decimalNumber}`, `${field} >= 1`],
    settings,
  )

const damaged = (count: number, what: string, filters: readonly string[], settings: Settings): Finding[] =>
  count === 0
    ? []
    : [
        warning('stored numbers', {
          what: `${counted(count, 'request')} with a ${what}`,
          why: 'nobody can be called under it',
          remedy: xivoctl(settings, 'callbacks', 'find', ...filters.flatMap((filter) => ['--filter', filter])),
        }),
      ]

const withoutIdentity = (count: number, settings: Settings): Finding[] =>
  count === 0
    ? []
    : [
        warning('stored numbers', {
          what: `${counted(count, 'request')} with a number whose identity is not computed`,
          why: 'another program wrote it; find, erase and duplicates know it under its common spellings only',
          remedy: xivoctl(settings, 'db', 'recompute-identities'),
        }),
      ]
