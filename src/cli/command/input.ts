import {close, constants, createReadStream, fstat, open, read, type Stats} from 'node:fs'
import {realpath, stat} from 'node:fs/promises'
import {Socket} from 'node:net'
import {basename} from 'node:path'
import type {Readable} from 'node:stream'
import {promisify} from 'node:util'
import {type AppError, conflict, notFound, unavailable} from '../../errors.ts'
import {escapeControls} from '../escapes.ts'

/** Small reads keep the database busy while the next piece is parsed: with 256 KiB, an import takes a fifth longer. */
const READ_SIZE = 32 * 1024

/** An input, and what is known about it if it is a file. */
export interface Input {
  bytes: Readable
  name?: string
  size?: number
  /** Does the path still lead to the unchanged file? */
  isUnchanged?: () => Promise<boolean>
  /** Throws if it does not. */
  verify?: () => Promise<void>
}

/** The prefix of messages: the name of a file, nothing for standard input. */
export const nameOf = (path: string) => (path === '-' ? '' : `${escapeControls(path)}: `)

/** Standard input may be a terminal or a socket, which cannot be opened again by its path. */
export const isStandardInput = (path: string) => path === '-' || path === '/dev/stdin'

/** Reads a file, or standard input for `-`. Opens it immediately, so that a wrong name is reported before any work, and always closes it. */
export async function withInput<T>(path: string, work: (input: Input) => Promise<T>): Promise<T> {
  const input = isStandardInput(path) ? standardInput(path) : await openFile(path)
  try {
    return await work(input)
  } finally {
    input.bytes.destroy()
  }
}

const standardInput = (path: string): Input => ({bytes: process.stdin, ...(path !== '-' && {name: basename(path)})})

async function openFile(path: string): Promise<Input> {
  try {
    await refuseUnreadableKind(path)
    // Without O_NONBLOCK, opening a FIFO waits for a writer and cannot be interrupted.
    const fd = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = await promisify(fstat)(fd)
    const bytes = stats.isFIFO() ? await readPipe(fd, path) : createReadStream('', {fd, highWaterMark: READ_SIZE})
    return {bytes, name: basename(path), ...(stats.isFile() && {size: stats.size, ...(await watch(path))})}
  } catch (error) {
    throw unreadable(path, error)
  }
}

async function refuseUnreadableKind(path: string): Promise<void> {
  const stats = await stat(path)
  if (stats.isDirectory()) throw new Error('it is a directory')
  if (stats.isSocket()) throw new Error('it is a socket')
  if (stats.isBlockDevice() || (stats.isCharacterDevice() && !(await isNullDevice(stats))))
    throw new Error('it is a device')
}

const isNullDevice = async ({rdev}: Stats) => rdev === (await stat('/dev/null')).rdev

/** Reads a pipe without blocking a thread in read(). Refuses a FIFO without a writer, which looks empty instead of pending. */
async function readPipe(fd: number, path: string): Promise<Readable> {
  const first = await firstBytes(fd)
  if (first?.length === 0 && (await hasName(path))) {
    await promisify(close)(fd)
    throw new Error('it is a FIFO without a writer')
  }
  const bytes = new Socket({fd, readable: true, writable: false})
  if (first) bytes.unshift(first)
  return bytes
}

/** The present content of a pipe; undefined when its writers have written nothing yet. */
async function firstBytes(fd: number): Promise<Buffer | undefined> {
  try {
    const {bytesRead, buffer} = await promisify(read)(fd, Buffer.alloc(READ_SIZE), 0, READ_SIZE, null)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined
    throw error
  }
}

/** Not for a pipe of the shell, whose writer may have ended before the pipe is opened. */
const hasName = (path: string) =>
  realpath(path).then(
    () => true,
    () => false,
  )

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
    hints: ["another user may have imported it: see 'xivoctl callbacks imports'"],
  })

const changed = () =>
  conflict('the file changed while it was being read: nothing was imported', {hints: ['try again when it is complete']})

function unreadable(path: string, error: unknown): AppError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return notFound('File', `no file ${escapeControls(path)}`)
  return unavailable(escapeControls(`cannot read ${path}: ${error instanceof Error ? error.message : error}`))
}
