import type {Bytes} from './bytes.ts'
import {type Content, heard, unplayable} from './content.ts'

/** The first packet of the stream, which tells what it is, and the number of the last sample. */
interface Stream {
  head: Buffer
  samples: bigint
}

const PAGE = 27
/** The last page is within as many bytes. */
const TAIL = 64 * 1024

/** Vorbis: as Asterisk's format_ogg_vorbis wants it. */
export function judgeVorbis(bytes: Bytes): Content {
  const stream = streamOf(bytes)
  if (typeof stream === 'string') return unplayable(stream)
  const {head, samples} = stream
  if (!begins(head, '\x01vorbis') || head.length < 16) return unplayable(`it is ${codingOf(head)}, not Vorbis`)
  return ofRate(head.readUInt32LE(12), head[11] ?? 0, 8000, samples)
}

/** Speex, narrow or wide. */
export function judgeSpeex(bytes: Bytes, wanted: number): Content {
  const stream = streamOf(bytes)
  if (typeof stream === 'string') return unplayable(stream)
  const {head, samples} = stream
  if (!begins(head, 'Speex   ') || head.length < 68) return unplayable(`it is ${codingOf(head)}, not Speex`)
  const perPacket = head.readUInt32LE(64)
  if (perPacket !== 1) return unplayable(`it has ${perPacket} frames a packet, not one`)
  return ofRate(head.readUInt32LE(36), head.readUInt32LE(48), wanted, samples)
}

/** Opus counts in samples of 48 kHz, whatever was recorded. */
export function judgeOpus(bytes: Bytes): Content {
  const stream = streamOf(bytes)
  if (typeof stream === 'string') return unplayable(stream)
  const {head, samples} = stream
  if (!begins(head, 'OpusHead') || head.length < 12) return unplayable(`it is ${codingOf(head)}, not Opus`)
  const before = head.readUInt16LE(10)
  return heard(Math.max(0, Number(samples) - before) / 48_000)
}

function ofRate(rate: number, channels: number, wanted: number, samples: bigint): Content {
  const faults = [
    ...(channels === 1 ? [] : [`it has ${channels} channels, not one`]),
    ...(rate === wanted ? [] : [`it has ${rate} samples a second, not ${wanted}`]),
  ]
  const known = {rate, channels}
  if (faults.length > 0) return {...unplayable(...faults), ...known}
  return {...heard(Number(samples) / rate), ...known}
}

const begins = (packet: Buffer, text: string) => packet.toString('latin1', 0, text.length) === text

function codingOf(head: Buffer): string {
  if (begins(head, '\x01vorbis')) return 'Vorbis'
  if (begins(head, 'OpusHead')) return 'Opus'
  if (begins(head, 'Speex   ')) return 'Speex'
  return begins(head, '\x7fFLAC') ? 'FLAC' : 'of another coding'
}

/** Or the reason why it is none. */
function streamOf(bytes: Bytes): Stream | string {
  if (bytes.size === 0) return 'it is empty'
  const page = bytes.at(0, PAGE + 255 + 255)
  if (!begins(page, 'OggS') || page.length < PAGE) return 'it is not an Ogg file'
  const head = Buffer.from(page.subarray(PAGE + (page[26] ?? 0)))
  return {head, samples: lastSample(bytes)}
}

function lastSample(bytes: Bytes): bigint {
  const tail = bytes.at(Math.max(0, bytes.size - TAIL), TAIL)
  const at = tail.lastIndexOf('OggS')
  return at >= 0 && at + 14 <= tail.length ? tail.readBigInt64LE(at + 6) : 0n
}
