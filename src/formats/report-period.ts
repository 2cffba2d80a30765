/** Days `YYYY-MM-DD`, both included. */
export interface Period {
  from: string
  to: string
}

const DAY_MS = 86_400_000

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Monday to Sunday before the week of this day. */
export function lastWeek(today: string): Period {
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7
  return {from: dayAfter(today, -sinceMonday - 7), to: dayAfter(today, -sinceMonday - 1)}
}

/** The calendar month before that of this day. */
export function lastMonth(today: string): Period {
  const to = dayAfter(`${today.slice(0, 8)}01`, -1)
  return {from: `${to.slice(0, 8)}01`, to}
}

/** The 30 days that end with this one. */
export const lastDays = (day: string): Period => ({from: dayAfter(day, -29), to: day})

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
