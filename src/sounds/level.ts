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
  /** Of a step that is not complete. */
  private stepSum = 0
  private stepLength = 0
  private readonly energies = new Array<number>(STRETCHES).fill(0)
  private readonly related = [0, 0, 0]

  constructor(total: number, perSecond: number) {
    this.total = total
    this.perSecond = perSecond
    this.step = Math.max(1, Math.round(perSecond / STEPS_PER_SECOND))
    this.speech = new SpeechMeter(perSecond / this.step)
  }

  add(samples: Int16Array): void {
    this.compare(samples)
    for (let at = 0; at < samples.length; ) {
      const stretch = Math.min(STRETCHES - 1, Math.floor((this.seen * STRETCHES) / this.total))
      const end = Math.ceil(((stretch + 1) * this.total) / STRETCHES)
      const until = Math.min(samples.length, at + Math.max(1, end - this.seen))
      this.energies[stretch] = (this.energies[stretch] ?? 0) + this.energyOf(samples, at, until)
      at = until
    }
  }

  level(): Level {
    const each = this.total / STRETCHES
    const silent = this.firstHeard < 0
    const seconds = (samples: number) => rounded(samples / this.perSecond, 100)
    const energy = sum(this.energies)
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

  /** Local variables and an index loop for speed: a gigabyte holds half a billion samples. */
  private energyOf(samples: Int16Array, from: number, until: number): number {
    let {peak, run, clipped, stepSum, stepLength} = this
    let [energy, total, first, last] = [0, 0, -1, -1]
    for (let i = from; i < until; i++) {
      const sample = samples[i] ?? 0
      const loud = sample < 0 ? -sample : sample
      energy += sample * sample
      total += sample
      stepSum += loud
      if (++stepLength === this.step) {
        this.speech.add(stepSum / stepLength)
        stepSum = 0
        stepLength = 0
      }
      if (loud > HEARD) {
        if (first < 0) first = i
        last = i
      }
      if (loud > peak) peak = loud
      if (loud >= FULL - 1) {
        run++
        if (run >= CLIPPING_RUN) clipped += run === CLIPPING_RUN ? CLIPPING_RUN : 1
      } else {
        run = 0
      }
    }
    if (first >= 0 && this.firstHeard < 0) this.firstHeard = this.seen + first - from
    if (last >= 0) this.lastHeard = this.seen + last - from
    this.seen += until - from
    this.sum += total
    Object.assign(this, {peak, run, clipped, stepSum, stepLength})
    return energy
  }

  private compare(samples: Int16Array): void {
    for (let from = 2; from < samples.length; from += COMPARED_EVERY) {
      const until = Math.min(samples.length, from + COMPARED)
      let [itself, next, second] = [0, 0, 0]
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

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
