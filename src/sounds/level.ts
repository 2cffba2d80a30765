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

/** Kept, because thousands of them at once would take more memory than all else. */
const scratch = new Float64Array(8192)

/** What was found in a step, in a place of its own: an object for each of millions of steps would take its time. */
const measured = new Float64Array(4)
const [SUM, LOUDNESS, PEAK, ENERGY] = [0, 1, 2, 3] as const

/** Integers (`| 0`) in local variables, because that is twice as fast. */
function measureStep(samples: Int16Array, from: number, until: number): void {
  let sum = 0
  let loudness = 0
  let peak = 0
  let energy = 0
  for (let i = from; i < until; i++) {
    const sample = (samples[i] as number) | 0
    const size = Math.abs(sample) | 0
    sum = (sum + sample) | 0
    loudness = (loudness + size) | 0
    peak = Math.max(peak, size) | 0
    energy += size * size
  }
  measured[SUM] = sum
  measured[LOUDNESS] = loudness
  measured[PEAK] = peak
  measured[ENERGY] = energy
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
  private stretch = 0
  private nextStretch = 0
  private readonly energies = new Array<number>(STRETCHES).fill(0)
  private readonly related = [0, 0, 0]

  constructor(total: number, perSecond: number) {
    this.total = total
    this.perSecond = perSecond
    this.step = Math.max(1, Math.round(perSecond / STEPS_PER_SECOND))
    this.speech = new SpeechMeter(perSecond / this.step)
  }

  /** A step is not continued in the next call; that one in thousands is shorter does not matter. */
  add(samples: Int16Array): void {
    const {step, energies} = this
    const steps = Math.ceil(samples.length / step)
    const loudness = steps <= scratch.length ? scratch.subarray(0, steps) : new Float64Array(steps)
    for (let from = 0, number = 0; from < samples.length; from += step, number++) {
      const until = Math.min(samples.length, from + step)
      measureStep(samples, from, until)
      loudness[number] = (measured[LOUDNESS] as number) / (until - from)
      if (this.seen >= this.nextStretch) this.beginStretch()
      energies[this.stretch] = (energies[this.stretch] as number) + (measured[ENERGY] as number)
      this.sum += measured[SUM] as number
      if ((measured[PEAK] as number) > HEARD) this.hear(samples, from, until, measured[PEAK] as number)
      else this.run = 0
      this.seen += until - from
    }
    this.speech.add(loudness)
    this.compare(samples)
  }

  level(): Level {
    const each = this.total / STRETCHES
    const silent = this.firstHeard < 0
    const seconds = (samples: number) => rounded(samples / this.perSecond, 100)
    const energy = this.energies.reduce((total, each) => total + each, 0)
    return {
      peak: decibels(this.peak),
      rms: decibels(Math.sqrt(energy / Math.max(1, this.seen))),
      speech: rounded(Math.max(NOTHING, this.speech.level(energy / this.step)), 10),
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

  private beginStretch(): void {
    this.stretch = Math.min(STRETCHES - 1, Math.floor((this.seen * STRETCHES) / this.total))
    this.nextStretch = ((this.stretch + 1) * this.total) / STRETCHES
  }

  private hear(samples: Int16Array, from: number, until: number, peak: number): void {
    if (this.firstHeard < 0) this.firstHeard = this.seen
    this.lastHeard = this.seen + until - from - 1
    if (peak > this.peak) this.peak = peak
    if (peak >= FULL - 1) this.countClipped(samples, from, until)
    else this.run = 0
  }

  private countClipped(samples: Int16Array, from: number, until: number): void {
    for (let i = from; i < until; i++) {
      this.run = Math.abs(samples[i] ?? 0) >= FULL - 1 ? this.run + 1 : 0
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
