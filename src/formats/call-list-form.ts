import type {CallbackRules} from './callback-fields.ts'
import type {CsvEvents} from './callbacks-csv.ts'
import type {CsvSettings} from './csv-form.ts'
import type {HeaderReading} from './headers.ts'
import {fieldColumns, isRead} from './mapped-row.ts'
import {type CallbackField, callbackFields} from './request-fields.ts'

/** The given settings for a file; the others are recognised. */
export interface FileSettings extends CsvSettings {
  /** Is it a workbook? */
  isWorkbook?: boolean
  sheet?: string
  hidden?: 'read' | 'skip'
  phones?: 'repair' | 'literal'
  /** Are only its phone numbers read? */
  onlyNumbers?: boolean
  /** Is a last line without a line end an error? */
  whole?: boolean
}

/** The recognised form of a file. */
export interface ListForm {
  kind: 'csv' | 'xlsx' | 'ods'
  /** Undefined while all of a CSV is ASCII. */
  encoding?: string
  delimiter?: string
  sheet?: string
  /** The program that exports such rows. */
  program?: string
  /** The column of each field. */
  fields: Partial<Record<CallbackField, string>>
  /** The number of columns that are read, and of those that are not. */
  known: number
  ignored: number
}

/** A file whose header was found. */
export interface CallList {
  /** The encoding is final once everything has been read. */
  form: () => ListForm
  /** Has the last line no line end? Known once everything has been read. */
  isUnfinished: () => boolean
  header: HeaderReading
  headerLine: number
  /** The delimiter to write its lines with. */
  delimiter: string
  isApiOwn: boolean
  /** Is it unchanged since xivoctl wrote it? Then no spreadsheet has damaged its stored numbers. */
  isAsStored: boolean
  read: (rules: CallbackRules, events: CsvEvents) => Promise<void>
  /** To be called when it is no longer read. */
  close: () => Promise<void>
}

/** The program named in a workbook of xivoctl, until another program saves it. */
export const ownWriter = 'xivoctl'

/** The columns of a form, in words. */
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

/** The differences between the forms of two files, old → new. */
export function formDifferences(before: ListForm, after: ListForm): string[] {
  const fields = callbackFields.map(
    (field) => [`column of ${field}`, before.fields[field], after.fields[field]] as const,
  )
  const parts = [
    ['file', formNames[before.kind], formNames[after.kind]],
    ['sheet', before.sheet, after.sheet],
    ['delimiter', before.delimiter, after.delimiter],
    // Not a difference when one of the files is plain ASCII: both may come from the same program.
    ...(before.encoding && after.encoding ? [['encoding', before.encoding, after.encoding] as const] : []),
    ...fields,
  ] as const
  return parts.filter(([, old, now]) => old !== now).map(([what, old, now]) => `${what} ${named(old)} → ${named(now)}`)
}

const named = (value: string | undefined) => (value === undefined ? 'none' : `'${value}'`)
