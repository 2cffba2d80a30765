import {type AppError, type Hint, invalidCsv} from '../../errors.ts'
import {type CallList, columnsOf, type FileSettings, type ListForm} from '../../formats/call-list-form.ts'
import {type CsvEvents, errorColumn} from '../../formats/callbacks-csv.ts'
import {openCsv} from '../../formats/csv-form.ts'
import {DatesOfFile} from '../../formats/dates-of-file.ts'
import {concernsNumbers, type HeaderReading} from '../../formats/headers.ts'
import {headerRefusal} from '../../formats/mapped-lines.ts'
import {type ColumnUse, columnUses, isRead} from '../../formats/mapped-row.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {andThen} from '../../formats/pieces.ts'
import {readRecognisedCsv} from '../../formats/recognised-csv.ts'
import {callbackFields} from '../../formats/request-fields.ts'
import {recognise, TELLING} from '../../sheets/recognise.ts'

/** Which column each field would be read from. */
export interface Mapping {
  form: ListForm
  columns: ColumnUse[]
  /** Why the header cannot be read, with the remedies. */
  refusal: AppError | undefined
}

/** Reads only the header. InvalidCsv when the file is not a call list. */
export async function mappingOf(source: AsyncIterable<Uint8Array>, said: FileSettings): Promise<Mapping> {
  return withCallList(source, said, async ({form, header, headerLine, delimiter}) => {
    const refusal = headerRefusal(header, {line: headerLine, delimiter})
    return {form: form(), columns: columnUses(header.columns), refusal}
  })
}

async function withCallList<Result>(
  source: AsyncIterable<Uint8Array>,
  said: FileSettings,
  use: (list: CallList) => Promise<Result>,
): Promise<Result> {
  const list = await openCallList(source, said)
  try {
    return await use(list)
  } finally {
    await list.close()
  }
}

/** Detects the format of the file, and finds its header. */
async function openCallList(source: AsyncIterable<Uint8Array>, said: FileSettings): Promise<CallList> {
  const pieces = source[Symbol.asyncIterator]()
  const head = await firstBytes(pieces)
  const found = recognise(head)
  if (found.kind === 'other') throw notAList(found.name)
  const bytes = andThen(head, pieces)
  if (found.kind === 'zip' || found.kind === 'ole') {
    const {openSheet} = await import('./call-list-sheet.ts')
    return openSheet(bytes, said)
  }
  if (said.isWorkbook) throw notAList('no workbook')
  const list = await openText(bytes, said)
  // A request may hold control characters: everything that the API accepts must survive an export.
  if (found.kind === 'binary' && !hasOwnNames(list.header)) throw notAList(found.name)
  return list
}

const hasOwnNames = ({columns}: HeaderReading) =>
  columns.some(isRead) &&
  columns.every(({name}) => name === errorColumn || callbackFields.some((field) => field === name))

/** The form in which lines of the file are written back. */
export interface ListShape {
  delimiter: string
  /** Index of the due dates; -1 when there are none. */
  dueDate: number
  /** Phone numbers are as they were stored. */
  isAsStored: boolean
}

export type ListEvents = Omit<CsvEvents, 'header'> & {header: (record: readonly string[], shape: ListShape) => void}

const notAList = (name: string) => invalidCsv(`the file is ${name}`, {hints: ['save it as .xlsx, .ods or CSV']})

/** Reads a file in any supported form, and reports each line. InvalidCsv when it is not a list, or has another date format. */
export async function readCallList(
  source: AsyncIterable<Uint8Array>,
  said: FileSettings,
  country: PhoneCountry,
  events: ListEvents,
): Promise<{form?: ListForm; isUnfinished: boolean; hints: Hint[]}> {
  return withCallList(source, said, async (list) => {
    const {form, isUnfinished, header, headerLine, delimiter, isApiOwn, isAsStored, read} = list
    const problems = said.onlyNumbers ? header.problems.filter(concernsNumbers) : header.problems
    const refusal = isApiOwn ? undefined : headerRefusal({...header, problems}, {line: headerLine, delimiter})
    if (refusal) throw refusal
    const dates = new DatesOfFile(said.dates)
    const mode = said.phones ?? (isAsStored ? 'warn' : 'repair')
    const dueDate = header.columns.findIndex((column) => column.as === 'field' && column.field === 'dueDate')
    await read(
      {dates: dates.format, phones: {country, mode}, onDate: dates.add},
      {...events, header: (record, delimiter) => events.header(record, {delimiter, dueDate, isAsStored})},
    )
    dates.check()
    if (said.whole && isUnfinished()) throw invalidCsv(`${UNFINISHED} nothing was imported`)
    return {...(isRecognised(header, said) && {form: form()}), isUnfinished: isUnfinished(), hints: dates.hints()}
  })
}

export const UNFINISHED = 'the last line has no line end: is the file complete?'

/** No form is recorded for a file read as specified, or for a corrected rejects file, which no program wrote. */
const isRecognised = ({columns: [first]}: HeaderReading, {noGuess}: FileSettings) =>
  !noGuess && first?.name !== errorColumn

async function firstBytes(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array()
  while (head.length < TELLING) {
    const next = await pieces.next()
    if (next.done) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function openText(bytes: AsyncIterable<Uint8Array>, said: FileSettings): Promise<CallList> {
  const opened = await openCsv(bytes, said)
  const {above, columns, delimiter, isApiOwn} = opened.form
  return {
    form: () => {
      const {encoding} = opened.form
      return {kind: 'csv', ...(encoding !== undefined && {encoding}), delimiter, ...columnsOf(columns)}
    },
    isUnfinished: opened.isUnfinished,
    header: columns,
    headerLine: above + 1,
    delimiter,
    isApiOwn,
    isAsStored: isApiOwn,
    read: (rules, events) => readRecognisedCsv(opened, rules, events),
    close: async () => {},
  }
}
