import {byFfmpeg, bySox} from './encode.ts'

/** Makes a file of each format from a plain WAV: of 16 kHz where the format is wide, of 8 kHz otherwise. */
export const encoders = {
  wav: (wav) => wav,
  wav16: (wav) => wav,
  WAV: (wav) => bySox(wav, '-e', 'gsm-full-rate', '-t', 'wav'),
  gsm: (wav) => bySox(wav, '-t', 'gsm'),
  alaw: (wav) => bySox(wav, '-t', 'al'),
  ulaw: (wav) => bySox(wav, '-t', 'ul'),
  sln: (wav) => bySox(wav, '-t', 'raw', '-e', 'signed', '-b', '16'),
  sln16: (wav) => bySox(wav, '-t', 'raw', '-e', 'signed', '-b', '16'),
  g722: (wav) => byFfmpeg(wav, '-f', 'g722'),
  mp3: (wav) => byFfmpeg(wav, '-f', 'mp3'),
  ogg: (wav) => byFfmpeg(wav, '-c:a', 'libvorbis', '-f', 'ogg'),
  opus: (wav) => byFfmpeg(wav, '-c:a', 'libopus', '-f', 'opus'),
  spx: (wav) => byFfmpeg(wav, '-c:a', 'libspeex', '-f', 'ogg'),
  au: (wav) => bySox(wav, '-e', 'mu-law', '-t', 'au'),
} satisfies Record<string, (wav: Buffer) => Buffer>

export type SoundFormat = keyof typeof encoders

const wide: ReadonlySet<SoundFormat> = new Set(['wav16', 'sln16', 'g722'])

export const rateOf = (format: SoundFormat) => (wide.has(format) ? 16_000 : 8000)
