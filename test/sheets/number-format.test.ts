import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {builtInFormat, numberFormat, plain} from '../../src/sheets/number-format.ts'

const shown = (code: string, value: number, is1904 = false) => numberFormat(code, {is1904})(value)

const phone = 230210092

const formats: [code: string, value: number, text: string][] = [
  ['General', phone, '230210092'],
  ['General', 33230210092, '33230210092'],
  ['0', 33230210092, '33230210092'],
  ['0000000000', phone, '0230210092'],
  ['[$-40C]0000000000', phone, '0230210092'],
  ['00" "00" "00" "00" "00', phone, '02 30 21 00 92'],
  ['0#\\ ##\\ ##\\ ##\\ ##', phone, '02 30 21 00 92'],
  ['[$-40C]0#\\ ##\\ ##\\ ##\\ ##', phone, '02 30 21 00 92'],
  ['0#"."##"."##"."##"."##', phone, '02.30.21.00.92'],
  ['00-00-00-00-00', phone, '02-30-21-00-92'],
  ['"+33 "0', phone, '+33 230210092'],
  ['+33\\ #', phone, '+33 230210092'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 5551234, '555-1234'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 2125551234, '(212) 555-1234'],
  [
    '[>=3000000000000]#" "##" "##" "##" "###" "###" | "##;#" "##" "##" "##" "###" "###',
    1850475123456,
    '1 85 04 75 123 456',
  ],
  ['0000000000;@', phone, '0230210092'],
  ['0000000000;-0000000000;"none";@', 0, '0'],
  ['0000000000_);[Red]\\(0000000000\\)', phone, '0230210092'],
  ['* 0000000000', phone, '0230210092'],
  ['[Blue]00000', 1234, '01234'],
  ['#,##0', phone, '230210092'],
  ['#,##0.00\\ [$€-40C]', 12.5, '12.5'],
  ['0.00', phone, '230210092'],
  ['0000000000.00', phone, '0230210092'],
  ['0.00E+00', 33230210092, '33230210092'],
  ['0.00E+00', 44_000, '44000'],
  ['0E+00', 44_000, '44000'],
  ['00', 123, '123'],
  ['"x"00.0', 5, '05'],
  ['📱00', 5, '📱05'],
  ['[Magenta]00', 5, '05'],
  ['e', 44_000, '2020-06-18'],
  ['ggge', 44_000, '2020-06-18'],
  ['##0.0E+0', 33230210092, '33230210092'],
  ['0%', 0.5, '0.5'],
  ['# ?/?', 0.5, '0.5'],
  ['0', 12.5, '12.5'],
  ['0000000000', -5, '-5'],
  ['@', phone, '230210092'],
  ['General" km"', 12, '12'],
  ['', 12, '12'],
  ['dd/mm/yy', 46235, '2026-08-01'],
  ['yyyy\\-mm\\-dd', 46235, '2026-08-01'],
  ['[$-40C]d\\ mmmm\\ yyyy;@', 46235, '2026-08-01'],
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 46235, '2026-08-01'],
  ['mmm-yy', 46235, '2026-08-01'],
  ['mmmm', 46235, '2026-08-01'],
  ['[$-411]ge.m.d', 46235, '2026-08-01'],
  ['"due "dd/mm/yyyy', 46235, '2026-08-01'],
  ['m/d/yy h:mm', 46235.999, '2026-08-01'],
  ['dd/mm/yyyy', 46235 - 1e-11, '2026-08-01'],
  ['dd/mm/yyyy', 1, '1900-01-01'],
  ['dd/mm/yyyy', 59, '1900-02-28'],
  ['dd/mm/yyyy', 60, '1900-02-29'],
  ['dd/mm/yyyy', 61, '1900-03-01'],
  ['dd/mm/yyyy', 0, '1900-01-00'],
  ['dd/mm/yyyy', 2958465, '9999-12-31'],
  ['dd/mm/yyyy', 2958466, '2958466'],
  ['dd/mm/yyyy', phone, '230210092'],
  ['dd/mm/yyyy', -1, '-1'],
  ['h:mm', 0.4, '09:36'],
  ['h:mm AM/PM', 46235.75, '18:00'],
  ['hh:mm:ss', 0.5 + 1 / 86_400, '12:00:01'],
  ['[h]:mm:ss', 1.5, '36:00'],
  ['mm:ss', 0.25, '06:00'],
  ['[<10]"in "0;"out "0', 9, 'in 9'],
  ['[<10]"in "0;"out "0', 10, 'out 10'],
  ['[<=10]"in "0;"out "0', 10, 'in 10'],
  ['[<=10]"in "0;"out "0', 11, 'out 11'],
  ['[>10]"in "0;"out "0', 11, 'in 11'],
  ['[>10]"in "0;"out "0', 10, 'out 10'],
  ['[>=10]"in "0;"out "0', 10, 'in 10'],
  ['[>=10]"in "0;"out "0', 9, 'out 9'],
  ['[=10]"in "0;"out "0', 10, 'in 10'],
  ['[=10]"in "0;"out "0', 9, 'out 9'],
  ['[<>10]"in "0;"out "0', 9, 'in 9'],
  ['[<>10]"in "0;"out "0', 10, 'out 10'],
  ['0000;-0000', 0, '0000'],
  ['0000;-0000;"none"', 5, '0005'],
  ['0000;-0000;@', 0, '0000'],
  ['0000', 0, '0000'],
  ['"a;b "00', 5, 'a;b 05'],
  ['[$a;b-40C]00', 5, 'a;b05'],
  ['00 00', 1234, '12 34'],
  ['[$€-40C]00', 5, '€05'],
  ['[$US-$-409]00', 5, 'US-$05'],
  ['[hh]:mm', 1.5, '36:00'],
  ['[mm]:ss', 1.5, '36:00'],
  ['[ss]', 1.5, '36:00'],
  ['ge', 46235, '2026-08-01'],
  ['??0', 5, '5'],
  ['#', 0, ''],
  ['#000', 5, '005'],
  ['# 000', 5, '005'],
]

test.each(formats)('%s makes of %d: %s', (code, value, text) => {
  expect(shown(code, value)).toBe(text)
})

describe('days of 1904', () => {
  test.each([
    [0, '1904-01-01'],
    [60, '1904-03-01'],
    [44773, '2026-08-01'],
    [2957003, '9999-12-31'],
    [2957004, '2957004'],
  ])('%d is %s', (value, text) => {
    expect(shown('dd/mm/yyyy', value, true)).toBe(text)
  })
})

test.each([
  [0, '0'],
  [0.1 + 0.2, '0.30000000000000004'],
  [Number('1.1000000000000001'), '1.1'],
  [1e21, '1000000000000000000000'],
  [-1.5e-7, '-0.00000015'],
  [1e-7, '0.0000001'],
])('%d in plain digits is %s', (value, text) => {
  expect(plain(value)).toBe(text)
})

test('every number in plain digits reads back to itself', () => {
  fc.assert(
    fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), (value) => {
      const text = plain(value)
      expect(text).toMatch(/^-?\d+(?:\.\d+)?$/)
      expect(Number(text)).toBe(value === 0 ? 0 : value)
    }),
  )
})

test('every day from March 1900 on is the day that it was made of', () => {
  fc.assert(
    fc.property(fc.date({min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true}), (date) => {
      const day = date.toISOString().slice(0, 10)
      const serial = Math.floor(date.getTime() / 86_400_000) + 25_569
      expect(shown('dd/mm/yyyy', serial)).toBe(day)
      if (day > '1904-01-01') expect(shown('dd/mm/yyyy', serial - 1462, true)).toBe(day)
    }),
  )
})

test('a duration that no spreadsheet shows stays a number', () => {
  expect(shown('[m]', 1e20)).toBe('100000000000000000000')
  expect(shown('[h]:mm', 2_958_465)).toBe('71003160:00')
})

test('no format code and no number fails', () => {
  const code = fc.string({unit: fc.constantFrom(...'0#?,.%/E+-;@"\\[]$_*ymdhsGeneral<>=1 ')})
  fc.assert(
    fc.property(code, fc.double({noNaN: true, noDefaultInfinity: true}), (text, value) => {
      expect(shown(text, value)).not.toMatch(/e[+-]\d|NaN|undefined|Invalid/)
    }),
    {numRuns: 2000},
  )
})

describe('of the formats that a file names by number', () => {
  const ids = Array.from({length: 100}, (_, id) => id)
  const shownAs = (text: string) => ids.filter((id) => shown(builtInFormat(id), 46235.75) === text)
  const days = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]
  const times = [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]

  test('these show a day, with its time or without', () => {
    expect(shownAs('2026-08-01')).toEqual(days)
  })

  test('these show a time of day', () => {
    expect(shownAs('18:00')).toEqual(times)
  })

  test('one shows all hours', () => {
    expect(shownAs('1109658:00')).toEqual([46])
  })

  test('the others show the number', () => {
    expect(shownAs('46235.75')).toEqual(ids.filter((id) => ![...days, ...times, 46].includes(id)))
  })
})
