import {type Hint, invalidCsv, type Problem} from '../errors.ts'
import {
  type CallbackInput,
  type CallbackRules,
  type CheckedCallback,
  checkCallback,
  type Remark,
} from './callback-fields.ts'
import {MalformedCsv} from './csv-records.ts'
import {nearest} from './nearest.ts'
import {type CallbackField, callbackFields} from './request-fields.ts'

/** The result for one non-blank line; `line` counts the lines of the file from 1. */
export interface CsvLine {
  line: number
  /** Its original fields, for the rejects file. */
  record: readonly string[]
  callback: CheckedCallback
  /** Empty when the line is good. */
  problems: Problem[]
  /** Repairs and doubtful values. */
  remarks: readonly Remark[]
}

export interface CsvEvents {
  /** `delimiter` is the one to write rejected lines with. */
  header: (record: readonly string[], delimiter: string) => void
  line: (line: CsvLine) => void
  blank: () => void
  /** A hidden row of a sheet, which is skipped. */
  hidden?: () => void
  /** The file is malformed at this line; nothing after it can be read. */
  broken: (problem: Problem, hints: readonly Hint[]) => void
  /** Called after each batch, so that a full writer can slow the reader down. */
  pause: () => Promise<void>
}

/** The first column of a rejects file: import ignores it. */
export const errorColumn = 'error'

/** Reads the API's own CSV and reports each line. InvalidCsv when the file is empty or has no header. */
export async function readOwnRecords(
  records: AsyncIterable<string[][]>,
  {delimiter, rules}: {delimiter: string; rules: CallbackRules},
  events: CsvEvents,
): Promise<void> {
  let header: Header | undefined
  let next = 1
  const take = (record: string[]) => {
    const line = next
    next += linesOf(record)
    if (record.length === 1 && record[0] === '') {
      events.blank()
    } else if (header === undefined) {
      header = readHeader(line, record, delimiter)
      events.header(record, delimiter)
    } else {
      events.line(readLine(line, record, header, rules))
    }
  }
  await eachRecord(records, {take, events, next: () => next, isOpen: () => header !== undefined})
  if (header === undefined) throw emptyFile(delimiter)
}

interface Reading {
  take: (record: string[]) => void
  events: CsvEvents
  /** The line of the next record. */
  next: () => number
  /** Was there a header? */
  isOpen: () => boolean
}

/** Passes on each record, and reports where the file is malformed. */
export async function eachRecord(
  records: AsyncIterable<string[][]>,
  {take, events, next, isOpen}: Reading,
): Promise<void> {
  try {
    for await (const batch of records) {
      for (const record of batch) take(record)
      await events.pause()
    }
  } catch (error) {
    if (!(error instanceof MalformedCsv)) throw error
    const {message, line = next(), hints} = error
    if (!isOpen()) throw invalidCsv(`line ${line} ${message}`, {hints})
    events.broken({line, reason: `${message}; nothing after it was read`}, hints)
  }
}

/** A field in quotes may hold line ends. */
export function linesOf(record: readonly string[]): number {
  let lines = 1
  for (const field of record) {
    for (let at = field.indexOf('\n'); at !== -1; at = field.indexOf('\n', at + 1)) lines++
  }
  return lines
}

/** The column of each field; fields without a column are omitted. */
type Header = Partial<Record<CallbackField, number>> & {columns: number}

/** The expected header, for error messages. */
export const expected = (delimiter: string) => `the first line must be: ${callbackFields.join(delimiter)}`

export const emptyFile = (delimiter: string) => invalidCsv('the file is empty', {hints: [expected(delimiter)]})

export const badHeader = (problems: Problem[], hints: Hint[]) =>
  invalidCsv('the header does not fit callback requests: nothing was imported', {problems, hints})

const MOST_COLUMNS = 100

/** A file with a longer header is not a CSV. */
export function refuseWide(line: number, columns: number, delimiter: string): void {
  if (columns <= MOST_COLUMNS) return
  throw invalidCsv(`line ${line} has ${columns} columns: the first line must be the header`, {
    hints: [expected(delimiter)],
  })
}

function readHeader(line: number, record: string[], delimiter: string): Header {
  refuseWide(line, record.length, delimiter)
  const problems = record.flatMap((name, i) => headerProblem(line, name, record.slice(0, i)))
  if (!record.includes('phoneNumber') && !record.includes('mobilePhoneNumber') && problems.length === 0) {
    problems.push({line, reason: 'neither phoneNumber nor mobilePhoneNumber is among the columns'})
  }
  if (problems.length > 0) {
    const hints = [...delimiterHint(record, delimiter), expected(delimiter)]
    throw badHeader(problems, hints)
  }
  const columns = callbackFields
    .map((field) => [field, record.indexOf(field)] as const)
    .filter(([, column]) => column >= 0)
  return {columns: record.length, ...Object.fromEntries(columns)}
}

function headerProblem(line: number, name: string, before: readonly string[]): Problem[] {
  if (before.includes(name)) return [{line, value: name, reason: 'appears twice'}]
  if (name === errorColumn || callbackFields.some((field) => field === name)) return []
  const near = nearest(name, callbackFields)
  return [{line, value: name, reason: `is not a column${near === undefined ? '' : `; did you mean '${near}'?`}`}]
}

/** A hint about the delimiter for a header of one column. */
export function delimiterHint([only = '', ...others]: string[], delimiter: string): Hint[] {
  const used = [';', ',', '\t', '|'].find((each) => each !== delimiter && only.includes(each))
  if (others.length > 0 || used === undefined) return []
  const shown = used === '\t' ? '\\t' : used
  return [{give: 'delimiter', value: used, when: `the columns seem to be separated by '${shown}'`}]
}

function readLine(line: number, record: string[], header: Header, rules: CallbackRules): CsvLine {
  if (record.length !== header.columns) {
    const reason = `has ${record.length} fields, the header has ${header.columns}`
    return {line, record, callback: {}, problems: [{line, reason}], remarks: []}
  }
  const input: CallbackInput = {
    phoneNumber: fieldAt(record, header.phoneNumber),
    mobilePhoneNumber: fieldAt(record, header.mobilePhoneNumber),
    firstName: fieldAt(record, header.firstName),
    lastName: fieldAt(record, header.lastName),
    company: fieldAt(record, header.company),
    description: fieldAt(record, header.description),
    dueDate: fieldAt(record, header.dueDate),
    period: fieldAt(record, header.period),
  }
  return checkedLine(line, record, checkCallback(input, rules))
}

/** Adds the number of the line to its remarks and problems. */
export const checkedLine = (
  line: number,
  record: readonly string[],
  {callback, problems, remarks}: ReturnType<typeof checkCallback>,
): CsvLine => ({
  line,
  record,
  callback,
  problems: problems.length === 0 ? problems : problems.map((problem) => ({line, ...problem})),
  remarks: remarks.length === 0 ? remarks : remarks.map((remark) => ({line, ...remark})),
})

const fieldAt = (record: readonly string[], column: number | undefined) =>
  column === undefined ? '' : (record[column] ?? '')
