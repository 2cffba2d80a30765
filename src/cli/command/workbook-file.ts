import {constants, createWriteStream} from 'node:fs'
import {access, open, realpath, rename, stat} from 'node:fs/promises'
import {extname} from 'node:path'
import type {Writable} from 'node:stream'
import {finished} from 'node:stream/promises'
import {isatty} from 'node:tty'
import {Flags} from '@oclif/core'
import {AppError, unavailable, usage} from '../../errors.ts'
import {escapeControls} from '../list/table.ts'
import {openDraft} from './draft.ts'

/** Spreadsheet formats that xivoctl does not write. */
const others = ['.ods', '.xls', '.xlsb', '.xlsm', '.xltx', '.numbers']

/** Refuses a file name with the extension of a format that cannot be written. */
export function refuseOtherFormat(path: string, more: readonly string[] = []): void {
  const format = extname(path).toLowerCase()
  if (![...others, ...more].includes(format)) return
  throw usage(`${escapeControls(path)}: ${format} is not written`, {
    hints: ['name an .xlsx file: every spreadsheet opens it'],
  })
}

async function workbookPath(path: string): Promise<string> {
  refuseOtherFormat(path, ['.csv', '.json', '.ndjson'])
  const isTerminal = path === '-' ? process.stdout.isTTY : await leadsToTerminal(path)
  if (isTerminal) throw usage('a workbook is not for a terminal', {hints: ['name a file']})
  return path
}

async function leadsToTerminal(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isCharacterDevice()) return false
  const file = await open(path, 'r').catch(() => undefined)
  try {
    return file === undefined ? false : isatty(file.fd)
  } finally {
    await file?.close()
  }
}

/** Checks the file name before any question or write. */
export const workbookFlag = Flags.custom<string>({helpValue: 'FILE', parse: workbookPath})

/** Lets `work` write the file. Replaces an existing file only when everything is written. `-` is standard output. */
export async function withWorkbookFile(path: string, work: (sink: Writable) => Promise<void>): Promise<void> {
  if (path === '-') return work(process.stdout)
  const found = await stat(path).catch(() => undefined)
  try {
    if (found === undefined || found.isFile()) await inPlaceOf(path, found?.mode, work)
    else await intoDevice(path, work)
  } catch (error) {
    throw error instanceof AppError ? error : unwritable(path, error)
  }
}

async function inPlaceOf(
  path: string,
  mode: number | undefined,
  work: (sink: Writable) => Promise<void>,
): Promise<void> {
  const target = mode === undefined ? path : await realpath(path)
  if (mode !== undefined) await access(target, constants.W_OK)
  const draft = await openDraft(target, mode)
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
