import fc from 'fast-check'
import {expect, test} from 'vitest'
import * as phoneIdentity from '../../src/formats/phone-identity.ts'
import * as phoneNumber from '../../src/formats/phone-number.ts'
import {type PhoneMode, type PhoneRules, phoneWarnings, readPhone} from '../../src/formats/phone-number.ts'
import {phoneRefusals} from '../../src/formats/phone-refusals.ts'
import {readCells, readingExpected, readingOf, storedCells} from './phone-cases.ts'

const phones = {...phoneNumber, ...phoneIdentity}

test.each(storedCells)('$cell is stored as $stored', ({cell, stored}) => {
  expect(readingOf({cell}, phones).number ?? null).toBe(stored)
})

test.each(readCells)('$cell under $country and $mode: $number $repair $warning $refusal', (each) => {
  expect(readingOf(each, phones)).toEqual(readingExpected(each))
})

test('each reason and each warning has a case', () => {
  expect(new Set(readCells.flatMap(({refusal, warning}) => [refusal, warning]))).toEqual(
    new Set([...Object.keys(phoneRefusals), ...Object.keys(phoneWarnings), undefined]),
  )
})

const anywhere: PhoneRules = {country: 'FR', mode: 'repair'}

test.each([
  ['a cell of 200 characters is read', '1'.repeat(200), 'too-many-digits'],
  ['a label belongs to the 200 characters', `Tél. ${'1'.repeat(195)}`, 'too-many-digits'],
  ['a longer cell is not', '1'.repeat(201), 'too-long'],
])('%s', (_, cell, refusal) => {
  expect(readPhone(cell, anywhere).refusal).toBe(refusal)
})

test('blanks around a number do not count', () => {
  expect(readPhone(`${' '.repeat(300)}0230210092${' '.repeat(300)}`, anywhere).number).toBe('0230210092')
})

const rules: fc.Arbitrary<PhoneRules> = fc.record({
  country: fc.constantFrom('FR', 'BE', 'none'),
  mode: fc.constantFrom<PhoneMode>('repair', 'warn', 'literal'),
})

/** What cells are made of, in any order. */
const pieces = fc.constantFrom(
  ...['0', '02', '30', '33', '0033', '2302', '0230210092', '+', '+33', '*', '#', '#31#', '(0)', '(', ')', '[', ']'],
  ...[' ', '\u00a0', '\u202f', '\n', '.', '-', '\u2013', '/', ' / ', ',', ';', "'", '=', '"', '\u200b', '\ufeff'],
  ...['Tél', 'tel:', 'poste', 'ou', 'E+', 'O', 'l', '٣', '３', '²', '\ud800', '☎'],
)
const cells = fc.oneof(
  fc.array(pieces, {maxLength: 12}).map((all) => all.join('')),
  fc.string({unit: 'binary'}),
)

test('what is stored holds only what Asterisk dials', () => {
  fc.assert(
    fc.property(cells, rules, (cell, rule) => {
      const {number = '0'} = readPhone(cell, rule)
      expect(number).toMatch(/^(?:[#*]31#)?\+?[\d*#]+$/)
      expect(number).toMatch(/^(?=.*\d)(?:\D*\d){1,19}\D*$/)
    }),
    {numRuns: 1000},
  )
})

test('what is stored is stored again as it is', () => {
  fc.assert(
    fc.property(cells, rules, (cell, rule) => {
      const {number} = readPhone(cell, rule)
      if (number === undefined) return
      expect(readPhone(number, rule)).toMatchObject({number, repair: undefined})
    }),
    {numRuns: 1000},
  )
})

test('without repairs the digits are those that were typed', () => {
  fc.assert(
    fc.property(cells, fc.constantFrom<PhoneMode>('warn', 'literal'), (cell, mode) => {
      const {number} = readPhone(cell, {country: 'FR', mode})
      if (number === undefined || /[([]/.test(cell)) return
      expect(number.replace(/\D/g, '')).toBe(cell.normalize('NFKC').replace(/[^0-9]/g, ''))
    }),
    {numRuns: 1000},
  )
})

test.each(["'", '(', ' ', "'tel:", '="', '0', '1 ', '0\u200b', '1.', 'a', '#', '0,', '1/'])(
  'a cell of a million times %j is refused at once',
  (piece) => {
    const start = performance.now()
    expect(readPhone(piece.repeat(1_000_000), {country: 'FR', mode: 'repair'}).refusal).toBeDefined()
    expect(performance.now() - start).toBeLessThan(1000)
  },
)
