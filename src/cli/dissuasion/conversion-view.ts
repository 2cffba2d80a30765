import type {AddedSound} from '../../services/dissuasion/sounds.ts'

type Fields = Record<string, string | number | undefined>

/** The length and the level of a sound that was added as it is. */
export const addedFields = ({seconds, level}: AddedSound['inspection']): Fields => ({
  seconds,
  speech: level && `${Math.round(level.speech)} dBFS`,
})

/** A sound before and after its conversion. */
export function conversionFields(
  {by, format, before, gain}: NonNullable<AddedSound['conversion']>,
  {seconds = 0, level}: AddedSound['inspection'],
): Fields {
  return {
    before: `${format}; ${measures(before.seconds, before)}`,
    after: `WAV, 8000 Hz, mono, 16-bit; ${measures(seconds, level)}`,
    gain: `${gain > 0 ? '+' : ''}${gain} dB`,
    'read by': by,
  }
}

const measures = (seconds: number, level: {speech: number; peak: number} | undefined) =>
  [
    `${seconds} s`,
    ...(level ? [`speech ${level.speech.toFixed(1)} dBFS`, `peak ${level.peak.toFixed(1)} dBFS`] : []),
  ].join(', ')
