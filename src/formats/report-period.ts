import {daysAfter} from './dates.ts'

/** Days `YYYY-MM-DD`, both included. */
export interface Period {
  from: string
  to: string
}

/** The Monday of the week of this day. */
export const mondayOf = (day: string): string => daysAfter(day, -((new Date(day).getUTCDay() + 6) % 7))

/** Monday to Sunday before the week of this day. */
export function lastWeek(today: string): Period {
  const monday = mondayOf(today)
  return {from: daysAfter(monday, -7), to: daysAfter(monday, -1)}
}

/** The calendar month before that of this day. */
export function lastMonth(today: string): Period {
  const to = daysAfter(`${today.slice(0, 8)}01`, -1)
  return {from: `${to.slice(0, 8)}01`, to}
}

/** The 30 days that end with this one. */
export const lastDays = (day: string): Period => ({from: daysAfter(day, -29), to: day})

/** The smallest value that at least half of all values do not exceed, of values that come so many times. */
export function medianOf(counts: readonly {value: number; count: number}[]): number | undefined {
  const inOrder = [...counts].sort((a, b) => a.value - b.value)
  const all = inOrder.reduce((total, {count}) => total + count, 0)
  let passed = 0
  return inOrder.find(({count}) => {
    passed += count
    return 2 * passed >= all && count > 0
  })?.value
}
