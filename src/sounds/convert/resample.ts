/** Samples of one channel at some rate. */
export interface Channel {
  samples: Float32Array
  rate: number
}

/** Of the lower of the two rates: what lies above half of it would be heard as another tone. */
const CUTOFF = 0.475
/** How many periods of the lower rate a sample is made from, on either side: 90 dB down at half the rate, flat to 0.45 of it. */
const REACH = 64
/** Kaiser's window. */
const BETA = 9

/** Resamples with a low-pass filter: a sinc function in Kaiser's window, tabulated for each phase that occurs. */
export function resample({samples, rate}: Channel, wanted: number): Float32Array {
  if (rate === wanted) return samples
  const divisor = greatestDivisor(rate, wanted)
  const [phases, step] = [wanted / divisor, rate / divisor]
  const reach = Math.ceil(REACH * Math.max(1, rate / wanted))
  const cutoff = CUTOFF * Math.min(1, wanted / rate)
  const filters: Float64Array[] = []
  const resampled = new Float32Array(Math.round((samples.length * wanted) / rate))
  for (let i = 0; i < resampled.length; i++) {
    const [phase, centre] = [(i * step) % phases, Math.floor((i * step) / phases)]
    filters[phase] ??= filterOf(phase / phases, reach, cutoff)
    resampled[i] = filtered(samples, centre - reach, filters[phase])
  }
  return resampled
}

function filtered(samples: Float32Array, from: number, filter: Float64Array): number {
  const end = Math.min(filter.length, samples.length - from)
  let sum = 0
  for (let k = Math.max(0, -from); k < end; k++) sum += (samples[from + k] as number) * (filter[k] as number)
  return sum
}

/** The weights of the samples around a moment that is `fraction` of a sample after one. They sum up to 1. */
function filterOf(fraction: number, reach: number, cutoff: number): Float64Array {
  const weights = Float64Array.from({length: 2 * reach + 1}, (_, k) => {
    const distance = k - reach - fraction
    return sinc(2 * cutoff * distance) * kaiser(distance / (reach + 1))
  })
  const sum = weights.reduce((total, each) => total + each, 0)
  return weights.map((weight) => weight / sum)
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const kaiser = (x: number) => bessel(BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(BETA)

/** The modified Bessel function of order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / 2 / k) ** 2
    sum += term
  }
  return sum
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))
