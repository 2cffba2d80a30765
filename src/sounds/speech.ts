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
  private once = 0
  private twice = 0
  /** For each threshold: the steps in which there was speech, and those since the envelope was last above it. */
  private readonly active = new Float64Array(THRESHOLDS)
  private readonly since: Float64Array

  constructor(stepsPerSecond: number) {
    this.smoothing = Math.exp(-1 / (stepsPerSecond * TIME_CONSTANT))
    this.hangover = Math.ceil(HANGOVER * stepsPerSecond)
    this.since = new Float64Array(THRESHOLDS).fill(this.hangover)
  }

  /** One step: the mean of its samples without their sign. */
  add(loudness: number): void {
    const {smoothing, hangover, active, since} = this
    this.once = smoothing * this.once + (1 - smoothing) * loudness
    this.twice = smoothing * this.twice + (1 - smoothing) * this.once
    for (let i = 0; i < THRESHOLDS; i++) {
      if (this.twice >= (thresholds[i] ?? 0)) since[i] = 0
      else if ((since[i] ?? 0) < hangover) since[i] = (since[i] ?? 0) + 1
      else break
      active[i] = (active[i] ?? 0) + 1
    }
  }

  /** In dBFS, from the energy of all samples divided by the samples of a step; -Infinity without speech. */
  level(energy: number): number {
    let below: {level: number; excess: number} | undefined
    for (let i = 0; i < THRESHOLDS && (this.active[i] ?? 0) > 0; i++) {
      const level = decibels(energy / (this.active[i] ?? 1))
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
