import type {Bytes} from './bytes.ts'
import {containerOf} from './container.ts'
import {type Content, heard, unplayable} from './content.ts'

/** The header of a WAV file. */
interface Wav {
  /** Why Asterisk does not open it. */
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

/** Asterisk keeps lengths in an `int`, where a larger value becomes negative. */
const LONGEST_CHUNK = 2 ** 31 - 1

/** What programs write that do not know the length in advance. */
const UNKNOWN_LENGTH = 0x7fff_f000

interface Chunk {
  id: string
  length: number
  /** The position of its content. */
  at: number
}

/** As Asterisk's format_wav plays it, bugs included. */
export function judgeWav(bytes: Bytes, rate: number): Content {
  const {faults, format, data} = readWav(bytes, rate)
  // Assigned, not spread: thousands of files at once make less garbage so.
  const known = Object.assign(described(format), measurable(format, data, rate))
  if (data === undefined || faults.length > 0) {
    const seconds = format && data && secondsOf(format, data.present)
    return {...unplayable(...faults), ...(seconds !== undefined && {seconds}), ...known}
  }
  const played = data.present - unplayed(data)
  if (played === 0) return {...unplayable('there is no sound in it'), opens: true, ...known}
  return Object.assign(heard(played / (2 * rate)), {remarks: lengthRemarks(data, rate)}, known)
}

/** Reads the header, and no more. */
function readWav(bytes: Bytes, rate: number): Wav {
  const wav: Wav = {faults: []}
  const head = bytes.at(0, 12)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    return withFault(wav, bytes.size === 0 ? 'it is empty' : whatElse(head))
  }
  let odd: string | undefined
  for (let at = 12; ; ) {
    const chunk = chunkAt(bytes, at)
    if (chunk === undefined) return withFault(wav, withoutData(odd))
    if (chunk.id === 'data') return withData(wav, chunk, bytes.size)
    if (chunk.length > LONGEST_CHUNK) return withFault(wav, odd ? withoutData(odd) : impossible(chunk))
    if (chunk.id === 'fmt ') {
      const format = formatAt(bytes, chunk)
      if (format === undefined) return withFault(wav, 'its format chunk is truncated')
      wav.format = format
      wav.faults.push(...formatFaults(format, rate))
    }
    if (chunk.length % 2 === 1) odd ??= chunk.id
    at = chunk.at + chunk.length
  }
}

function whatElse(head: Buffer): string {
  const isMp3 = head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2
  const other = isMp3 ? 'an MP3 file' : containerOf(head)
  return other === undefined || other === 'a WAV file' ? 'it is not a WAV file' : `it is ${other}`
}

/** The duration of that many bytes in seconds; undefined when it cannot be known. */
function secondsOf({code, rate, frame}: WavFormat, bytes: number): number | undefined {
  return framed.has(code) && rate > 0 && frame > 0 ? bytes / (rate * frame) : undefined
}

function described(format: WavFormat | undefined): Pick<Content, 'rate' | 'channels' | 'bits'> {
  return format ? {rate: format.rate, channels: format.channels, bits: bitsOf(format)} : {}
}

/** Samples of 16 bits, of any rate and number of channels. Without a format chunk, Asterisk takes them for what it plays. */
function measurable(format: WavFormat | undefined, data: WavData | undefined, rate: number): Pick<Content, 'samples'> {
  if (data === undefined || data.present === 0) return {}
  const {code, channels, frame, ...of} = format ?? {code: PCM, channels: 1, frame: 2, rate}
  if (code !== PCM || of.rate === 0 || channels === 0 || frame !== 2 * channels) return {}
  return {samples: {at: data.offset, until: data.offset + data.present, perSecond: of.rate * channels}}
}

const bitsOf = ({frame, channels}: WavFormat) => (channels === 0 ? 0 : (frame / channels) * 8)

/**
 * How many bytes at the end Asterisk does not play. It compares the length of the data with a position in the file, so the bytes
 * before the data shorten it by as much.
 */
const unplayed = ({offset, promised, present}: WavData) =>
  Math.min(present, Math.max(0, present - Math.max(0, promised - offset)))

function lengthRemarks(data: WavData, rate: number): string[] {
  const {promised, present} = data
  const lost = unplayed(data) / (2 * rate)
  return [
    ...(present < promised && promised < UNKNOWN_LENGTH
      ? [`its header promises ${promised} bytes of sound, but it has ${present}: it may be truncated`]
      : []),
    ...(lost >= 0.1
      ? [`Asterisk does not play its last ${lost.toFixed(1)} s, because its header has further chunks`]
      : []),
  ]
}

const withFault = (wav: Wav, fault: string): Wav => ({...wav, faults: [...wav.faults, fault]})

const impossible = ({id}: Chunk) => `its chunk '${id}' has an impossible length`

/** Asterisk skips a chunk by its length, and loses its place after the padding byte of an odd length. */
const withoutData = (odd: string | undefined) =>
  odd === undefined
    ? 'it ends before there is any sound'
    : `its chunk '${odd}' has an odd length, after which Asterisk does not find the sound`

function withData(wav: Wav, {at, length}: Chunk, size: number): Wav {
  const found = {...wav, data: {offset: at, promised: length, present: Math.max(0, Math.min(length, size - at))}}
  if (length <= LONGEST_CHUNK) return found
  return withFault(found, `its header promises ${length} bytes, more than Asterisk supports`)
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

function formatAt(bytes: Bytes, {at, length}: Chunk): WavFormat | undefined {
  const content = bytes.at(at, 16)
  if (length < 16 || content.length < 16) return undefined
  return {
    code: content.readUInt16LE(0),
    channels: content.readUInt16LE(2),
    rate: content.readUInt32LE(4),
    frame: content.readUInt16LE(12),
  }
}

function chunkAt(bytes: Bytes, at: number): Chunk | undefined {
  const head = bytes.at(at, 8)
  if (head.length < 8) return undefined
  return {id: head.toString('latin1', 0, 4), length: head.readUInt32LE(4), at: at + 8}
}
