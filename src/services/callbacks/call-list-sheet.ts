import {invalidCsv} from '../../errors.ts'
import {type CallList, columnsOf, type FileSettings, ownWriter} from '../../formats/call-list-form.ts'
import {type CsvEvents, type CsvLine, errorColumn} from '../../formats/callbacks-csv.ts'
import {type Column, type HeaderReading, readHeader} from '../../formats/headers.ts'
import {lineReader} from '../../formats/mapped-lines.ts'
import {isRead} from '../../formats/mapped-row.ts'
import {andThen} from '../../formats/pieces.ts'
import {type CallbackField, requestFields} from '../../formats/request-fields.ts'
import type {SheetRow} from '../../sheets/sheet-row.ts'
import {openWorkbook, type Workbook} from '../../sheets/workbook.ts'
import {openWorkbookApart} from '../../sheets/workbook-apart.ts'
import {WorkbookError} from '../../sheets/workbook-error.ts'

/** A workbook needs random access, so it is held in memory. */
const LARGEST_WORKBOOK = 256 * 1024 * 1024

/** From this size on, in bytes, a workbook is read in a thread of its own, which takes 40 ms to start. */
const APART = 512 * 1024

/** The delimiter of rejects files of a sheet: Excel opens it. */
const DELIMITER = ';'

/** The sheet of a workbook that is a call list. */
export async function openSheet(source: AsyncIterable<Uint8Array>, said: FileSettings): Promise<CallList> {
  const bytes = await wholeOf(source)
  return asInvalidCsv(async () => {
    const workbook = await (bytes.length < APART ? openWorkbook(bytes) : openWorkbookApart(bytes))
    const {sheet, first, header, head, rest} = await chosenSheet(workbook, said).catch(async (error) => {
      await workbook.close()
      throw error
    })
    const isAsStored = workbook.writer === ownWriter
    return {
      form: () => ({kind: workbook.kind, sheet: sheet.name, ...columnsOf(header)}),
      isUnfinished: () => false,
      header,
      headerLine: first.number,
      delimiter: DELIMITER,
      isApiOwn: false,
      isAsStored,
      close: async () => {
        await rest.return(undefined)
        await workbook.close()
      },
      read: (rules, events) =>
        asInvalidCsv(async () => {
          events.header(first.cells, DELIMITER)
          const take = rowTaker({number: first.number, header, isAsStored}, lineReader(header, rules), said, events)
          for await (const batch of andThen(head, rest)) {
            for (const row of batch) take(row)
            await events.pause()
          }
        }),
    }
  })
}

async function wholeOf(source: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source) {
    length += piece.length
    if (length > LARGEST_WORKBOOK) throw invalidCsv('the file is over 256 MiB: no workbook of that size is read')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

async function asInvalidCsv<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error
    throw invalidCsv(`the file ${error.message}`, {hints: error.hints, cause: error})
  }
}

/** The visible sheet with a known header, or the sheet that was named. */
async function chosenSheet(workbook: Workbook, said: FileSettings) {
  const names = workbook.sheets.map(({name}) => `'${name}'`).join(', ')
  const wanted = workbook.sheets.filter(({name, visible}) => (said.sheet === undefined ? visible : name === said.sheet))
  if (said.sheet !== undefined && wanted.length === 0)
    throw invalidCsv(`the file has no sheet '${said.sheet}'`, {hints: [`its sheets: ${names}`]})
  const headed = []
  for (const sheet of wanted) headed.push(...(await headerOf(workbook, sheet, said)))
  const lists = headed.filter(({header}) => header.problems.length === 0)
  if (lists.length > 1)
    throw invalidCsv(`several sheets have callback requests: ${lists.map(({sheet}) => `'${sheet.name}'`).join(', ')}`, {
      hints: [{give: 'sheet', value: 'NAME', when: 'choose one'}],
    })
  const [nearest] = headed.sort((a, b) => columnsOf(b.header).known - columnsOf(a.header).known)
  const found = lists[0] ?? nearest
  for (const {rest} of headed) if (rest !== found?.rest) await rest.return(undefined)
  if (found === undefined) throw invalidCsv('the file is empty', {hints: [`its sheets: ${names}`]})
  return found
}

/** The header and the rows that are still to be read, those with the header first; nothing when the sheet is empty. */
async function headerOf(workbook: Workbook, sheet: Workbook['sheets'][number], said: FileSettings) {
  const rest = workbook.rows(sheet)
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    const head = next.value
    const [row] = head
    if (row === undefined) continue
    const first = {...row, cells: row.cells.map((cell) => cell.trim())}
    return [{sheet, first, header: readHeader(first.cells, said), head, rest}]
  }
  return []
}

interface Head {
  number: number
  header: HeaderReading
  isAsStored: boolean
}

function rowTaker(
  {number: headerNumber, header: {columns}, isAsStored}: Head,
  read: ReturnType<typeof lineReader>,
  {hidden}: FileSettings,
  events: CsvEvents,
) {
  // What xivoctl wrote has blanks at the ends of its texts only where they belong; the lines to mend have been typed in.
  const isMended = columns[0]?.name === errorColumn
  const keepsBlanks = (column: Column | undefined) =>
    isAsStored || (isMended && column?.as === 'field' && isText(column.field))
  let last = headerNumber
  return ({number, hidden: isHidden, cells, problems}: SheetRow): void => {
    if (number <= headerNumber) return
    for (last++; last < number; last++) events.blank()
    if (isHidden && hidden === undefined) throw hiddenRow(number)
    if (isHidden && hidden === 'skip') {
      events.hidden?.()
      return
    }
    const values = cells.map((cell, i) => (keepsBlanks(columns[i]) ? cell : cell.trim()))
    const record = [...values, ...blanks(columns.length - cells.length)]
    const line = read(number, record)
    if (line === undefined) events.blank()
    else events.line(withProblems(line, problems, columns))
  }
}

/** Free text: not a number, a day, or a name to look up. */
const isText = (field: CallbackField) => requestFields[field].type === 'text' && 'personal' in requestFields[field]

const blanks = (count: number) => Array<string>(Math.max(0, count)).fill('')

/** An error cell in a column that is read makes the line bad, whatever other problems it has. */
function withProblems(line: CsvLine, problems: SheetRow['problems'], columns: readonly Column[]): CsvLine {
  for (const {column: i, problem} of problems) {
    const column = columns[i]
    if (column === undefined || !isRead(column)) continue
    const value = line.record[i] ?? ''
    const reason = problem === 'error' ? 'is a spreadsheet error' : 'is a formula without a calculated value'
    line.problems = line.problems.filter((other) => other.value !== value)
    line.problems.push({line: line.line, column: column.name, value, reason})
  }
  return line
}

const hiddenRow = (number: number) =>
  invalidCsv(`row ${number} of the sheet is hidden: nothing was imported`, {
    hints: [
      {give: 'hidden', value: 'read', when: 'to import hidden rows too'},
      {give: 'hidden', value: 'skip', when: 'to leave them out'},
    ],
  })
