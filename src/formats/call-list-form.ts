import type {CallbackRules} from './callback-fields.ts'
import type {CsvEvents} from './callbacks-csv.ts'
import type {SaidOfCsv} from './csv-form.ts'
import type {HeaderReading} from './headers.ts'
import {fieldColumns, isRead} from './mapped-row.ts'
import {type CallbackField, callbackFields} from './request-fields.ts'

/** What was said of a file; the rest is read from the file itself. */
export interface SaidOfList extends SaidOfCsv {
  /** It came as a workbook. */
  isWorkbook?: boolean
  sheet?: string
  hidden?: 'read' | 'skip'
  phones?: 'repair' | 'literal'
  /** A last line that does not end is an error. */
  whole?: boolean
}

/** What a file was recognised as. */
export interface ListForm {
  kind: 'csv' | 'xlsx' | 'ods'
  /** None while all of a CSV is ASCII. */
  encoding?: string
  delimiter?: string
  sheet?: string
  /** The program that exports such rows. */
  program?: string
  /** The column that each field comes from. */
  fields: Partial<Record<CallbackField, string>>
  /** How many of its columns are read, and how many are not. */
  known: number
  ignored: number
}

/** A file whose header is found. */
export interface CallList {
  /** The encoding is certain once all is read. */
  form: () => ListForm
  /** Known once all is read: the last line does not end. */
  isUnfinished: () => boolean
  header: HeaderReading
  headerLine: number
  /** What its lines are to be written with again. */
  delimiter: string
  isApiOwn: boolean
  /** It is as xivoctl wrote it: its numbers are as they were stored, and no spreadsheet has damaged them. */
  isAsStored: boolean
  read: (rules: CallbackRules, events: CsvEvents) => Promise<void>
}

/** Named in the workbooks of xivoctl, until another program saves them. */
export const ownWriter = 'xivoctl'

/** What a form says of the columns. */
export function columnsOf({
  columns,
  program,
}: HeaderReading): Pick<ListForm, 'program' | 'fields' | 'known' | 'ignored'> {
  const known = columns.filter(isRead).length
  return {
    ...(program !== undefined && {program}),
    fields: fieldColumns(columns),
    known,
    ignored: columns.length - known,
  }
}

export const formNames = {csv: 'CSV', xlsx: 'Excel workbook', ods: 'OpenDocument workbook'}

/** In what a file is written otherwise than an earlier one, old → new. */
export function formDifferences(before: ListForm, after: ListForm): string[] {
  const fields = callbackFields.map(
    (field) => [`column of ${field}`, before.fields[field], after.fields[field]] as const,
  )
  const parts = [
    ['file', formNames[before.kind], formNames[after.kind]],
    ['sheet', before.sheet, after.sheet],
    ['delimiter', before.delimiter, after.delimiter],
    // Two of which one is plain ASCII may come from the same program.
    ...(before.encoding && after.encoding ? [['encoding', before.encoding, after.encoding] as const] : []),
    ...fields,
  ] as const
  return parts.filter(([, old, now]) => old !== now).map(([what, old, now]) => `${what} ${named(old)} → ${named(now)}`)
}

const named = (value: string | undefined) => (value === undefined ? 'none' : `'${value}'`)
