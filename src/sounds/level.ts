import {SpeechMeter} from './speech.ts'

/** The loudness of a sound in dBFS: 0 is the loudest possible sample. */
export interface Level {
  peak: number
  /** Over the whole sound, silence included. */
  rms: number
  /** Of the speech in it, silence left out, as ITU-T P.56 measures it. */
  speech: number
  /** Samples at the limit, in runs of three or more. */
  clipped: number
  /** In seconds. */
  silence: {start: number; end: number}
  /** The mean of all samples, relative to the maximum: a sound swings around 0. */
  offset: number
  /** Do its samples look like random numbers? */
  noise: boolean
  /** The RMS of each of the equal stretches that the sound is divided into. */
  loudness: number[]
}

/** Reported for digital silence, where every sample is zero. */
const NOTHING = -96

const STRETCHES = 12
const FULL = 32_768
/** -60 dBFS: anything quieter is inaudible on a telephone. */
const HEARD = 33
const CLIPPING_RUN = 3

/** The envelope of the speech is followed in steps of a millisecond. */
const STEPS_PER_SECOND = 1000

/** Of each so many samples, some are compared with their neighbours. */
const COMPARED_EVERY = 4096
const COMPARED = 256
/** Random numbers correlate less with their neighbours; speech, music and tones do more, with one of the two. */
const UNRELATED = 0.15

/** The samples of as many steps are measured at once. */
const STEPS = 4096

/**
 * For each step, the mean of its samples without their sign, the sum of their squares, and the loudest of them. Kept, because arrays for
 * thousands of files would take more memory than all else.
 */
const steps = {loudness: new Float64Array(STEPS), energy: new Float64Array(STEPS), peak: new Int32Array(STEPS)}

/** Fills the arrays above; returns the sum of all samples. */
function scan(samples: Int16Array, step: number): number {
  const {loudness, energy, peak} = steps
  const whole = step === 8 ? samples.length - (samples.length % 8) : 0
  let sum = scanEights(samples, whole)
  for (let from = whole, number = whole / step; from < samples.length; from += step, number++) {
    const until = Math.min(samples.length, from + step)
    let loud = 0
    let squares = 0
    let loudest = 0
    for (let i = from; i < until; i++) {
      const sample = samples[i] ?? 0
      const size = Math.abs(sample)
      sum += sample
      loud += size
      squares += size * size
      loudest = Math.max(loudest, size)
    }
    loudness[number] = loud / (until - from)
    energy[number] = squares
    peak[number] = loudest
  }
  return sum
}

/** The same for steps of eight samples, as those of 8 kHz are. Without a loop for each, it takes half the time: a gigabyte holds half a billion samples. */
function scanEights(samples: Int16Array, until: number): number {
  const {loudness, energy, peak} = steps
  let sum = 0
  for (let i = 0, number = 0; i < until; i += 8, number++) {
    const a = samples[i] as number
    const b = samples[i + 1] as number
    const c = samples[i + 2] as number
    const d = samples[i + 3] as number
    const e = samples[i + 4] as number
    const f = samples[i + 5] as number
    const g = samples[i + 6] as number
    const h = samples[i + 7] as number
    const aSize = Math.abs(a)
    const bSize = Math.abs(b)
    const cSize = Math.abs(c)
    const dSize = Math.abs(d)
    const eSize = Math.abs(e)
    const fSize = Math.abs(f)
    const gSize = Math.abs(g)
    const hSize = Math.abs(h)
    sum += a + b + c + d + e + f + g + h
    loudness[number] = (aSize + bSize + cSize + dSize + eSize + fSize + gSize + hSize) / 8
    const low = aSize * aSize + bSize * bSize + (cSize * cSize + dSize * dSize)
    const high = eSize * eSize + fSize * fSize + (gSize * gSize + hSize * hSize)
    energy[number] = low + high
    const first = Math.max(Math.max(aSize, bSize), Math.max(cSize, dSize))
    const second = Math.max(Math.max(eSize, fSize), Math.max(gSize, hSize))
    peak[number] = Math.max(first, second)
  }
  return sum
}

/** Measures 16-bit samples as they arrive. */
export class LevelMeter {
  /** The number of samples to expect, and how many of them make a second. */
  private readonly total: number
  private readonly perSecond: number
  private readonly step: number
  private readonly speech: SpeechMeter
  private seen = 0
  private peak = 0
  private sum = 0
  private firstHeard = -1
  private lastHeard = -1
  private run = 0
  private clipped = 0
  private readonly energies = new Array<number>(STRETCHES).fill(0)
  private readonly related = [0, 0, 0]

  constructor(total: number, perSecond: number) {
    this.total = total
    this.perSecond = perSecond
    this.step = Math.max(1, Math.round(perSecond / STEPS_PER_SECOND))
    this.speech = new SpeechMeter(perSecond / this.step)
  }

  add(samples: Int16Array): void {
    const atOnce = STEPS * this.step
    for (let from = 0; from < samples.length; from += atOnce) this.addSteps(samples.subarray(from, from + atOnce))
    this.compare(samples)
  }

  /** A step is not continued in the next call; that one in thousands is shorter does not matter. */
  private addSteps(samples: Int16Array): void {
    this.sum += scan(samples, this.step)
    const count = Math.ceil(samples.length / this.step)
    this.speech.add(steps.loudness, count)
    this.addEnergies(count)
    const loudest = this.hear(samples.length, count)
    if (loudest >= FULL - 1 || this.run > 0) this.countClipped(samples)
    this.peak = Math.max(this.peak, loudest)
    this.seen += samples.length
  }

  private addEnergies(count: number): void {
    const {energy} = steps
    for (let number = 0; number < count; ) {
      const at = this.seen + number * this.step
      const stretch = Math.min(STRETCHES - 1, Math.floor((at * STRETCHES) / this.total))
      const end = Math.ceil((((stretch + 1) * this.total) / STRETCHES - this.seen) / this.step)
      const until = Math.max(number + 1, stretch === STRETCHES - 1 ? count : Math.min(count, end))
      let total = 0
      for (; number < until; number++) total += energy[number] as number
      this.energies[stretch] = (this.energies[stretch] ?? 0) + total
    }
  }

  /** Returns the loudest sample. */
  private hear(length: number, count: number): number {
    const {peak} = steps
    let first = -1
    let last = -1
    let loudest = 0
    for (let number = 0; number < count; number++) {
      const here = peak[number] as number
      if (here > loudest) loudest = here
      if (here <= HEARD) continue
      if (first < 0) first = number
      last = number
    }
    if (first >= 0 && this.firstHeard < 0) this.firstHeard = this.seen + first * this.step
    if (last >= 0) this.lastHeard = this.seen + Math.min(length, (last + 1) * this.step) - 1
    return loudest
  }

  level(): Level {
    const each = this.total / STRETCHES
    const silent = this.firstHeard < 0
    const seconds = (samples: number) => rounded(samples / this.perSecond, 100)
    const all = this.energies.reduce((total, each) => total + each, 0)
    return {
      peak: decibels(this.peak),
      rms: decibels(Math.sqrt(all / Math.max(1, this.seen))),
      speech: rounded(Math.max(NOTHING, this.speech.level(all / this.step)), 10),
      clipped: this.clipped,
      silence: {
        start: seconds(silent ? this.seen : this.firstHeard),
        end: seconds(silent ? this.seen : this.seen - 1 - this.lastHeard),
      },
      offset: rounded(this.sum / Math.max(1, this.seen) / FULL, 1000),
      noise: this.isNoise(),
      loudness: this.energies.map((part) => decibels(Math.sqrt(part / Math.max(1, each)))),
    }
  }

  private countClipped(samples: Int16Array): void {
    for (const sample of samples) {
      this.run = Math.abs(sample) >= FULL - 1 ? this.run + 1 : 0
      if (this.run >= CLIPPING_RUN) this.clipped += this.run === CLIPPING_RUN ? CLIPPING_RUN : 1
    }
  }

  private compare(samples: Int16Array): void {
    for (let from = 2; from < samples.length; from += COMPARED_EVERY) {
      const until = Math.min(samples.length, from + COMPARED)
      let itself = 0
      let next = 0
      let second = 0
      for (let i = from; i < until; i++) {
        const sample = samples[i] ?? 0
        itself += sample * sample
        next += sample * (samples[i - 1] ?? 0)
        second += sample * (samples[i - 2] ?? 0)
      }
      for (const [i, product] of [itself, next, second].entries()) this.related[i] = (this.related[i] ?? 0) + product
    }
  }

  private isNoise(): boolean {
    const [itself = 0, next = 0, second = 0] = this.related
    return itself > 0 && Math.max(Math.abs(next), Math.abs(second)) < UNRELATED * itself
  }
}

const decibels = (amplitude: number) =>
  amplitude === 0 ? NOTHING : Math.max(NOTHING, rounded(20 * Math.log10(amplitude / FULL), 10))

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts || 0
