import {isFull} from './scale.ts'

/** Chance that can be repeated: the same seed, the same numbers. */
export interface Random {
  seed: number
  /** A whole number below `limit`. */
  below: (limit: number) => number
  pick: <T>(choices: readonly [T, ...T[]]) => T
  /** True once in so many times. */
  oneIn: (times: number) => boolean
}

/** The seed of this run: FAULTS_SEED, else the clock in full runs, and always the same one in the share of `npm test`. */
export const chosenSeed = Number(process.env.FAULTS_SEED ?? (isFull ? Date.now() % 1_000_000_007 : 1))

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    seed,
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    oneIn: (times) => below(times) === 0,
  }
}
