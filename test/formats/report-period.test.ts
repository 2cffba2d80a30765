import {expect, test} from 'vitest'
import {daysAfter} from '../../src/formats/dates.ts'
import {lastDays, lastMonth, lastWeek, medianOf} from '../../src/formats/report-period.ts'

test.each([
  ['2026-11-23', '2026-11-16', '2026-11-22'], // a Monday
  ['2026-11-28', '2026-11-16', '2026-11-22'],
  ['2026-11-29', '2026-11-16', '2026-11-22'], // a Sunday
  ['2026-01-02', '2025-12-22', '2025-12-28'],
  ['2026-03-30', '2026-03-23', '2026-03-29'], // after the change to summer time
])('on %s the last week is from %s to %s', (today, from, to) => {
  expect(lastWeek(today)).toEqual({from, to})
})

test.each([
  ['2026-11-30', '2026-10-01', '2026-10-31'],
  ['2026-01-01', '2025-12-01', '2025-12-31'],
  ['2024-03-31', '2024-02-01', '2024-02-29'],
])('on %s the last month is from %s to %s', (today, from, to) => {
  expect(lastMonth(today)).toEqual({from, to})
})

test('30 days include both ends', () => {
  expect(lastDays('2026-11-30')).toEqual({from: '2026-11-01', to: '2026-11-30'})
  expect(daysAfter('2024-02-28', 2)).toBe('2024-03-01')
})

test.each([
  [[], undefined],
  [[{value: 3, count: 0}], undefined],
  [[{value: 3, count: 1}], 3],
  [
    [
      {value: 9, count: 1},
      {value: 1, count: 1},
    ],
    1,
  ], // of two, the lower one, as percentile_disc
  [
    [
      {value: 2, count: 2},
      {value: 7, count: 3},
    ],
    7,
  ],
  [
    [
      {value: 2, count: 1},
      {value: 1, count: 1},
      {value: 2, count: 1},
      {value: 0, count: 1},
    ],
    1,
  ],
])('the median of %j is %s', (counts, median) => {
  expect(medianOf(counts)).toBe(median)
})
