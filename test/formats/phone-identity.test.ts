import fc from 'fast-check'
import {parsePhoneNumberFromString} from 'libphonenumber-js/min'
import {expect, test} from 'vitest'
import {cleanedNumber} from '../../src/formats/phone-cleaning.ts'
import {parsePhoneCountry} from '../../src/formats/phone-country.ts'
import * as phoneIdentity from '../../src/formats/phone-identity.ts'
import {phoneKey, searchPhone, storedIdentity} from '../../src/formats/phone-identity.ts'
import * as phoneNumber from '../../src/formats/phone-number.ts'
import {readPhone} from '../../src/formats/phone-number.ts'
import {keysOf, persons} from './phone-cases.ts'

const identityOf = phoneIdentity.phoneIdentity
const phones = {...phoneNumber, ...phoneIdentity}

test.each(persons)('%j', (group) => {
  if ('same' in group) expect(keysOf(group.same, phones).size).toBe(1)
  else expect(keysOf(group.different, phones).size).toBe(group.different.length)
})

test.each([
  ['0230210092', 'FR', '33230210092'],
  ['0800123456', 'FR', '33800123456'],
  ['#31#0230210092', 'FR', '33230210092'],
  ['*31#+33230210092', 'FR', '33230210092'],
  ['+330230210092', 'FR', '33230210092'],
  ['+3225551212', 'FR', '3225551212'],
  ['003225551212', 'FR', '3225551212'],
  ['025551212', 'BE', '3225551212'],
  ['+33230210092', 'none', '33230210092'],
  ['+390612345678', 'FR', '390612345678'],
  ['0230210092', 'none', undefined],
  ['0033230210092', 'none', undefined],
  ['33230210092', 'none', undefined],
  ['1001', 'FR', undefined],
  ['3631', 'FR', undefined],
  ['118712', 'FR', undefined],
  ['*12', 'FR', undefined],
  ['#31#1001', 'FR', undefined],
  ['*025551212', 'BE', undefined],
  ['025551212#12', 'BE', undefined],
  ['*21*0230210092#', 'FR', undefined],
  ['+33030210092', 'FR', undefined],
  ['+3961234567', 'FR', undefined],
  ['02302100920689746321', 'FR', undefined],
] as const)('%s under %s has the identity %s', (number, country, identity) => {
  expect(identityOf(number, country)).toBe(identity)
})

test.each([
  ['#31#1001', '1001'],
  ['*31#+33230210092', '0230210092'],
  ['#31#*12', '*12'],
])('%s is the number of %s', (one, other) => {
  expect(phoneKey(one, 'FR')).toBe(phoneKey(other, 'FR'))
})

test('an instruction inside a number is part of it', () => {
  expect(phoneKey('*21#31#1001', 'FR')).toBe('*21#31#1001')
})

test.each([
  ['0230210092', 'FR', 33230210092],
  ['1001', 'FR', 0],
  ['', 'FR', null],
  [null, 'FR', null],
  [undefined, 'FR', null],
] as const)('beside %j under %s is stored %j', (number, country, identity) => {
  expect(storedIdentity(number, country)).toBe(identity)
})

test.each([
  ['02 30 21 00 92', '0230210092'],
  ['#31# 1001', '#31#1001'],
  ['(02) 30 21 00 92', '0230210092'],
  ['02%', '02%'],
  ['not a number', 'not a number'],
  ['', ''],
  [null, null],
  [undefined, undefined],
])('%j of an older version would be stored as %j', (stored, cleaned) => {
  expect(cleanedNumber(stored)).toBe(cleaned)
})

test('a number without a country is not one with that country', () => {
  expect(phoneKey('33230210092', 'none')).not.toBe(phoneKey('+33230210092', 'none'))
})

test.each([
  ['FR', 'FR'],
  ['be', 'BE'],
  ['none', 'none'],
  ['XX', undefined],
  ['France', undefined],
  ['', undefined],
])('the country %j is %s', (text, country) => {
  expect(parsePhoneCountry(text)).toBe(country)
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

/** What the library itself makes of a number in France. */
function byLibrary(number: string): string | undefined {
  const known = parsePhoneNumberFromString(number, {defaultCountry: 'FR', extract: false})
  return known?.isValid() ? known.number.slice(1) : undefined
}

test('each beginning of a French number is valid to us when it is to the library', () => {
  for (let beginning = 0; beginning < 10_000; beginning++) {
    const number = `${String(beginning).padStart(4, '0')}${String((beginning * 7919) % 1_000_000).padStart(6, '0')}`
    expect(identityOf(number, 'FR')).toBe(byLibrary(number))
  }
})

const prefix = fc.constantFrom(
  ...['', '0', '00', '000', '+', '+0', '33', '+33', '0033', '330', '+330', '00330', '033', '0330', '00033'],
  ...['+3300', '003300', '+32', '0032', '+39', '+262', '+1', '001'],
)

test('a number in France is to us what it is to the library', () => {
  const number = fc.tuple(prefix, fc.integer({min: 0, max: 12}).chain(digits)).map((both) => both.join(''))
  fc.assert(
    fc.property(
      number.filter((text) => /^\+?\d+$/.test(text)),
      (text) => {
        expect(identityOf(text, 'FR')).toBe(byLibrary(text))
      },
    ),
    {numRuns: 1000},
  )
})

const nine = fc.stringMatching(/^[1-9]\d{8}$/)
const begins = fc.constantFrom(
  '0',
  '+33',
  '0033',
  '+33 (0)',
  '0033(0)',
  '33',
  '',
  '+330',
  '(+33) 0',
  '#31#0',
  'Tél. : 0',
)
const separator = fc.constantFrom('', ' ', '.', '-', '/', '\u00a0', '\u202f', '\u2013', '\u200b', ' - ', ') ')

/** A French number as somebody writes it: `rest` is its nine digits without the 0. */
const written = (rest: fc.Arbitrary<string>) =>
  fc.tuple(rest, begins, separator).map(([digit, begin, between]) => ({
    rest: digit,
    text: begin + digit.replace(/(?<=^.(?:..)*)(?=(?:..)+$)/g, between),
  }))

test('one number in any two spellings is one person, two numbers never are', () => {
  const near = fc.oneof(
    nine.map((rest) => [rest, rest]),
    fc.tuple(nine, nine),
    fc.tuple(nine, fc.nat({max: 8})).map(changed),
  )
  fc.assert(
    fc.property(
      near.chain(([one = '', other = '']) => fc.tuple(written(fc.constant(one)), written(fc.constant(other)))),
      ([one, other]) => {
        const same = searchPhone(one.text, 'FR').identity === searchPhone(other.text, 'FR').identity
        expect(same).toBe(one.rest === other.rest)
      },
    ),
    {numRuns: 1000},
  )
})

/** The same but for one digit. */
function changed([rest, index]: [string, number]): [string, string] {
  const digit = (Number(rest[index]) % 9) + 1
  return [rest, `${rest.slice(0, index)}${digit}${rest.slice(index + 1)}`]
}

test('what is typed is found as it was stored, repaired or not', () => {
  fc.assert(
    fc.property(written(nine), fc.constantFrom('repair', 'warn', 'literal'), ({text}, mode) => {
      const {number} = readPhone(text, {country: 'FR', mode})
      if (number === undefined) return
      const {identity, spellings} = searchPhone(text, 'FR')
      expect(identity).toBe(identityOf(number, 'FR'))
      expect(spellings).toContain(number)
    }),
    {numRuns: 1000},
  )
})

const french = ['0230210092', '230210092', '33230210092', '330230210092', '+33230210092', '+330230210092']
const belgian = ['025551212', '3225551212', '+3225551212', '003225551212']

test.each([
  ['02 30 21 00 92', 'FR', [...french, '0033230210092', '00330230210092']],
  ['+32 2 555 12 12', 'BE', belgian],
  ['+1 212 555 0123', 'US', ['2125550123', '12125550123']],
  ['+262 262 12 34 56', 'RE', ['0262123456', '262262123456']],
] as const)('%s under %s is also searched in its other spellings, hidden or not', (typed, country, spellings) => {
  const searched = searchPhone(typed, country).spellings
  for (const spelling of spellings)
    for (const hidden of ['', '#31#', '*31#']) expect(searched).toContain(hidden + spelling)
})

test('what has no digit is also searched as it stands, without what a stored number is compared without', () => {
  expect(searchPhone('n. -/\u00a0\u202fa', 'FR').spellings).toContain('n/a')
  expect(searchPhone('Tél.0230210092', 'FR').spellings).not.toContain('Tél0230210092')
})

test('each spelling of a search is the number that was typed', () => {
  const short = fc.stringMatching(/^[*#]?\d{1,8}$/)
  fc.assert(
    fc.property(
      fc.oneof(
        written(nine).map(({text}) => text),
        short,
      ),
      fc.constantFrom('FR', 'BE', 'none'),
      (text, country) => {
        const {cleaned, spellings} = searchPhone(text, country)
        expect(new Set(spellings.map((spelling) => phoneKey(spelling, country)))).toEqual(
          new Set([phoneKey(cleaned, country)]),
        )
      },
    ),
    {numRuns: 1000},
  )
})

test.each([
  ['', ''],
  ['230210092.0', '2302100920'],
  ['0230210092 0689746321', '02302100920689746321'],
  ['#31# 1001', '1001'],
  ['O23', 'O23'],
  ['0230210092 poste 12', '0230210092poste12'],
])('a search takes %j for %j', (text, cleaned) => {
  expect(searchPhone(text, 'FR')).toMatchObject({cleaned, identity: undefined})
})
