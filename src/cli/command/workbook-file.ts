import {open, stat} from 'node:fs/promises'
import {extname} from 'node:path'
import {isatty} from 'node:tty'
import {Flags} from '@oclif/core'
import {usage} from '../../errors.ts'
import {escapeControls} from '../escapes.ts'

/** Spreadsheet formats that xivoctl does not write. */
const others = ['.ods', '.xls', '.xlsb', '.xlsm', '.xltx', '.numbers']

/** Refuses a file name with the extension of a format that cannot be written. */
export function refuseOtherFormat(path: string, more: readonly string[] = []): void {
  const format = extname(path).toLowerCase()
  if (![...others, ...more].includes(format)) return
  throw usage(`${escapeControls(path)}: xivoctl cannot write ${format}`, {
    hints: ['name an .xlsx file: every spreadsheet program opens it'],
  })
}

async function workbookPath(path: string): Promise<string> {
  refuseOtherFormat(path, ['.csv', '.json', '.ndjson'])
  const isTerminal = path === '-' ? process.stdout.isTTY : await leadsToTerminal(path)
  if (isTerminal)
    throw usage('a workbook cannot be shown on a terminal', {
      hints: ['name a file: --xlsx FILE, or redirect standard output'],
    })
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
