import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

interface Format {
  rate: number
  channels: number
}

/** The format that Asterisk plays as `.wav`. */
const telephone: Format = {rate: 8000, channels: 1}
/** The quality of a CD, which Asterisk does not play. */
const disc: Format = {rate: 44_100, channels: 2}

const rising = [523, 659, 784, 1047]
const falling = [784, 659, 523, 392]
const doorbell = [659, 523]
const silence = [0]

/** Relative to the maximum: a normal level for a telephone, and one that is far too loud. */
const FAIR = 0.2
const OVERDRIVEN = 3

const melodies: Record<string, number[]> = {
  'bienvenue.wav': rising,
  facturation_attente: doorbell,
  'sales_audio_file.wav': rising,
  'sales_audio_file_2.wav': falling,
  'sales_newSoundFile.wav': doorbell,
  'sales_queue_ferme.wav': falling,
  'sav_ferme.wav': falling,
  'support_horaires.v2.wav': rising,
  'support_n1_ferme.wav': falling,
  'support_n2_ferme.wav': doorbell,
  'ventes_dissuasion.wav': rising,
}

/** Fills a playback directory with sounds of one second, some named for a queue of the sample data and some not. Safe to run twice. */
export async function writeSampleSounds(directory: string): Promise<void> {
  const archive = join(directory, 'sales_archives')
  await mkdir(archive, {recursive: true})
  const files: [string, Buffer][] = [
    ...Object.entries(melodies).map(([name, notes]): [string, Buffer] => [name, wav(notes, telephone)]),
    ['sav_ferme.gsm', silentGsm()],
    ['recouvrement_essai.wav', wav(silence, telephone)],
    ['nuit_sature.wav', wav(falling, telephone, OVERDRIVEN)],
    ['ventes_musique_cd.wav', wav(rising, disc)],
    ['sales_archives/sales_2015.wav', wav(doorbell, telephone)],
  ]
  for (const [name, content] of files) await writeFile(join(directory, name), content)
}

/** A RIFF file of 16-bit PCM: the notes, in hertz, divide one second among them. */
function wav(notes: number[], {rate, channels}: Format, loudness = FAIR): Buffer {
  const frame = channels * 2
  const size = rate * frame
  const file = Buffer.alloc(44 + size)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + size, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * frame, 28)
  file.writeUInt16LE(frame, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(size, 40)
  for (let i = 0; i < rate * channels; i++) {
    const amplitude = loudness * sample(notes, Math.floor(i / channels) / rate)
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, amplitude)) * 0x7fff), 44 + 2 * i)
  }
  return file
}

/** The amplitude, -1 to 1, at a moment from 0 to 1; each note fades out. */
function sample(notes: number[], moment: number): number {
  const position = moment * notes.length
  const frequency = notes[Math.floor(position)] ?? 0
  return Math.sin(2 * Math.PI * frequency * moment) * (1 - (position % 1))
}

/** A second of GSM 06.10 full rate: fifty frames of silence. */
function silentGsm(): Buffer {
  const frame = Buffer.from('d820a2e15a50004924924924500049249249245000492492492450004924924924', 'hex')
  return Buffer.concat(Array.from({length: 50}, () => frame))
}
