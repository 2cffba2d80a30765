import {pipeline, type Readable} from 'node:stream'
import zlib from 'node:zlib'
import type {Entry, ZipFile} from 'yauzl'
import type {Limits} from './limits.ts'
import {asSize} from './limits.ts'
import type {Source} from './source.ts'
import {damaged, WorkbookError} from './workbook-error.ts'

/** The parts of a workbook. */
export interface Archive {
  has: (part: string) => boolean
  names: () => string[]
  read: (part: string) => AsyncGenerator<Uint8Array>
}

/** Names of parts are compared without case: some programs refer to a part in another case than its own. */
const keyOf = (part: string) => part.toLowerCase()

export async function openArchive(source: Source, limits: Limits): Promise<Archive> {
  const zip = await unlessDamaged(() => source.zip())
  const entries = await unlessDamaged(() => entriesOf(zip, limits))
  /** The inflated bytes of each part; a part that is read again does not count twice. */
  const inflated = new Map<string, number>()
  const count = (key: string, bytes: number) => {
    inflated.set(key, Math.max(bytes, inflated.get(key) ?? 0))
    let total = 0
    for (const size of inflated.values()) total += size
    if (total > limits.unpacked) {
      throw new WorkbookError('too-large', `is over ${asSize(limits.unpacked)} when it is unpacked`)
    }
  }
  return {
    has: (part) => entries.has(keyOf(part)),
    names: () => [...entries.values()].map(({fileName}) => fileName),
    async *read(part) {
      const entry = entries.get(keyOf(part))
      if (!entry) throw damaged(`it has no part '${part}'`)
      let bytes = 0
      for await (const chunk of contentOf(zip, entry)) {
        bytes += chunk.length
        count(keyOf(part), bytes)
        yield chunk
      }
    },
  }
}

async function entriesOf(zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.parts) {
    throw new WorkbookError('too-many-parts', `has more than ${limits.parts} files in it`)
  }
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    const key = keyOf(entry.fileName)
    if (entries.has(key)) throw damaged(`it has the part '${entry.fileName}' twice`)
    entries.set(key, entry)
  }
  return entries
}

/** Node has it since 20.15. Without it, damage is noticed only by zlib and by the XML parser. */
const checksum: typeof zlib.crc32 | undefined = zlib.crc32

/** The content of the entry. Checks its size and checksum, which yauzl leaves to its caller. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw encrypted()
  const stream = await unlessDamaged(() => inflatedStream(zip, entry))
  let sum = 0
  let size = 0
  try {
    for await (const chunk of stream) {
      sum = checksum?.(chunk, sum) ?? entry.crc32
      size += chunk.length
      if (size > entry.uncompressedSize) throw wrongSize(entry)
      yield chunk
    }
  } catch (error) {
    throw asDamage(error)
  }
  if (size !== entry.uncompressedSize) throw wrongSize(entry)
  if (sum !== entry.crc32) throw damaged(`the checksum of '${entry.fileName}' is wrong`)
}

const wrongSize = ({fileName}: Entry) => damaged(`the size of '${fileName}' is wrong`)

/** The size of inflated chunks. With the 16 KiB that yauzl uses, inflating takes four times as long. */
const PIECE = 256 * 1024

async function inflatedStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (!entry.isCompressed()) return zip.openReadStreamPromise(entry)
  const deflated = await zip.openReadStreamPromise(entry, {decodeFileData: false})
  const inflate = zlib.createInflateRaw({chunkSize: PIECE})
  return pipeline(deflated, inflate, () => {})
}

export const encrypted = () =>
  new WorkbookError('encrypted', 'is an encrypted workbook', {hints: ['save it without a password']})

async function unlessDamaged<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asDamage(error)
  }
}

/** Turns errors of yauzl and zlib into damage. Errors of the system, such as EIO, stay as they are. */
function asDamage(error: unknown): unknown {
  if (error instanceof WorkbookError) return error
  if (!(error instanceof Error) || 'syscall' in error) return error
  if (error.message === 'strong encryption is not supported') return encrypted()
  return damaged(error.message, error)
}
