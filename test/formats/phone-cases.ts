import {readFileSync} from 'node:fs'
import type * as phoneIdentity from '../../src/formats/phone-identity.ts'
import type * as phoneNumber from '../../src/formats/phone-number.ts'
import type {PhoneReading, PhoneRules} from '../../src/formats/phone-number.ts'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8'))

/** Cells as people write them, and what is stored under FR with repairs on: null when the cell is refused. */
export const storedCells: {cell: string; stored: string | null}[] = read('phones.json')

/** Numbers of one person, and of several. */
export const persons: ({same: string[]} | {different: string[]})[] = [
  ...read('phone-identity.json'),
  ...read('phone-persons.json'),
]

/** Cells with all that is told of them; under FR with repairs on if they do not say otherwise. */
export const readCells: (Partial<PhoneReading & PhoneRules> & {cell: string})[] = read('phone-cells.json')

export type Phones = Pick<typeof phoneNumber, 'readPhone'> & Pick<typeof phoneIdentity, 'phoneKey' | 'searchPhone'>

/** What the numbers of one group are, under FR: one entry when they are one person's. */
export const keysOf = (numbers: string[], {searchPhone, phoneKey}: Phones) =>
  new Set(numbers.map((number) => phoneKey(searchPhone(number, 'FR').cleaned, 'FR')))

export const readingOf = (
  {cell, country = 'FR', mode = 'repair'}: {cell: string} & Partial<PhoneRules>,
  {readPhone}: Phones,
) => readPhone(cell, {country, mode})

export const readingExpected = ({number, repair, warning, refusal}: Partial<PhoneReading>) => ({
  number,
  repair,
  warning,
  refusal,
})

/** Each case that these functions get wrong. */
export function wrongCases(phones: Phones): string[] {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  return [
    ...storedCells.filter(({cell, stored}) => (readingOf({cell}, phones).number ?? null) !== stored),
    ...readCells.filter((each) => !same(readingOf(each, phones), readingExpected(each))),
    ...persons.filter((group) =>
      'same' in group
        ? keysOf(group.same, phones).size > 1
        : keysOf(group.different, phones).size < group.different.length,
    ),
  ].map((each) => JSON.stringify(each))
}
