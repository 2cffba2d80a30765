import type {Level} from './level.ts'

/** RFC 7874, section 4: active speech at -22 dBFS, give or take 6. */
const SPEECH = -22
const TOLERANCE = 6

/** What callers would notice, or hang up for. */
export function levelRemarks(level: Level): string[] {
  const {peak, clipped, silence, offset, noise} = level
  if (peak < -60) return ['it contains only silence']
  return [
    ...(noise
      ? ['it is probably noise: its samples are as random as those of a compressed file or another format']
      : []),
    ...speechRemark(level),
    ...(clipped > 0 ? [`it is clipped: ${clipped} samples at the limit`] : []),
    ...(Math.abs(offset) >= 0.01 ? [`it has a DC offset of ${(100 * offset).toFixed(1)} %`] : []),
    ...(silence.start > 2 ? [`it begins with ${silence.start} s of silence`] : []),
    ...(silence.end > 5 ? [`it ends with ${silence.end} s of silence`] : []),
  ]
}

function speechRemark({speech, peak}: Level): string[] {
  if (Math.abs(speech - SPEECH) <= TOLERANCE) return []
  const gain = Math.round(SPEECH - speech)
  const room = Math.floor(-1 - peak)
  const words = `its speech is at ${Math.round(speech)} dBFS, not at ${SPEECH} ± ${TOLERANCE}`
  const mended = `${gain > 0 ? '+' : ''}${gain} dB`
  if (gain <= room || gain < 0) return [`${words}: apply a gain of ${mended}`]
  return [`${words}: it needs a gain of ${mended}, but above +${Math.max(0, room)} dB its peaks would clip`]
}
