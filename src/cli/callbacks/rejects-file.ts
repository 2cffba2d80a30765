import {randomUUID} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {lstat, open, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {finished} from 'node:stream/promises'
import {conflict, type Problem, unavailable} from '../../errors.ts'
import {errorColumn} from '../../formats/callbacks-csv.ts'
import {csvLine} from '../../formats/csv-line.ts'
import type {RejectsWriter} from '../../services/callbacks/import.ts'
import {escapeControls} from '../list/table.ts'
import {isTaken, moveFile} from './move-file.ts'

const BOM = '\uFEFF'

/** What the error of a line with too few or too many fields can be; no value of a request looks like it. */
const ourOwn = /^(has \d+ fields?, the header has \d+)?$/

/**
 * The file to mend and send again: the lines as they came behind a first column `error`, readable by its owner only.
 * Never over another file, and never half written: until it is kept it has a hidden name beside its own.
 * It is UTF-8 with a BOM, whatever the import's encoding.
 */
export async function openRejects(path: string): Promise<RejectsWriter> {
  await refuseTaken(path)
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  const stream = createWriteStream('', {
    fd: await open(draft, 'wx', 0o600).catch((error) => Promise.reject(unwritable(path, error))),
  })
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure ??= error
  })
  let columns = 0
  let between = '|'
  let ignored = -1
  // Which field is missing from a line that is too short, nobody knows: it keeps all but what we wrote ourselves.
  const fieldsOf = (record: readonly string[]) => {
    const [first = '', ...others] = record
    if (record.length >= columns) return record.filter((_, i) => i !== ignored)
    return ignored === 0 && ourOwn.test(first) ? others : record
  }
  const put = (record: readonly string[], error: string) => {
    stream.write(csvLine([error, ...fieldsOf(record)], between))
  }
  let kept = false
  return {
    header: (record, delimiter) => {
      between = delimiter
      columns = record.length
      ignored = record.indexOf(errorColumn)
      stream.write(BOM)
      put(record, errorColumn)
    },
    line: (record, problems) => put(record, problems.map(describe).join('; ')),
    ready: async () => {
      // An empty piece is called back when all before it is written, or when nothing will be any more.
      if (stream.writableNeedDrain && !failure) await new Promise<void>((resolve) => stream.write('', () => resolve()))
    },
    keep: async () => {
      stream.end()
      await finished(stream).catch(() => {})
      if (failure) throw unwritable(path, failure)
      await moveFile(draft, path).catch((error) =>
        Promise.reject(isTaken(error) ? taken(path) : unwritable(path, error)),
      )
      kept = true
    },
    discard: async () => {
      stream.destroy()
      await rm(kept ? path : draft, {force: true})
    },
  }
}

async function refuseTaken(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined)
  if (there) throw taken(path)
}

const taken = (path: string) =>
  conflict(`${escapeControls(path)} is there already: nothing was imported`, {
    hints: ['name another file for the rejects'],
  })

const unwritable = (path: string, error: unknown) =>
  unavailable(
    escapeControls(`cannot write ${path}: ${error instanceof Error ? error.message : error}: nothing was imported`),
  )

const describe = ({column, value, reason}: Problem) =>
  [column === undefined ? '' : `${column}: `, value === undefined ? '' : `'${value}' `, reason].join('')
