import {randomUUID} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {open, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import type {Writable} from 'node:stream'
import {finished} from 'node:stream/promises'

/** A file that is being written. It has a hidden name in the same directory until it is complete. */
export interface Draft {
  stream: Writable
  /** Ends the file, and lets `place` give it its name. Throws any earlier error of the file. */
  keep: (place: (draft: string) => Promise<void>) => Promise<void>
  discard: () => Promise<void>
  /** The first error so far. */
  failure: () => Error | undefined
}

export async function openDraft(path: string, mode?: number): Promise<Draft> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  const stream = createWriteStream('', {fd: await open(draft, 'wx', mode)})
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure ??= error
  })
  return {
    stream,
    failure: () => failure,
    keep: async (place) => {
      stream.end()
      await finished(stream).catch(() => {})
      if (failure) throw failure
      await place(draft)
    },
    discard: async () => {
      stream.destroy()
      await rm(draft, {force: true})
    },
  }
}
