import {randomUUID} from 'node:crypto'
import {type FileHandle, open, unlink} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable, Writable} from 'node:stream'
import type {FastifyReply} from 'fastify'
import {unavailable} from '../errors.ts'
import type {Changed} from '../formats/changes.ts'
import {tagWritten} from './tags.ts'

/** Above this size, the content goes to a file. */
const IN_MEMORY = 1024 * 1024

/** A buffer that is written first and read afterwards. Its file is unlinked: it disappears with its reader or the process. */
class Spool extends Writable {
  bytes = 0
  private pieces: Buffer[] = []
  private file: FileHandle | undefined

  constructor() {
    super({autoDestroy: false})
  }

  /** Reads the content, once, after everything was written. */
  contents(): Readable {
    return this.file?.createReadStream({start: 0}) ?? Readable.from(this.pieces, {objectMode: false})
  }

  override _write(piece: Buffer, _: string, done: (error?: Error) => void): void {
    this.keep(piece).then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.pieces = []
    Promise.resolve(this.file?.close()).then(() => done(error), done)
  }

  private async keep(piece: Buffer): Promise<void> {
    this.bytes += piece.length
    if (this.bytes <= IN_MEMORY) {
      this.pieces.push(piece)
      return
    }
    try {
      this.file ??= await openNameless()
      for (const each of [...this.pieces.splice(0), piece]) await this.file.appendFile(each)
    } catch (cause) {
      throw unavailable('there is no room for the answer in the temporary directory: nothing was written', {cause})
    }
  }
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `xivoctl-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

/**
 * Answers a change with the JSON that `work` writes, when `work` has finished: an answer that cannot be built fails the change,
 * and a client that reads slowly holds no transaction open.
 */
export async function spooled(reply: FastifyReply, work: (sink: Writable) => Promise<Changed<unknown>>): Promise<void> {
  const spool = new Spool()
  try {
    tagWritten(reply, (await work(spool)).tag)
  } catch (error) {
    spool.destroy()
    throw error
  }
  await reply
    .type('application/json; charset=utf-8')
    .header('content-length', String(spool.bytes))
    .send(spool.contents())
}
