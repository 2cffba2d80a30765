import {constants, createWriteStream} from 'node:fs'
import {access, open, realpath, rename, stat} from 'node:fs/promises'
import type {Writable} from 'node:stream'
import {finished} from 'node:stream/promises'
import {AppError, unavailable} from '../../errors.ts'
import {escapeControls} from '../escapes.ts'
import {openDraft} from './draft.ts'
import {toStdout} from './output.ts'

/**
 * Lets `work` write the file. Replaces an existing file, and keeps its mode, only when everything is written. `-` is standard output.
 */
export async function withOutputFile(
  path: string,
  work: (sink: Writable) => Promise<void>,
  {mode}: {mode?: number} = {},
): Promise<void> {
  if (path === '-') return toStdout(work)
  const found = await stat(path).catch(() => undefined)
  try {
    if (found === undefined || found.isFile()) await inPlaceOf(path, {is: found?.mode, mode}, work)
    else await intoDevice(path, work)
  } catch (error) {
    throw error instanceof AppError ? error : unwritable(path, error)
  }
}

async function inPlaceOf(
  path: string,
  {is, mode}: {is: number | undefined; mode: number | undefined},
  work: (sink: Writable) => Promise<void>,
): Promise<void> {
  const target = is === undefined ? path : await realpath(path)
  if (is !== undefined) await access(target, constants.W_OK)
  const draft = await openDraft(target, is ?? mode)
  try {
    await work(draft.stream)
    await draft.keep((written) => rename(written, target))
  } catch (error) {
    await draft.discard()
    throw error
  }
}

/** For example `/dev/null`, or a pipe of the shell. */
async function intoDevice(path: string, work: (sink: Writable) => Promise<void>): Promise<void> {
  const sink = createWriteStream('', {fd: await open(path, 'w')})
  await work(sink)
  await finished(sink.end())
}

const unwritable = (path: string, error: unknown) =>
  unavailable(escapeControls(`cannot write ${path}: ${error instanceof Error ? error.message : error}`))
