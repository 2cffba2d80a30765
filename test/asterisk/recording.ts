/** The samples of a plain WAV of Asterisk's Record: 16-bit, mono, a header of 44 bytes. */
export function samplesOf(wav: Buffer): Int16Array {
  const samples = new Int16Array(Math.max(0, Math.floor((wav.length - 44) / 2)))
  for (let i = 0; i < samples.length; i++) samples[i] = wav.readInt16LE(44 + 2 * i)
  return samples
}

/** Louder than what A-law makes of silence. */
const AUDIBLE = 40

const isHeard = (sample: number) => Math.abs(sample) > AUDIBLE

/** From the first to the last sample that can be heard, in seconds. */
export function secondsHeard(samples: Int16Array): number {
  const first = samples.findIndex(isHeard)
  return first === -1 ? 0 : (samples.findLastIndex(isHeard) + 1 - first) / 8000
}

/** In samples: a tenth of a second. */
const BLOCK = 800

/** Is most of its energy elsewhere than in one of these tones, in hertz? */
export function isNoise(samples: Int16Array, tones: readonly number[]): boolean {
  let [energy, tonal] = [0, 0]
  for (let at = 0; at < samples.length; at += BLOCK) {
    const block = samples.subarray(at, at + BLOCK)
    energy += block.reduce((sum, sample) => sum + sample * sample, 0)
    tonal += Math.max(...tones.map((hz) => energyAt(block, hz)))
  }
  return tonal < energy / 2
}

function energyAt(block: Int16Array, hz: number): number {
  let [real, imaginary] = [0, 0]
  block.forEach((sample, i) => {
    const angle = (2 * Math.PI * hz * i) / 8000
    real += sample * Math.cos(angle)
    imaginary += sample * Math.sin(angle)
  })
  return (2 * (real * real + imaginary * imaginary)) / block.length
}
