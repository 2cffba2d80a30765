import type {Bytes} from './bytes.ts'
import {type Content, empty, heard, unplayable} from './content.ts'

/** Layer III, in kbit/s: of MPEG 1, and of MPEG 2 and 2.5. */
const bitrates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const
const rates = [44_100, 48_000, 32_000] as const
/** By the two bits of the version: MPEG 2.5, none, 2 and 1. */
const slower = [4, undefined, 2, 1] as const

/** Frames are looked for in so many bytes behind the tag. */
const SOUGHT = 4096

interface Frame {
  at: number
  rate: number
  channels: number
  /** Bits per second. */
  bitrate: number
  samples: number
}

/** Asterisk decodes every MP3, but multiplies its samples by an eighth or so. */
export function judgeMp3(bytes: Bytes): Content {
  if (bytes.size === 0) return empty()
  const start = afterTag(bytes.at(0, 10))
  const frame = firstFrame(bytes.at(start, SOUGHT), start)
  if (frame === undefined) return {...unplayable('it is not an MP3 file'), opens: true}
  const {rate, channels} = frame
  return {...heard(secondsOf(bytes, frame)), rate, channels, remarks: ['Asterisk plays MP3 files 18.5 dB too quietly']}
}

/** An ID3 tag tells its own length, in seven bits a byte. */
function afterTag(head: Buffer): number {
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0
  return 10 + head.subarray(6, 10).reduce((length, byte) => length * 128 + (byte & 0x7f), 0)
}

function firstFrame(piece: Buffer, start: number): Frame | undefined {
  for (let i = 0; i + 4 <= piece.length; i++) {
    const frame = frameOf(piece.readUInt32BE(i), start + i)
    if (frame !== undefined) return frame
  }
  return undefined
}

/** Eleven bits are set; then come version, layer (1 is III), bitrate, rate and channels. */
function frameOf(head: number, at: number): Frame | undefined {
  if (head >>> 21 !== 0x7ff || ((head >>> 17) & 3) !== 1) return undefined
  const slowdown = slower[(head >>> 19) & 3]
  const fast = rates[(head >>> 10) & 3]
  if (slowdown === undefined || fast === undefined) return undefined
  const bitrate = bitrates[slowdown === 1 ? 0 : 1][(head >>> 12) & 15]
  if (!bitrate) return undefined
  const channels = ((head >>> 6) & 3) === 3 ? 1 : 2
  return {at, rate: fast / slowdown, channels, bitrate: bitrate * 1000, samples: slowdown === 1 ? 1152 : 576}
}

/** From the number of frames, if the first one holds it, as encoders write it; else as of a constant bitrate. */
function secondsOf(bytes: Bytes, {at, rate, channels, bitrate, samples}: Frame): number {
  const side = samples === 1152 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  const info = bytes.at(at + 4 + side, 12)
  const counts = ['Xing', 'Info'].includes(info.toString('latin1', 0, 4)) && info.length === 12 && (info[7] ?? 0) & 1
  if (counts) return (info.readUInt32BE(8) * samples) / rate
  return ((bytes.size - at) * 8) / bitrate
}
