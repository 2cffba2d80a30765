import fc from 'fast-check'
import {expect, test} from 'vitest'
import {
  type DateFormat,
  DateFormsOfFile,
  dateFormatOf,
  dateFormats,
  daysAfter,
  FAR_DAY,
  farFrom,
  isDate,
  isTime,
  noDateReason,
  readDate,
} from '../../src/formats/dates.ts'
import {DatesOfFile} from '../../src/formats/dates-of-file.ts'
import {daysOf, dayWordOf} from '../../src/formats/day-words.ts'
import {parseTime} from '../../src/formats/times.ts'
import {dateCells, dayIn, mirrored} from './date-cases.ts'

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

test.each(dateCells)('$cell as DD/MM/YYYY is $date', ({cell, date}) => {
  expect(dayIn(readDate(cell, 'DD/MM/YYYY'))).toBe(date)
})

test.each(dateCells)('$cell mirrored as MM/DD/YYYY is $date', ({cell, date}) => {
  expect(dayIn(readDate(mirrored(cell), 'MM/DD/YYYY'))).toBe(date)
})

test.each([
  ['2026-8-1', '2026-08-01'],
  ['2026/08/01', '2026-08-01'],
  ['2026/8/1', '2026-08-01'],
  ['2026-08-01 00:00:00', '2026-08-01'],
  ['2026-08-01 0:00', '2026-08-01'],
  ['2026-08-01T00:00', '2026-08-01'],
  ['2026-08-01T00:00:00.000Z', '2026-08-01'],
  ['2026-08-01 00:00:00.000000', '2026-08-01'],
  ['2026-08-01T00:00:00+02:00', '2026-08-01'],
  ['2026-08-01 00:00:00+02', '2026-08-01'],
  ['2026-08-01 12:00:00 AM', '2026-08-01'],
  ['2026-08-01 12:00:00  AM', '2026-08-01'],
  ['2026-08-01 12:00 AM', '2026-08-01'],
  ['2026-08-01 12:00am', '2026-08-01'],
  ['2026-08-01   0:00', '2026-08-01'],
  ['2026-08-01 00h00', '2026-08-01'],
  ['2026-08-01 00:00:00+0200', '2026-08-01'],
])('%j is %s whatever format was said', (cell, day) => {
  for (const format of dateFormats) expect(readDate(cell, format)).toEqual({day})
})

test.each([
  ['8/1/2026 12:00:00 AM', '2026-08-01'],
  ['08.01.26', '2026-08-01'],
  ['12/31/99', '2099-12-31'],
])('%j as MM/DD/YYYY is %s', (cell, day) => {
  expect(readDate(cell, 'MM/DD/YYYY')).toMatchObject({day})
})

test.each([
  ['', 'not-a-date'],
  ['demain', 'not-a-date'],
  ['20260801', 'not-a-date'],
  ['01/08-2016', 'not-a-date'],
  ['2026-08', 'not-a-date'],
  ['1/8/016', 'not-a-date'],
  ['01/08', 'no-year'],
  ['12026-08-01', 'not-a-date'],
  ['2026/08/012', 'not-a-date'],
  ['101/08/2016', 'not-a-date'],
  ['2026-08-01 14:3', 'not-a-date'],
  ['2026-08-01   14:30', 'time-of-day'],
  ['30/02/2016', 'no-such-day'],
  ['2026-02-30', 'no-such-day'],
  ['2026-13-01', 'no-such-day'],
  ['00/00/0000', 'no-such-day'],
  ['0000-01-01', 'no-such-day'],
  ['2026-08-01 14:30', 'time-of-day'],
  ['2026-07-31T22:00:00.000Z', 'time-of-day'],
  ['2026-08-01 12:00 PM', 'time-of-day'],
  ['01/08/2016 14h30', 'time-of-day'],
  ['01/08/2016 00:00:01', 'time-of-day'],
  ['12/24/2026', 'other-way-round'],
  ['12/24/2026 14:30', 'other-way-round'],
  ['46235', 'serial-number'],
])('%j as DD/MM/YYYY is refused: %s', (cell, refused) => {
  expect(readDate(cell, 'DD/MM/YYYY')).toMatchObject({refused})
})

test('a serial number names its day, in every format', () => {
  for (const format of dateFormats) {
    for (const cell of ['46235', '46235.0', '46235,5', '46235.75']) {
      expect(readDate(cell, format)).toEqual({refused: 'serial-number', day: '2026-08-01'})
    }
    expect(readDate('60000', format)).toEqual({refused: 'serial-number', day: '2064-04-08'})
    expect(readDate('1000', format)).toEqual({refused: 'not-a-date'})
  }
})

test('where ISO was said, a cell of another form tells who would read it', () => {
  expect(readDate('24/12/2026', 'YYYY-MM-DD')).toEqual({refused: 'other-format', readers: ['DD/MM/YYYY']})
  expect(readDate('12/24/2026', 'YYYY-MM-DD')).toEqual({refused: 'other-format', readers: ['MM/DD/YYYY']})
  expect(readDate('01/08/2026', 'YYYY-MM-DD').readers).toEqual(['DD/MM/YYYY', 'MM/DD/YYYY'])
})

test('the flag for a file is the one that reads every date of it', () => {
  const others = (format: DateFormat, ...cells: string[]) => {
    const forms = new DateFormsOfFile()
    for (const cell of cells) forms.add(readDate(cell, format))
    return forms.otherThan(format)
  }
  expect(others('YYYY-MM-DD', '01/08/2026', '24/12/2026', '2026-01-01')).toEqual(['DD/MM/YYYY'])
  expect(others('YYYY-MM-DD', '01/08/2026')).toEqual(['DD/MM/YYYY', 'MM/DD/YYYY'])
  expect(others('DD/MM/YYYY', '08/01/2026', '12/24/2026')).toEqual(['MM/DD/YYYY'])
  expect(others('DD/MM/YYYY', '08/01/2026')).toEqual(['MM/DD/YYYY'])
  expect(others('DD/MM/YYYY', '24/12/2026', '12/24/2026')).toEqual([])
  expect(others('YYYY-MM-DD', '2026-01-01', 'demain')).toEqual([])
})

test('any day, written either way, comes back; its mirror image is never taken for it', () => {
  const day = fc.date({min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true})
  const how = fc.record({
    day,
    separator: fc.constantFrom('/', '-', '.'),
    padded: fc.boolean(),
    short: fc.boolean(),
    tail: fc.constantFrom('', ' 00:00', ' 00:00:00', 'T00:00:00.000Z'),
  })
  fc.assert(
    fc.property(how, ({day, separator, padded, short, tail}) => {
      const iso = day.toISOString().slice(0, 10)
      const [year = '', month = '', date = ''] = iso.split('-')
      const [m, d] = padded ? [month, date] : [String(Number(month)), String(Number(date))]
      const y = short ? year.slice(2) : year
      const french = [d, m, y].join(separator) + tail
      const american = [m, d, y].join(separator) + tail
      expect(readDate(french, 'DD/MM/YYYY')).toMatchObject({day: iso})
      expect(readDate(american, 'MM/DD/YYYY')).toMatchObject({day: iso})
      if (Number(date) > 12) {
        expect(readDate(american, 'DD/MM/YYYY')).toMatchObject({refused: 'other-way-round', readers: ['MM/DD/YYYY']})
        expect(readDate(french, 'MM/DD/YYYY')).toMatchObject({refused: 'other-way-round', readers: ['DD/MM/YYYY']})
      }
    }),
  )
})

test.each([
  ['2027-08-01', '2026-08-01', false],
  ['2027-08-02', '2026-08-01', true],
  ['2025-08-01', '2026-08-01', false],
  ['2025-07-31', '2026-08-01', true],
  ['2025-03-01', '2024-02-29', true],
  ['2016-08-01', '2026-08-01', true],
])('is %s more than a year from %s: %s', (day, today, far) => {
  expect(farFrom(today)(day)).toBe(far)
})

test('years before 1000 keep their four digits', () => {
  expect(farFrom('0500-06-01')('0500-06-02')).toBe(false)
  expect(farFrom('0500-06-01')('0501-06-02')).toBe(true)
})

test.each([
  ['2026-12-31', 1, '2027-01-01'],
  ['2024-03-01', -1, '2024-02-29'],
  ['2026-03-28', 7, '2026-04-04'],
  ['2026-03-28', 0, '2026-03-28'],
])('%s and %i days is %s', (day, days, after) => {
  expect(daysAfter(day, days)).toBe(after)
})

test.each([
  '2026-08-01',
  '2026-08-01T00:00',
  '2026-08-01 09:59',
  '2026-08-01t19:30:15z',
  '2026-08-01T23:59:59.5Z',
  '2026-08-01T20:00:00.123456+02:00',
  '2026-08-01T20:00-14:00',
  '2026-08-01T20:00+10:30',
])('%s is a moment', (text) => {
  expect(isTime(text)).toBe(true)
})

test.each([
  '',
  '2026-02-30T09:00',
  '2026-08-01T',
  '2026-08-01T9:00',
  '2026-08-01T24:00',
  '2026-08-01T09:60',
  '2026-08-01T09:00:60',
  '2026-08-01T09:00:00.',
  '2026-08-01T09:00:00.1234567',
  '2026-08-01T09:00+15:00',
  '2026-08-01T09:00+02:60',
  '2026-08-01T09:00+2',
  '2026-08-01T09:00 Z',
  '2026-08-01Tx09:00',
  '2026-08-01T09:00x',
  'T09:00',
  'now',
])('%j is no moment', (text) => {
  expect(isTime(text)).toBe(false)
})

test.each([
  ['today', {days: 0, months: 0}],
  ['Tomorrow', {days: 1, months: 0}],
  ['YESTERDAY', {days: -1, months: 0}],
  ['+3d', {days: 3, months: 0}],
  ['-2W', {days: -14, months: 0}],
  ['+1m', {days: 0, months: 1}],
  ['-1y', {days: 0, months: -12}],
  ['+99999d', {days: 99_999, months: 0}],
  ['+100000d', undefined],
  ['3d', undefined],
  ['+3', undefined],
  ['+3h', undefined],
  ['+xd', undefined],
  ['in +3d', undefined],
  ['+3days', undefined],
  ['toString', undefined],
  ['', undefined],
])('the word %j is %j', (text, word) => {
  expect(dayWordOf(text)).toEqual(word)
})

test.each([
  ['+1d', 1],
  ['-2w', -14],
  ['2026-08-01', undefined],
  ['tomorrow', undefined],
])('a due date moved by %j is moved by %s days', (text, days) => {
  expect(daysOf(text)).toBe(days)
})

test.each(['+1m', '-1y', '+3', '-'])('a due date is not moved by %j', (text) => {
  expect(() => daysOf(text)).toThrow(
    expect.objectContaining({
      message: `'${text}' is not a number of days or weeks`,
      hints: ['such as +1d, +2w or -3d'],
    }),
  )
})

test.each([
  ['46235', 'DD/MM/YYYY', `is a spreadsheet's serial number for 2026-08-01: format the column as a date`],
  ['01/08', 'DD/MM/YYYY', 'has no year'],
  ['01/08/2016 14:30', 'DD/MM/YYYY', 'has a time of day; a due date is only a day'],
  ['01/08/2016', 'YYYY-MM-DD', 'is not a date in YYYY-MM-DD, but it is one in DD/MM/YYYY or MM/DD/YYYY'],
  ['12/24/2016', 'DD/MM/YYYY', 'can only be read as MM/DD/YYYY'],
  ['30/02/2016', 'DD/MM/YYYY', 'is not a date that exists; dates are DD/MM/YYYY'],
] as const)('%s as %s %s', (cell, format, reason) => {
  expect(noDateReason(readDate(cell, format), format)).toBe(reason)
})

test('a day too far away has its remark', () => {
  expect(FAR_DAY).toBe('is more than a year away')
})

function fileOf(format: DateFormat | undefined, ...cells: string[]): DatesOfFile {
  const dates = new DatesOfFile(format)
  for (const cell of cells) dates.add(readDate(cell, dates.format))
  return dates
}

test('dates of a file are ISO when nothing else is said', () => {
  expect(new DatesOfFile().format).toBe('YYYY-MM-DD')
})

test('one date with day and month exchanged stops the whole file', () => {
  const dates = fileOf('DD/MM/YYYY', '08/01/2026', '12/24/2026', 'demain')
  expect(() => dates.check()).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/day and month exchanged.*\(DD\/MM\/YYYY was expected\): nothing was imported$/),
      hints: [{give: 'dates', value: 'MM/DD/YYYY', when: 'if the file uses another date format'}],
    }),
  )
})

test('a date of another format does not stop it, but tells which format to give', () => {
  const dates = fileOf('YYYY-MM-DD', '24/12/2026', '2026-08-01')
  expect(() => dates.check()).not.toThrow()
  expect(dates.hints()).toEqual([{give: 'dates', value: 'DD/MM/YYYY', when: 'if the file uses another date format'}])
})

test('a file without such dates has no remedy', () => {
  const dates = fileOf('DD/MM/YYYY', '01/08/2026', 'demain', '30/02/2026')
  expect(() => dates.check()).not.toThrow()
  expect(dates.hints()).toEqual([])
})

test.each([
  ['dd/mm/yyyy', 'DD/MM/YYYY'],
  ['Mm/Dd/Yyyy', 'MM/DD/YYYY'],
  ['YYYY-MM-DD', 'YYYY-MM-DD'],
  ['DD-MM-YYYY', undefined],
])('the format %s is %s', (text, format) => {
  expect(dateFormatOf(text)).toBe(format)
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

test('a day after the year 9999 is refused', () => {
  expect(daysAfter('9999-12-30', 1)).toBe('9999-12-31')
  expect(() => daysAfter('9999-12-31', 1)).toThrow('1 days from 9999-12-31, it is not a year between 1 and 9999')
})
