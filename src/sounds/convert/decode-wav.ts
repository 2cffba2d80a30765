import {readFile, stat} from 'node:fs/promises'
import decodePlain from '@audio/decode-wav'
import {invalid} from '../../errors.ts'
import type {Decoded, EncodedFile} from './decode.ts'
import {resample} from './resample.ts'

const RATE = 8000
/** In seconds. */
const LONGEST = 3600
/** It is in memory four times over. */
const MOST_BYTES = 100 * 1024 * 1024
const RATES = {least: 1000, most: 768_000}

/** Reads a WAV of any rate, channels and common coding; Invalid when it is none. */
export async function decodeWav({path, name}: EncodedFile): Promise<Decoded> {
  if ((await stat(path)).size > MOST_BYTES) throw invalid(`'${name}' has more than ${MOST_BYTES} bytes`)
  const chunks = chunksOf(await readFile(path))
  const [format, data] = [chunks.get('fmt '), chunks.get('data')]
  if (format === undefined || data === undefined || format.length < 16) throw invalid(`'${name}' is not a WAV file`)
  const perSecond = Math.max(format.readUInt32LE(8), format.readUInt32LE(4) * format.readUInt16LE(12))
  if (perSecond > 0 && data.length > LONGEST * perSecond) throw invalid(`'${name}' is longer than ${LONGEST} s`)
  const {channelData, sampleRate} = decoded(name, format, data)
  if (sampleRate < RATES.least || sampleRate > RATES.most) throw invalid(`'${name}' has ${sampleRate} samples a second`)
  return {
    samples: resample({samples: mixed(channelData), rate: sampleRate}, RATE),
    format: `WAV, ${sampleRate} Hz, ${channelsText(channelData.length)}, ${format.readUInt16LE(14)}-bit`,
    by: 'xivoctl',
  }
}

const channelsText = (count: number) => (count === 1 ? 'mono' : `${count} channels`)

/** The library loses its place after a chunk of odd length, so it only gets the two that matter. */
function decoded(name: string, format: Buffer, data: Buffer) {
  try {
    const file = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), chunk('fmt ', format), chunk('data', data)])
    // It counts on `slice` to copy, and that of a Buffer does not.
    const sound = decodePlain(new Uint8Array(file.buffer, file.byteOffset, file.length))
    if (sound.channelData.length > 0) return sound
  } catch (cause) {
    throw invalid(`'${name}' cannot be read: ${cause instanceof Error ? cause.message : cause}`, {cause})
  }
  throw invalid(`'${name}' has no samples`)
}

function chunk(id: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

/** The first chunk of each name. Programs that write into a pipe do not know the length of the data. */
function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return chunks
  for (let at = 12; at + 8 <= file.length && !chunks.has('data'); ) {
    const [id, length] = [file.toString('latin1', at, at + 4), file.readUInt32LE(at + 4)]
    const end = id === 'data' && length === 0 ? file.length : Math.min(file.length, at + 8 + length)
    if (!chunks.has(id)) chunks.set(id, file.subarray(at + 8, end))
    // Not every program writes the padding that belongs to an odd length.
    at = length % 2 === 1 && file[end] === 0 ? end + 1 : end
  }
  return chunks
}

function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = channels
  return first.map((sample, i) => others.reduce((sum, other) => sum + (other[i] ?? 0), sample) / channels.length)
}
