import {lstat, rm} from 'node:fs/promises'
import {type AppError, conflict, invalid, type Problem, unavailable} from '../../errors.ts'
import {errorColumn} from '../../formats/callbacks-csv.ts'
import type {RejectsWriter} from '../../services/callbacks/import.ts'
import {WorkbookError} from '../../sheets/workbook-error.ts'
import {openDraft} from '../command/draft.ts'
import {refuseOtherFormat} from '../command/workbook-file.ts'
import {escapeControls} from '../escapes.ts'
import {isTaken, moveFile} from './move-file.ts'
import {csvLines, workbookLines} from './rejects-lines.ts'

/** Matches the error of a line with too few or too many fields; no value of a request looks like it. */
const ourOwn = /^(has \d+ fields?, the header has \d+)?$/

/** The extension selects the form, workbook or CSV. Refuses other spreadsheet formats. */
export async function rejectsPath(path: string): Promise<string> {
  refuseOtherFormat(path)
  return path
}

/**
 * The file to correct and import again: the original lines with a first column `error`, readable by the owner only. Never overwrites
 * a file, and never leaves an incomplete one.
 */
export async function openRejects(path: string): Promise<RejectsWriter> {
  await refuseTaken(path)
  const draft = await openDraft(path, 0o600).catch((error) => Promise.reject(unwritable(path, error)))
  const lines = /\.xlsx$/i.test(path) ? workbookLines(draft.stream) : csvLines(draft.stream)
  let columns = 0
  let ignored = -1
  const withoutError = (record: readonly string[]) => record.filter((_, i) => i !== ignored)
  // A short line keeps everything except our own error, because it is unknown which field is missing.
  const fieldsOf = (record: readonly string[]) => {
    const [first = '', ...others] = record
    if (record.length >= columns) return withoutError(record)
    return ignored === 0 && ourOwn.test(first) ? others : record
  }
  let kept = false
  return {
    header: (record, shape) => {
      columns = record.length
      ignored = record.indexOf(errorColumn)
      const dueDate = shape.dueDate - (ignored >= 0 && ignored < shape.dueDate ? 1 : 0)
      lines.header(withoutError(record), {...shape, dueDate})
    },
    line: (record, problems) =>
      lines.line(problems.map(describe).join('; '), fieldsOf(record), record.length < columns),
    ready: async () => {
      if (!draft.failure()) await lines.ready()
    },
    keep: async () => {
      try {
        await lines.end()
        await draft.keep((written) => moveFile(written, path))
      } catch (error) {
        throw draft.failure() === undefined && isTaken(error) ? taken(path) : unwritable(path, draft.failure() ?? error)
      }
      kept = true
    },
    discard: async () => {
      await draft.discard()
      if (kept) await rm(path, {force: true})
    },
  }
}

async function refuseTaken(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined)
  if (there) throw taken(path)
}

const taken = (path: string) =>
  conflict(`${escapeControls(path)} already exists: nothing was imported`, {
    hints: ['name another file for the rejects'],
  })

function unwritable(path: string, error: unknown): AppError {
  if (error instanceof WorkbookError)
    return invalid(escapeControls(`${path} ${error.message}: nothing was imported`), {hints: error.hints})
  const reason = error instanceof Error ? error.message : error
  return unavailable(escapeControls(`cannot write ${path}: ${reason}: nothing was imported`))
}

const describe = ({column, value, reason}: Problem) =>
  [column === undefined ? '' : `${column}: `, value === undefined ? '' : `'${value}' `, reason].join('')
