/** Where the threshold lies below the level, in dB. */
const MARGIN = 15.9
const THRESHOLDS = 15
const FULL = 32_768

/**
 * The active speech level of 16-bit samples by method B of ITU-T P.56, in dBFS, computed sample by sample as the recommendation
 * describes it, and thus apart from the product's own.
 */
export function activeSpeechLevel(samples: Int16Array, rate: number): number {
  const decay = Math.exp(-1 / (rate * 0.03))
  const hangover = Math.round(rate * 0.2)
  const [active, silent] = [new Array<number>(THRESHOLDS).fill(0), new Array<number>(THRESHOLDS).fill(hangover)]
  let [energy, once, twice] = [0, 0, 0]
  for (const sample of samples) {
    energy += sample * sample
    once = decay * once + (1 - decay) * Math.abs(sample)
    twice = decay * twice + (1 - decay) * once
    for (let j = 0; j < THRESHOLDS; j++) {
      if (twice >= 2 ** j) silent[j] = 0
      else silent[j] = (silent[j] ?? 0) + 1
      if ((silent[j] ?? 0) < hangover) active[j] = (active[j] ?? 0) + 1
    }
  }
  const levels = active.map((steps) => 10 * Math.log10(energy / steps / FULL ** 2))
  const excess = levels.map((level, j) => level - 20 * Math.log10(2 ** j / FULL) - MARGIN)
  const above = excess.findIndex((each, j) => each <= 0 || (active[j] ?? 0) === 0)
  if (above <= 0) return levels[0] ?? Number.NaN
  const [from, to] = [excess[above - 1] ?? 0, excess[above] ?? 0]
  return (levels[above - 1] ?? 0) + (((levels[above] ?? 0) - (levels[above - 1] ?? 0)) * from) / (from - to)
}
