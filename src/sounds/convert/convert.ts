import {createWriteStream} from 'node:fs'
import {mkdtemp, open, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {invalid} from '../../errors.ts'
import {extensionOf} from '../directory.ts'
import {type Decoded, decode, type EncodedFile} from './decode.ts'
import {HEAD} from './head.ts'
import {level, type Measures, toWav} from './telephone.ts'

/** What was made of a sound, and how. */
export interface Conversion {
  /** The program that read it. */
  by: Decoded['by']
  /** What it was, in that program's words. */
  format: string
  before: Measures
  /** In dB. */
  gain: number
  /** Present when the gain stopped before the speech had its level, because the loudest sample would have clipped. */
  limited?: true
}

/** Makes telephone audio of a sound in any format: a plain .wav, its speech at a common level, without long silence at its ends. */
export async function convert(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  stop: AbortSignal,
): Promise<Conversion & {wav: Buffer}> {
  const folder = await mkdtemp(join(tmpdir(), 'xivoctl-convert-'))
  try {
    const {samples, format, by} = await decode(await stored(bytes, folder, name), stop)
    const {samples: levelled, before, gain, limited} = level(samples)
    return {wav: toWav(levelled), by, format, before, gain, ...(limited && {limited})}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

const MOST_BYTES = 512 * 1024 * 1024

/** Programs read files, also such as end with what describes them. sox goes by the extension. */
async function stored(bytes: AsyncIterable<Uint8Array>, folder: string, name: string): Promise<EncodedFile> {
  const extension = extensionOf(name)?.replace(/[^A-Za-z0-9]/g, '')
  const path = join(folder, extension ? `input.${extension}` : 'input')
  await pipeline(limited(bytes), createWriteStream(path, {mode: 0o600}))
  const file = await open(path)
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return {path, name: basename(name), head: buffer.subarray(0, bytesRead)}
  } finally {
    await file.close()
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > MOST_BYTES) throw invalid(`the sound has more than ${MOST_BYTES} bytes: nothing was converted`)
    yield piece
  }
}
