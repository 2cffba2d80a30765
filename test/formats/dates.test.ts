import {expect, test} from 'vitest'
import {dateFormats, isDate, parseDate} from '../../src/formats/dates.ts'
import {parseTime} from '../../src/formats/times.ts'

test.each(['2016-08-01', '2024-02-29', '2000-02-29', '1999-12-31', '0001-01-01', '9999-12-31', '2026-04-30'])(
  '%s is a day that exists',
  (text) => {
    expect(isDate(text)).toBe(true)
  },
)

test.each([
  '2025-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-01-32',
  '0000-01-01',
  '01/08/2016',
  '2016-8-1',
  '20160801',
  '2016-08-01T00:00:00',
  ' 2016-08-01',
  '2016-08-01\n',
  '-2016-08-01',
  '12016-08-01',
  'today',
  'tomorrow',
  'infinity',
  'now',
  '',
])('%j is none', (text) => {
  expect(isDate(text)).toBe(false)
})

test('every day of four years is a date, and nothing else of the form', () => {
  const days = new Set<string>()
  for (let day = Date.UTC(2023, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
    days.add(new Date(day).toISOString().slice(0, 10))
  }
  const two = (n: number) => String(n).padStart(2, '0')
  for (let year = 2023; year < 2027; year++) {
    for (let month = 0; month < 15; month++) {
      for (let day = 0; day < 34; day++) {
        const text = `${year}-${two(month)}-${two(day)}`
        expect(isDate(text), text).toBe(days.has(text))
      }
    }
  }
})

test.each([
  ['24/12/2026', '2026-12-24'],
  ['01/02/2026', '2026-02-01'],
  ['29/02/2024', '2024-02-29'],
  ['29/02/2025', undefined],
  ['12/24/2026', undefined],
  ['1/2/2026', undefined],
  ['01/02/26', undefined],
  ['2026-12-24', undefined],
  ['01-02-2026', undefined],
  ['01/02/2026 ', undefined],
  ['tomorrow', undefined],
  ['', undefined],
])('%j as DD/MM/YYYY is the day %s', (text, day) => {
  expect(parseDate(text, 'DD/MM/YYYY')).toBe(day)
})

test('a date is read in the format that was said, and in no other', () => {
  expect(parseDate('2026-12-24', 'YYYY-MM-DD')).toBe('2026-12-24')
  expect(parseDate('24/12/2026', 'YYYY-MM-DD')).toBeUndefined()
  for (const format of dateFormats) expect(parseDate('2026-02-30', format)).toBeUndefined()
})

test.each([
  ['09:00', '09:00:00'],
  ['17:30:15', '17:30:15'],
  ['00:00', '00:00:00'],
  ['23:59:59', '23:59:59'],
])('%s is the time %s', (text, time) => {
  expect(parseTime(text)).toBe(time)
})

test.each([
  '24:00',
  '9:00',
  '09:60',
  '09:00:60',
  '0900',
  '09h00',
  '09:00 ',
  ' 09:00',
  '09:00:00.5',
  'allballs',
  'now',
  '',
])('%j is no time', (text) => {
  expect(parseTime(text)).toBeUndefined()
})
