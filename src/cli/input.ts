import {open, stat} from 'node:fs/promises'
import {basename} from 'node:path'
import type {Readable} from 'node:stream'
import {type AppError, conflict, notFound, unavailable} from '../errors.ts'
import {escapeControls} from './table.ts'

/** Small reads keep the database busy while the next piece is parsed: with 256 KiB the whole import takes a fifth longer. */
const READ_SIZE = 32 * 1024

/** What is read, and what is known of it when it is a file. */
export interface Input {
  bytes: Readable
  name?: string
  size?: number
  /** Does the name still lead to the file as it was opened? */
  isUnchanged?: () => Promise<boolean>
  /** Throws when it does not. */
  verify?: () => Promise<void>
}

/** What is said of a file begins with its name; of standard input there is but one. */
export const nameOf = (path: string) => (path === '-' ? '' : `${escapeControls(path)}: `)

/** Reads a file, or standard input for `-`; opened at once, so that a wrong name is said before anything is done, and closed whatever happens. */
export async function withInput<T>(path: string, work: (input: Input) => Promise<T>): Promise<T> {
  const input = path === '-' ? {bytes: process.stdin} : await openFile(path)
  try {
    return await work(input)
  } finally {
    input.bytes.destroy()
  }
}

async function openFile(path: string): Promise<Input> {
  try {
    const file = await open(path)
    const stats = await file.stat()
    if (!stats.isDirectory()) {
      const bytes = file.createReadStream({highWaterMark: READ_SIZE})
      return {bytes, name: basename(path), ...(stats.isFile() && {size: stats.size, ...(await watch(path))})}
    }
    await file.close()
  } catch (error) {
    throw unreadable(path, error)
  }
  throw unreadable(path, new Error('it is a directory'))
}

async function stateOf(path: string): Promise<string> {
  const {dev, ino, size, mtimeNs} = await stat(path, {bigint: true})
  return [dev, ino, size, mtimeNs].join(' ')
}

async function watch(path: string): Promise<Pick<Input, 'isUnchanged' | 'verify'>> {
  const state = await stateOf(path)
  const now = () => stateOf(path).catch(() => undefined)
  const verify = async () => {
    const found = await now()
    if (found === undefined) throw gone()
    if (found !== state) throw changed()
  }
  return {isUnchanged: async () => (await now()) === state, verify}
}

const gone = () =>
  conflict('the file is no longer there: nothing was imported', {
    hints: ["somebody else may have imported it: see 'xivoctl callbacks imports'"],
  })

const changed = () =>
  conflict('the file changed while it was read: nothing was imported', {hints: ['try again when it is complete']})

function unreadable(path: string, error: unknown): AppError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return notFound('File', `no file ${escapeControls(path)}`)
  return unavailable(escapeControls(`cannot read ${path}: ${error instanceof Error ? error.message : error}`))
}
