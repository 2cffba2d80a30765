/**
 * A sound that is like speech: syllables of a voice with harmonics, at some three a second, with pauses between sentences. `level` is
 * that of its loudest sample, -1 to 1.
 */
export function speech(seconds: number, rate: number, level = 0.5): Float32Array {
  return Float32Array.from({length: Math.round(seconds * rate)}, (_, i) => {
    const t = i / rate
    if (t % 3 > 2.2) return 0
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 1.6 * t)) ** 0.7
    const pitch = 140 + 20 * Math.sin(2 * Math.PI * 0.7 * t)
    const voice = [1, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1].reduce(
      (sum, strength, k) => sum + strength * Math.sin(2 * Math.PI * pitch * (k + 1) * t + k),
      0,
    )
    return (level * syllable * voice) / 2.4
  })
}
