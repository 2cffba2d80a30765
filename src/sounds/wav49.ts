import type {Bytes} from './bytes.ts'
import {type Content, heard, unplayable} from './content.ts'

/** The whole header, of which Asterisk's format_wav_gsm accepts no other form. */
const HEADER = 60
/** Two frames of GSM. */
const PAIR = 65
const PAIRS_PER_SECOND = 25

const onlyGsm = "Asterisk takes .WAV for GSM, and plays no other .WAV: a PCM file must be a '.wav'"

/** `.WAV` in capitals is GSM in a WAV file, as Microsoft wrote it. */
export function judgeWav49(bytes: Bytes): Content {
  const head = bytes.at(0, HEADER)
  const fault = bytes.size === 0 ? 'it is empty' : faultOf(head)
  if (fault !== undefined) return unplayable(fault)
  const pairs = Math.floor((bytes.size - HEADER) / PAIR)
  if (pairs === 0) return {...unplayable('there is no sound in it'), opens: true}
  return {...heard(pairs / PAIRS_PER_SECOND), rate: 8000, channels: 1}
}

function faultOf(head: Buffer): string | undefined {
  const has = (text: string, at: number) => head.toString('latin1', at, at + text.length) === text
  if (!has('RIFF', 0) || !has('WAVE', 8)) return 'it is not a WAV file'
  if (!has('fmt ', 12) || head.length < 28) return onlyGsm
  const [size, code] = [head.readUInt32LE(16), head.readUInt16LE(20)]
  const [channels, rate] = [head.readUInt16LE(22), head.readUInt32LE(24)]
  if (code !== 49) return onlyGsm
  if (channels !== 1) return `it has ${channels} channels, not one`
  if (rate !== 8000) return `it has ${rate} samples a second, not 8000`
  if (size !== 20 || !has('fact', 40) || !has('data', 52) || head.length < HEADER) {
    return 'its header has further chunks, which Asterisk does not accept in a .WAV'
  }
  return undefined
}
