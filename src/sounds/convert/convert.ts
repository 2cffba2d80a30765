import {mkdtemp, open, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {invalid, unavailable} from '../../errors.ts'
import {extensionOf, reasonOf} from '../directory.ts'
import {type Decoded, decode, type EncodedFile} from './decode.ts'
import {headOf} from './head.ts'
import {refusePlaylist} from './playlist.ts'
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
  const folder = await storing(() => mkdtemp(join(tmpdir(), 'xivoctl-convert-')))
  try {
    const {samples, format, by} = await decode(await stored(bytes, folder, name), stop)
    const {samples: levelled, before, gain, limited} = level(samples)
    return {wav: toWav(levelled), by, format, before, gain, ...(limited && {limited})}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

const MOST_BYTES = 512 * 1024 * 1024

/** Of formats that do not tell themselves by their first bytes. sox takes what ends in .m3u or .pls for a playlist. */
const telling: ReadonlySet<string> = new Set(['gsm', 'g722', 'g729', 'vox', 'ima', 'mp2', 'mp3', 'aac', 'ac3'])

/** Programs read files, also such as end with what describes them. */
async function stored(bytes: AsyncIterable<Uint8Array>, folder: string, name: string): Promise<EncodedFile> {
  const extension = extensionOf(name)?.toLowerCase() ?? ''
  const path = join(folder, telling.has(extension) ? `input.${extension}` : 'input')
  const file = await storing(() => open(path, 'wx+', 0o600))
  try {
    for await (const piece of limited(bytes)) await storing(() => file.writeFile(piece))
    const head = await headOf(file)
    refusePlaylist(name, head)
    return {path, name: basename(name), head}
  } finally {
    await file.close()
  }
}

async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw unavailable(`the temporary directory '${tmpdir()}' cannot be written to: ${reasonOf(cause)}`, {
      cause,
      hints: ['set TMPDIR to another directory'],
    })
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
