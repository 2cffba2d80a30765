/** The loudness of a sound in dBFS: 0 is the loudest possible sample. */
export interface Level {
  peak: number
  /** Over the whole sound, silence included. */
  rms: number
  /** Samples at the limit, in runs of three or more. */
  clipped: number
  /** In seconds. */
  silence: {start: number; end: number}
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

/** Measures 16-bit samples as they arrive. */
export class LevelMeter {
  /** The number of samples to expect, and how many of them make a second. */
  private readonly total: number
  private readonly perSecond: number
  private seen = 0
  private peak = 0
  private firstHeard = -1
  private lastHeard = -1
  private run = 0
  private clipped = 0
  private readonly energies = new Array<number>(STRETCHES).fill(0)

  constructor(total: number, perSecond: number) {
    this.total = total
    this.perSecond = perSecond
  }

  add(samples: Int16Array): void {
    for (let at = 0; at < samples.length; ) {
      const stretch = Math.floor((this.seen * STRETCHES) / this.total)
      const end = Math.ceil(((stretch + 1) * this.total) / STRETCHES)
      const until = Math.min(samples.length, at + Math.max(1, end - this.seen))
      this.energies[stretch] = (this.energies[stretch] ?? 0) + this.energyOf(samples.subarray(at, until))
      at = until
    }
  }

  level(): Level {
    const each = this.total / STRETCHES
    const silent = this.firstHeard < 0
    const seconds = (samples: number) => rounded(samples / this.perSecond, 100)
    return {
      peak: decibels(this.peak),
      rms: decibels(Math.sqrt(sum(this.energies) / Math.max(1, this.seen))),
      clipped: this.clipped,
      silence: {
        start: seconds(silent ? this.seen : this.firstHeard),
        end: seconds(silent ? this.seen : this.seen - 1 - this.lastHeard),
      },
      loudness: this.energies.map((energy) => decibels(Math.sqrt(energy / Math.max(1, each)))),
    }
  }

  /** Local variables and an index loop for speed: a gigabyte holds half a billion samples. */
  private energyOf(samples: Int16Array): number {
    let {peak, run, clipped} = this
    let [energy, first, last] = [0, -1, -1]
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i] ?? 0
      const loud = sample < 0 ? -sample : sample
      energy += sample * sample
      if (loud > peak) peak = loud
      if (loud > HEARD) {
        if (first < 0) first = i
        last = i
      }
      run = loud >= FULL - 1 ? run + 1 : 0
      if (run >= CLIPPING_RUN) clipped += run === CLIPPING_RUN ? CLIPPING_RUN : 1
    }
    if (first >= 0 && this.firstHeard < 0) this.firstHeard = this.seen + first
    if (last >= 0) this.lastHeard = this.seen + last
    this.seen += samples.length
    Object.assign(this, {peak, run, clipped})
    return energy
  }
}

const decibels = (amplitude: number) =>
  amplitude === 0 ? NOTHING : Math.max(NOTHING, rounded(20 * Math.log10(amplitude / FULL), 10))

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts || 0

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
