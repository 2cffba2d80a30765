import {snapshot} from '../../database/connection/transact.ts'
import {decimalNumber, longNumber, numberFacts} from '../../database/doctor/numbers.ts'
import {counted} from '../../formats/counted.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'
import {type Check, type Finding, orFine, warning} from './finding.ts'

/** Counts alone: the numbers are customers'. */
export const storedNumbers: Check = {
  name: 'stored numbers',
  needs: ['own tables'],
  isLong: true,
  async examine(context) {
    const {schema, settings} = context
    const facts = await snapshot(context, (trx) => numberFacts(trx, schema))
    const isFrench = settings.phoneCountry === 'FR'
    const found = [
      ...tooLong('phoneNumber', facts.longPhone, settings),
      ...tooLong('mobilePhoneNumber', facts.longMobile, settings),
      ...(isFrench ? decimal('phoneNumber', facts.decimalPhone, settings) : []),
      ...(isFrench ? decimal('mobilePhoneNumber', facts.decimalMobile, settings) : []),
      ...withoutIdentity(facts.withoutIdentity, settings),
    ]
    return orFine(found, 'stored numbers', 'every stored number is a single number, and its E.164 form is computed')
  },
}

const tooLong = (field: string, count: number, settings: Settings): Finding[] =>
  damaged(count, `${field} that is too long, probably two numbers in one`, [`${field} like ${longNumber}`], settings)

const decimal = (field: string, count: number, settings: Settings): Finding[] =>
  damaged(
    count,
    `${field} that a spreadsheet turned into a decimal number (ten digits, without the leading 0 and with an extra 0 at the end)`,
    [`${field} like ${decimalNumber}`, `${field} >= 1`],
    settings,
  )

const damaged = (count: number, what: string, filters: readonly string[], settings: Settings): Finding[] =>
  count === 0
    ? []
    : [
        warning('stored numbers', {
          what: `${counted(count, 'request')} with a ${what}`,
          why: 'it cannot be called',
          remedy: xivoctl(settings, 'callbacks', 'find', ...filters.flatMap((filter) => ['--filter', filter])),
        }),
      ]

const withoutIdentity = (count: number, settings: Settings): Finding[] =>
  count === 0
    ? []
    : [
        warning('stored numbers', {
          what: `${counted(count, 'request')} with a number whose identity is not computed`,
          why: "another program wrote it; 'callbacks find', 'callbacks erase' and the detection of duplicates find only its common spellings",
          remedy: xivoctl(settings, 'db', 'recompute-identities'),
        }),
      ]
