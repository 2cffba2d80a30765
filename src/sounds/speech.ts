/** In seconds. */
const TIME_CONSTANT = 0.03
const HANGOVER = 0.2
/** Between the level of speech and the threshold above which it is speech, in dB. */
const MARGIN = 15.9

const THRESHOLDS = 15
const FULL = 32_768

/** From 1 to half the maximum, each twice the one before. */
const thresholds = Float64Array.from({length: THRESHOLDS}, (_, i) => 2 ** i)

/**
 * The active speech level of ITU-T P.56, method B: the mean power of a sound while its envelope, smoothed twice, was above a threshold,
 * or was within the last 0.2 s; the threshold is the one that lies 15.9 dB below that level.
 */
export class SpeechMeter {
  private readonly smoothing: number
  private readonly hangover: number
  /** Smoothed once, and twice; in an array of floats, because V8 would make an object of each number in the loop otherwise. */
  private readonly envelope = new Float64Array(2)
  private steps = 0
  /** How many thresholds the envelope is above. */
  private above = 0
  /** For each threshold: the steps in which there was speech, and the step in which the envelope last crossed it, up or down. */
  private readonly active = new Array<number>(THRESHOLDS).fill(0)
  private readonly crossed = new Array<number>(THRESHOLDS).fill(Number.NEGATIVE_INFINITY)

  constructor(stepsPerSecond: number) {
    this.smoothing = Math.exp(-1 / (stepsPerSecond * TIME_CONSTANT))
    this.hangover = Math.ceil(HANGOVER * stepsPerSecond)
  }

  /** For each of the first `steps`: the mean of its samples without their sign. */
  add(loudness: Float64Array, steps: number): void {
    const {smoothing} = this
    let {above} = this
    let once = this.envelope[0] as number
    let twice = this.envelope[1] as number
    for (let i = 0; i < steps; i++) {
      once = smoothing * once + (1 - smoothing) * (loudness[i] as number)
      twice = smoothing * twice + (1 - smoothing) * once
      // Each threshold is a power of two, so this is the number of those that are not above it.
      const now = Math.min(THRESHOLDS, 32 - Math.clz32(twice))
      if (now === above) continue
      this.cross(now, this.steps + i)
      above = now
    }
    this.envelope.set([once, twice])
    this.steps += steps
  }

  private cross(above: number, step: number): void {
    for (let i = Math.min(above, this.above); i < Math.max(above, this.above); i++) {
      this.active[i] = this.activeAt(i, step)
      this.crossed[i] = step
    }
    this.above = above
  }

  private activeAt(i: number, step: number): number {
    const since = step - (this.crossed[i] ?? 0)
    const spoken = i < this.above ? since : Math.min(since, this.hangover)
    return (this.active[i] ?? 0) + (this.crossed[i] === Number.NEGATIVE_INFINITY ? 0 : spoken)
  }

  /** In dBFS, from the energy of all samples divided by the samples of a step; -Infinity without speech. */
  level(energy: number): number {
    let below: {level: number; excess: number} | undefined
    for (let i = 0; i < THRESHOLDS; i++) {
      const active = this.activeAt(i, this.steps)
      if (active === 0) break
      const level = decibels(energy / active)
      const excess = level - decibels((thresholds[i] ?? 1) ** 2) - MARGIN
      if (excess <= 0) return below === undefined ? level : between(below, {level, excess})
      below = {level, excess}
    }
    return below?.level ?? Number.NEGATIVE_INFINITY
  }
}

/** Where the excess is 0. */
function between(a: {level: number; excess: number}, b: {level: number; excess: number}): number {
  return a.level + ((b.level - a.level) * a.excess) / (a.excess - b.excess)
}

const decibels = (power: number) => 10 * Math.log10(power / FULL ** 2)
