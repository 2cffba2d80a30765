import {invalid} from '../../errors.ts'
import {LevelMeter} from '../level.ts'

/** In dBFS: what the speech of a sound is set to (RFC 7874, section 4), and where its peak stops. */
const SPEECH = -22
const PEAK = -1
/** Seconds that are left at either end. */
const SILENCE = 0.2
/** In dBFS: quieter than that, there is nothing to amplify but noise. */
const NOTHING = -60
const LEAST = -96

/** In Hz; a telephone lets nothing through below 300. */
const CUTOFF = 5
const RATE = 8000
const FULL = 32_768

/** Loudness in dBFS, and length. */
export interface Measures {
  seconds: number
  speech: number
  peak: number
}

export interface Levelled {
  samples: Int16Array
  before: Measures
  /** In dB. */
  gain: number
  /** The gain stopped because the peak would have clipped. */
  limited: boolean
}

/** Sets the level of a sound, and cuts the silence at its ends. Invalid when it contains only silence. */
export function level(decoded: Float32Array): Levelled {
  const centred = withoutOffset(decoded)
  const peak = peakOf(centred)
  if (!(peak > NOTHING)) throw invalid('the sound contains only silence: nothing was converted')
  const most = PEAK - peak
  const {speech} = measured(amplified(centred, most))
  const wanted = SPEECH - speech + most
  const gain = Math.min(wanted, most)
  return {
    samples: trimmed(amplified(centred, gain)),
    before: {
      seconds: rounded(decoded.length / RATE, 100),
      speech: rounded(Math.max(speech - most, LEAST), 10),
      peak: rounded(peakOf(decoded), 10),
    },
    gain: rounded(gain, 10),
    limited: wanted > most,
  }
}

const peakOf = (samples: Float32Array) =>
  decibels(samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0))

/** A filter, not the mean: that would turn silence beside an offset into a constant that is no silence. */
function withoutOffset(samples: Float32Array): Float32Array {
  const kept = 1 - (2 * Math.PI * CUTOFF) / RATE
  let [before, filtered] = [samples[0] ?? 0, 0]
  return samples.map((sample) => {
    filtered = sample - before + kept * filtered
    before = sample
    return filtered
  })
}

const amplified = (samples: Float32Array, gain: number) =>
  Int16Array.from(samples, (sample) => Math.round(sample * FULL * 10 ** (gain / 20)))

function measured(samples: Int16Array) {
  const meter = new LevelMeter(samples.length, RATE)
  meter.add(samples)
  return meter.level()
}

function trimmed(samples: Int16Array): Int16Array {
  const {start, end} = measured(samples).silence
  const surplus = (seconds: number) => Math.round(Math.max(0, seconds - SILENCE) * RATE)
  return samples.subarray(surplus(start), samples.length - surplus(end))
}

/** A plain WAV: 16-bit, mono. */
export function toWav(samples: Int16Array): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2)
  file.write('RIFF')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(samples.length * 2, 40)
  for (const [i, sample] of samples.entries()) file.writeInt16LE(sample, 44 + 2 * i)
  return file
}

const decibels = (amplitude: number) => 20 * Math.log10(amplitude)

const rounded = (value: number, parts: number) => Math.round(value * parts) / parts
