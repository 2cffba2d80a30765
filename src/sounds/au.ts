import type {Bytes} from './bytes.ts'
import {type Content, heard, unplayable} from './content.ts'

const HEADER = 24
const ULAW = 1
const encodings: Record<number, string> = {
  2: '8-bit samples',
  3: '16-bit samples',
  4: '24-bit samples',
  5: '32-bit samples',
  6: 'floating point',
  27: 'A-law',
}

/** As Asterisk's format_pcm reads a header of Sun; it ignores the first four bytes, and the length of the data. */
export function judgeAu(bytes: Bytes): Content {
  const head = bytes.at(0, HEADER)
  if (head.length < HEADER) return unplayable(bytes.size === 0 ? 'it is empty' : 'its header is truncated')
  if (head.toString('latin1', 0, 4) !== '.snd') return unplayable('it is not an AU file')
  const [encoding, rate, channels] = [head.readUInt32BE(12), head.readUInt32BE(16), head.readUInt32BE(20)]
  const at = Math.max(HEADER, head.readUInt32BE(4))
  const faults = [
    ...(encoding === ULAW ? [] : [`it has ${encodings[encoding] ?? `the encoding ${encoding}`}, not µ-law`]),
    ...(channels === 1 ? [] : [`it has ${channels} channels, not one`]),
    ...(rate === 8000 ? [] : [`it has ${rate} samples a second, not 8000`]),
    ...(at > bytes.size ? ['its header is truncated'] : []),
  ]
  const known = {rate, channels}
  if (faults.length > 0) return {...unplayable(...faults), ...known}
  if (at === bytes.size) return {...unplayable('there is no sound in it'), opens: true, ...known}
  const samples = {law: 'ulaw', at, until: bytes.size, perSecond: rate} as const
  return {...heard((bytes.size - at) / rate), ...known, bits: 8, samples}
}
