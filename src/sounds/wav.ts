import type {FileHandle} from 'node:fs/promises'

/** The header of a WAV file. */
export interface Wav {
  /** Why Asterisk would not play it. */
  faults: string[]
  format?: WavFormat
  data?: WavData
}

interface WavFormat {
  /** The code in the file: 1 is PCM. */
  code: number
  channels: number
  /** Samples per second. */
  rate: number
  /** Bytes per frame: one sample of each channel. */
  frame: number
}

interface WavData {
  /** Its position in the file. */
  offset: number
  /** Its length in bytes: `promised` by the header, and `present` in the file. */
  promised: number
  present: number
}

const PCM = 1
const codes: Record<number, string> = {
  2: 'ADPCM',
  3: 'floating point',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM',
  85: 'MP3',
  65534: 'WAVE_FORMAT_EXTENSIBLE',
}

/** The formats whose data length is a multiple of the frame size. */
const framed: ReadonlySet<number> = new Set([PCM, 3, 6, 7, 0xfffe])

/** More than any real sound has. Each chunk costs a read. */
const MOST_CHUNKS = 1000

/** Asterisk keeps lengths in an `int`, where a larger value becomes negative. */
const LONGEST_CHUNK = 2 ** 31 - 1

interface Chunk {
  id: string
  length: number
  /** The position of its content. */
  at: number
}

/** Reads the header, and no more, as Asterisk's format_wav does, bugs included. */
export async function readWav(file: FileHandle, size: number, rate: number): Promise<Wav> {
  const head = await bytesAt(file, 0, 12)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    return {faults: ['it is not a WAV file']}
  }
  const wav: Wav = {faults: []}
  let odd: string | undefined
  for (let at = 12, chunks = 0; ; chunks++) {
    const chunk = await chunkAt(file, at)
    if (chunk === undefined || chunks === MOST_CHUNKS) return withFault(wav, withoutData(odd))
    if (chunk.id === 'data') return withData(wav, chunk, size)
    if (chunk.length > LONGEST_CHUNK) return withFault(wav, odd ? withoutData(odd) : impossible(chunk))
    if (chunk.id === 'fmt ') {
      const format = await formatAt(file, chunk)
      if (format === undefined) return withFault(wav, 'its format chunk is truncated')
      wav.format = format
      wav.faults.push(...formatFaults(format, rate))
    }
    if (chunk.length % 2 === 1) odd ??= chunk.id
    at = chunk.at + chunk.length
  }
}

/** The duration of that many bytes in seconds; undefined when it cannot be known. */
export function secondsOf({format}: Wav, bytes: number): number | undefined {
  if (format === undefined || !framed.has(format.code) || format.rate === 0 || format.frame === 0) return undefined
  return bytes / (format.rate * format.frame)
}

/** Can its samples be measured? They must have 16 bits; channels and rate do not matter. */
export const hasPlainSamples = ({format}: Wav) =>
  format !== undefined &&
  format.code === PCM &&
  format.rate > 0 &&
  format.channels > 0 &&
  format.frame === 2 * format.channels

export const bitsOf = ({frame, channels}: WavFormat) => (channels === 0 ? 0 : (frame / channels) * 8)

/**
 * How many bytes at the end Asterisk does not play. It compares the length of the data with a position in the file, so the bytes
 * before the data shorten it by as much.
 */
export const unplayed = ({offset, promised, present}: WavData) => Math.max(0, present - Math.max(0, promised - offset))

const withFault = (wav: Wav, fault: string): Wav => ({...wav, faults: [...wav.faults, fault]})

const impossible = ({id}: Chunk) => `its chunk '${id}' has an impossible length`

/** Asterisk skips a chunk by its length, and loses its place after the padding byte of an odd length. */
const withoutData = (odd: string | undefined) =>
  odd === undefined
    ? 'it ends before there is any sound'
    : `its chunk '${odd}' has an odd length, after which Asterisk does not find the sound`

function withData(wav: Wav, {at, length}: Chunk, size: number): Wav {
  const data = {offset: at, promised: length, present: Math.max(0, Math.min(length, size - at))}
  const found = {...wav, data}
  if (wav.format === undefined) return withFault(found, 'its format chunk does not come before its sound')
  if (length > LONGEST_CHUNK)
    return withFault(found, `its header promises ${length} bytes, more than Asterisk supports`)
  return data.present - unplayed(data) > 0 ? found : withFault(found, 'there is no sound in it')
}

function formatFaults(format: WavFormat, rate: number): string[] {
  const {code, channels} = format
  return [
    ...(code === PCM ? [] : [`it is ${codes[code] ?? `of format ${code}`}, not PCM`]),
    ...(channels === 1 ? [] : [`it has ${channels} channels, not one`]),
    ...(format.rate === rate ? [] : [`it has ${format.rate} samples a second, not ${rate}`]),
    ...(code === PCM && bitsOf(format) !== 16 ? [`it has ${bitsOf(format)}-bit samples, not 16-bit`] : []),
  ]
}

async function formatAt(file: FileHandle, {at, length}: Chunk): Promise<WavFormat | undefined> {
  const content = await bytesAt(file, at, 16)
  if (length < 16 || content.length < 16) return undefined
  return {
    code: content.readUInt16LE(0),
    channels: content.readUInt16LE(2),
    rate: content.readUInt32LE(4),
    frame: content.readUInt16LE(12),
  }
}

async function chunkAt(file: FileHandle, at: number): Promise<Chunk | undefined> {
  const head = await bytesAt(file, at, 8)
  if (head.length < 8) return undefined
  return {id: head.toString('latin1', 0, 4), length: head.readUInt32LE(4), at: at + 8}
}

/** Returns fewer bytes at the end of the file. */
async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const {bytesRead, buffer} = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
