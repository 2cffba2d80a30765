/** A median and how far the measurements lie from it. */
export interface Spread {
  median: number
  min: number
  max: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  const sum = around.reduce((total, value) => total + value, 0)
  return {median: sum / around.length, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN}
}

/** A limit that a figure should keep, and the least that it has to. */
export interface Goal {
  what: string
  value: number
  goal: number
  least?: number
}

export type Verdict = 'met' | 'acceptable' | 'missed'

export function judge({value, goal, least = goal}: Goal): Verdict {
  if (value <= goal) return 'met'
  return value <= least ? 'acceptable' : 'missed'
}
