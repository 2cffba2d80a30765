import {describe, expect, test} from 'vitest'
import {daysAfter} from '../../src/formats/dates.ts'
import {
  isAlwaysClosed,
  isOpenOn,
  openingAtMoment,
  opensAfter,
  opensOnOrAfter,
  type Period,
  periodsThatNeverMatch,
  type ReadSchedule,
  readSchedule,
} from '../../src/formats/schedules.ts'

type Fields = Partial<Period>

const period = (fields: Fields): Period => ({
  mode: 'opened',
  hours: null,
  weekdays: null,
  monthdays: null,
  months: null,
  ...fields,
})

const schedule = (periods: Fields[], timezone: string | null = 'Europe/Paris') => ({
  timezone,
  periods: periods.map(period),
})

const read = (...given: Parameters<typeof schedule>): ReadSchedule => {
  const found = readSchedule(schedule(...given))
  if (typeof found === 'string') throw new Error(found)
  return found
}

const office: Fields[] = [
  {hours: '08:00-12:00', weekdays: '1-5'},
  {hours: '14:00-18:00', weekdays: '1-5'},
]
const christmas: Fields = {mode: 'closed', monthdays: '25', months: '12'}
const night: Fields[] = [{hours: '22:00-23:59'}, {hours: '00:00-05:59'}]
/** The second Sunday of a month, as XiVO's form writes it. */
const secondSunday: Fields = {hours: '09:00-09:59', weekdays: '7', monthdays: '8-14'}

describe('a schedule at a moment', () => {
  // 2026-11-30 is a Monday. Paris is an hour ahead of UTC in winter, two in summer.
  test.each<[Fields[], string, boolean]>([
    [office, '2026-11-30T07:59+01:00', false],
    [office, '2026-11-30T08:00+01:00', true],
    [office, '2026-11-30T12:00:59.999+01:00', true],
    [office, '2026-11-30T12:01+01:00', false],
    [office, '2026-11-30T13:59:59+01:00', false],
    [office, '2026-11-30T14:00+01:00', true],
    [office, '2026-12-04T18:00+01:00', true],
    [office, '2026-12-05T09:00+01:00', false],
    [office, '2026-12-06T09:00+01:00', false],
    [office, '2026-07-01T08:00+02:00', true],
    [office, '2026-07-01T07:00+01:00', true],
    [office, '2026-07-01T06:59+01:00', false],
    [[...office, christmas], '2026-12-25T09:00+01:00', false],
    [[christmas, ...office], '2026-12-25T09:00+01:00', false],
    [[...office, christmas], '2026-12-24T09:00+01:00', true],
    [[...office, {mode: 'closed', hours: '09:00-09:30'}], '2026-11-30T09:30:59+01:00', false],
    [[...office, {mode: 'closed', hours: '09:00-09:30'}], '2026-11-30T09:31+01:00', true],
    [night, '2026-11-30T21:59+01:00', false],
    [night, '2026-11-30T23:59:59+01:00', true],
    [night, '2026-12-01T00:00+01:00', true],
    [night, '2026-12-01T06:00+01:00', false],
    [[secondSunday], '2026-11-08T09:00+01:00', true],
    [[secondSunday], '2026-11-15T09:00+01:00', false],
    [[secondSunday], '2026-11-09T09:00+01:00', false],
    [[{}], '2026-01-01T03:00+01:00', true],
    [[{hours: '', weekdays: '', monthdays: '', months: ''}], '2026-01-01T03:00+01:00', true],
    [[{hours: '00:00-23:59'}], '2026-11-30T23:59:59+01:00', true],
    [[{weekdays: '1,3-4,7'}], '2026-12-01T09:00+01:00', false],
    [[{weekdays: '1,3-4,7'}], '2026-12-03T09:00+01:00', true],
    [[{months: '12,1'}], '2026-01-31T23:59:59+01:00', true],
    [[{months: '12,1'}], '2026-02-01T00:00+01:00', false],
    [[{weekdays: '5-1'}], '2026-12-04T09:00+01:00', false],
    [[{weekdays: ' 1 , 2 - 3 '}], '2026-12-01T09:00+01:00', true],
    [[], '2026-11-30T09:00+01:00', false],
    [[christmas], '2026-11-30T09:00+01:00', false],
    // Clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
    [[{hours: '02:30-03:30'}], '2026-03-29T00:59:59Z', false],
    [[{hours: '02:30-03:30'}], '2026-03-29T01:00:00Z', true],
    [[{hours: '02:30-02:59'}], '2026-10-25T00:30Z', true],
    [[{hours: '02:30-02:59'}], '2026-10-25T01:00Z', false],
    [[{hours: '02:30-02:59'}], '2026-10-25T01:30Z', true],
  ])('%j at %s: %s', (periods, at, open) => {
    expect(openingAtMoment(read(periods), Date.parse(at)).open).toBe(open)
  })

  test.each([
    ['Pacific/Auckland', '2026-11-29T19:00Z', true],
    ['Pacific/Auckland', '2026-11-29T18:59Z', false],
    ['America/Martinique', '2026-11-30T11:59Z', false],
    ['America/Martinique', '2026-11-30T12:00Z', true],
    ['Asia/Kolkata', '2026-11-30T02:30Z', true],
    ['UTC', '2026-11-30T08:00Z', true],
  ])('is that of its time zone: %s at %s', (timezone, at, open) => {
    expect(openingAtMoment(read(office, timezone), Date.parse(at)).open).toBe(open)
  })

  test('names the period that closes it, which has a destination of its own', () => {
    const by = openingAtMoment(read([...office, christmas]), Date.parse('2026-12-25T09:00+01:00'))
    expect(by).toEqual({open: false, by: period(christmas)})
    expect(openingAtMoment(read(office), Date.parse('2026-12-05T09:00+01:00'))).toEqual({open: false})
  })
})

describe('when a closed schedule opens', () => {
  test.each<[Fields[], string, string | undefined]>([
    [office, '2026-12-04T18:01+01:00', '2026-12-07T07:00:00.000Z'],
    [office, '2026-11-30T12:30+01:00', '2026-11-30T13:00:00.000Z'],
    [[...office, christmas], '2026-12-24T20:00+01:00', '2026-12-28T07:00:00.000Z'],
    [[...office, {mode: 'closed', hours: '09:00-09:30'}], '2026-11-30T09:10+01:00', '2026-11-30T08:31:00.000Z'],
    [[{monthdays: '29', months: '2'}], '2026-03-01T00:00+01:00', '2028-02-28T23:00:00.000Z'],
    [[{hours: '02:30-03:30'}], '2026-03-29T00:30Z', '2026-03-29T01:00:00.000Z'],
    [[{hours: '02:15-02:45'}], '2026-03-28T20:00Z', '2026-03-30T00:15:00.000Z'],
    [[{hours: '02:30-02:59'}], '2026-10-25T01:10Z', '2026-10-25T01:30:00.000Z'],
    [[christmas], '2026-12-25T09:00+01:00', undefined],
  ])('%j after %s: %s', (periods, at, opens) => {
    const found = opensAfter(read(periods), Date.parse(at))
    expect(found && new Date(found).toISOString()).toBe(opens)
  })
})

const daily: Fields[] = [{hours: '09:00-17:00'}]

/** `o` is a day on which it is open at some time. The first one is Friday, 2026-03-20; blanks stand before Mondays. */
describe('40 days of a schedule, 2026-03-20 to 2026-04-28', () => {
  const everyDay = 'ooo ooooooo ooooooo ooooooo ooooooo ooooooo oo'
  const neverOpen = '... ....... ....... ....... ....... ....... ..'
  const workdays = 'o.. ooooo.. ooooo.. ooooo.. ooooo.. ooooo.. oo'
  const allButMarch29 = 'ooo oooooo. ooooooo ooooooo ooooooo ooooooo oo'
  test.each<[why: string, days: string, periods: Fields[], timezone?: string]>([
    ['a period without conditions matches always', everyDay, [{}]],
    ['an empty text is no condition', everyDay, [{hours: '', weekdays: '', monthdays: '', months: ''}]],
    ['without a period it is closed', neverOpen, []],
    ['with closed periods only it is closed', neverOpen, [christmas]],
    ['hours alone open every day', everyDay, daily],
    ['weekdays 1-5 are Monday to Friday', workdays, office],
    ['weekdays 7 is Sunday', '..o ......o ......o ......o ......o ......o ..', [{weekdays: '7'}]],
    ['a list of weekdays', '..o o.oo..o o.oo..o o.oo..o o.oo..o o.oo..o o.', [{weekdays: '1,3-4,7'}]],
    ['weekdays 0, 8 and 5-1 match no day', neverOpen, [{weekdays: '0'}, {weekdays: '8'}, {weekdays: '5-1'}]],
    ['a list of days of the month', '... ..oo... ....... ....... ....... .....oo ..', [{monthdays: '25,26'}]],
    ['April has no 31st', '... ....... .o..... ....... ....... ....... ..', [{monthdays: '31'}]],
    ['monthdays 30-2 match no day', neverOpen, [{monthdays: '30-2'}]],
    [
      'from the 30th, and to the 2nd',
      '... ....... oooo... ....... ....... ....... ..',
      [{monthdays: '30-31'}, {monthdays: '1-2'}],
    ],
    ['month 4 begins on a Wednesday', '... ....... ..ooooo ooooooo ooooooo ooooooo oo', [{months: '4'}]],
    ['December and January are not here', neverOpen, [{months: '12,1'}]],
    ['months 11-2 match no day', neverOpen, [{months: '11-2'}]],
    [
      'all conditions of a period count',
      'o.. ....o.. ....... ....... ....... ....... ..',
      [{weekdays: '5', monthdays: '20-31', months: '3'}],
    ],
    [
      'one period of several is enough',
      'o.. ....o.. ......o ......o ......o ......o ..',
      [
        {weekdays: '5', months: '3', monthdays: '20-27'},
        {weekdays: '7', months: '4'},
      ],
    ],
    [
      'a closed period wins over opened ones',
      'o.. ooooo.. ooooo.. .oooo.. ooooo.. ooooo.. oo',
      [...office, {mode: 'closed', monthdays: '6', months: '4'}],
    ],
    [
      'it wins also when it stands first',
      'o.. ooooo.. ooooo.. .oooo.. ooooo.. ooooo.. oo',
      [{mode: 'closed', monthdays: '6', months: '4'}, ...office],
    ],
    [
      'closed for a week',
      'o.. ooooo.. ooooo.. ....... ooooo.. ooooo.. oo',
      [...office, {mode: 'closed', monthdays: '6-12', months: '4'}],
    ],
    [
      'closed in the morning, open in the afternoon',
      workdays,
      [...office, {mode: 'closed', hours: '08:00-12:00', weekdays: '1'}],
    ],
    [
      'closed during all its hours',
      'o.. oo.oo.. oo.oo.. oo.oo.. oo.oo.. oo.oo.. oo',
      [...office, {mode: 'closed', hours: '08:00-18:00', weekdays: '3'}],
    ],
    ['12:00 is part of 08:00-12:00', everyDay, [{hours: '08:00-12:00'}, {mode: 'closed', hours: '08:00-11:59'}]],
    [
      '18:00 is part of closed 17:00-18:00',
      neverOpen,
      [{hours: '17:00-18:00'}, {mode: 'closed', hours: '17:00-18:00'}],
    ],
    [
      'two closed periods meet',
      neverOpen,
      [{hours: '09:00-17:00'}, {mode: 'closed', hours: '09:00-12:59'}, {mode: 'closed', hours: '13:00-17:00'}],
    ],
    [
      'a minute between two closed periods',
      everyDay,
      [{hours: '09:00-17:00'}, {mode: 'closed', hours: '09:00-12:59'}, {mode: 'closed', hours: '13:01-17:00'}],
    ],
    ['over midnight in two periods', everyDay, night],
    ['days are those of its time zone, in the east', workdays, office, 'Pacific/Auckland'],
    ['and in the west', workdays, office, 'Pacific/Honolulu'],
    // Paris: clocks go from 02:00 to 03:00 on March 29.
    ['all its hours are left out when clocks are put forward', allButMarch29, [{hours: '02:00-02:59'}], 'Europe/Paris'],
    ['its last minute is not', everyDay, [{hours: '02:30-03:00'}], 'Europe/Paris'],
    [
      'closed from the moment of the change on',
      allButMarch29,
      [{hours: '02:00-03:59'}, {mode: 'closed', hours: '03:00-03:59'}],
      'Europe/Paris',
    ],
    ['no change in UTC', everyDay, [{hours: '02:00-02:59'}], 'UTC'],
    // Beirut: from 00:00 to 01:00 on March 29, so that the day begins at 01:00.
    ['a day without its first hour', allButMarch29, [{hours: '00:00-00:59'}], 'Asia/Beirut'],
    ['the day before is whole', everyDay, [{hours: '23:00-23:59'}], 'Asia/Beirut'],
    // Sydney: from 03:00 back to 02:00 on April 5.
    ['an hour that comes twice', everyDay, [{hours: '02:00-02:59'}], 'Australia/Sydney'],
    ['Christmas is not here', workdays, [...office, christmas]],
  ])('%s', (_, days, periods, timezone) => {
    const found = read(periods, timezone)
    const marks = Array.from({length: 40}, (_, i) => (isOpenOn(found, daysAfter('2026-03-20', i)) ? 'o' : '.'))
    expect(marks.join('')).toBe(days.replaceAll(' ', ''))
  })
})

describe('the first open day from a day on', () => {
  test.each<[Fields[], string, string | undefined]>([
    [office, '2026-12-04', '2026-12-04'],
    [office, '2026-12-05', '2026-12-07'],
    [[...office, christmas], '2026-12-25', '2026-12-28'],
    [[{monthdays: '29', months: '2'}], '2026-03-01', '2028-02-29'],
    [[{monthdays: '29', months: '2'}], '2096-03-01', '2104-02-29'],
    [[{hours: '02:00-02:59'}], '2026-03-29', '2026-03-30'],
    [[christmas], '2026-12-25', undefined],
    [[...office, {mode: 'closed', monthdays: '31', months: '12'}], '9999-12-31', undefined],
    [[{monthdays: '30', months: '2'}], '2026-12-25', undefined],
  ])('%j, %s: %s', (periods, day, opens) => {
    expect(opensOnOrAfter(read(periods), day)).toBe(opens)
  })
})

describe('what XiVO cannot read', () => {
  test.each<[Fields, string]>([
    ...['22:00-06:00', '00:00-24:00', '8:00-9:00', '*', '08:00-12:00,14:00-18:00', ' 08:00-12:00', '08:60-09:00'].map(
      (hours): [Fields, string] => [{hours}, `hours '${hours}'`],
    ),
    ...['*', 'mon-fri', '1-', '-1', '1,', '1-2-3', '1.5'].map((weekdays): [Fields, string] => [
      {weekdays},
      `weekdays '${weekdays}'`,
    ]),
    [{monthdays: 'first'}, "monthdays 'first'"],
    [{months: 'jan'}, "months 'jan'"],
  ])('%j', (fields, told) => {
    expect(readSchedule(schedule([...office, fields]))).toBe(told)
  })

  test.each([
    [null, 'no time zone'],
    ['', 'no time zone'],
    ['Europe/Pari', "time zone 'Europe/Pari'"],
    ['+02:00', "time zone '+02:00'"],
  ])('time zone %s', (timezone, told) => {
    expect(readSchedule(schedule(office, timezone))).toBe(told)
  })
})

test.each<[Fields[], boolean]>([
  [office, false],
  [[], true],
  [[christmas], true],
  [[{weekdays: '0'}, {weekdays: '5-1'}], true],
  [[{monthdays: '30-2'}], true],
  [[{months: '11-2'}], true],
  [[...office, {mode: 'closed'}], true],
  [[...office, {mode: 'closed', hours: '08:00-17:59'}], false],
  [[{hours: '08:00-18:00'}, {mode: 'closed', hours: '08:00-18:00'}], true],
  [[{monthdays: '29', months: '2', weekdays: '1'}], false],
])('%j is always closed: %s', (periods, closed) => {
  expect(isAlwaysClosed(read(periods))).toBe(closed)
})

test('periods that no day meets are found among the others', () => {
  const never: Fields[] = [
    {weekdays: '0'},
    {weekdays: '8'},
    {weekdays: '5-1'},
    {monthdays: '30-2'},
    {months: '11-2'},
    {monthdays: '31', months: '4,6'},
  ]
  const periods = [...office, christmas, ...never, {monthdays: '29', months: '2'}]
  expect(periodsThatNeverMatch(read(periods))).toEqual(never.map(period))
})
