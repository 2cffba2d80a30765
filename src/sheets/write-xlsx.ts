import {Readable} from 'node:stream'
import {ZipFile} from 'yazl'
import {WorkbookError} from './workbook-error.ts'

export interface WrittenColumn {
  title: string
  /** In characters. */
  width: number
  /** A `day` column has the format of dates, and its texts in the form `YYYY-MM-DD` are written as dates. */
  type: 'text' | 'number' | 'day' | 'moment'
}

/** A Date is written in the time zone of this process, because a workbook has none. */
export type WrittenCell = string | number | Date | null | undefined

/** Cells in the order of the columns. Empty cells are not written; cells behind the last column are text. */
export type WrittenRow = readonly WrittenCell[]

export interface WrittenSheet {
  name: string
  columns: readonly WrittenColumn[]
  rows: AsyncIterable<readonly WrittenRow[]>
  /** Is there a row with the titles? It is frozen. */
  headed?: boolean
}

export interface WrittenWorkbook {
  sheets: readonly WrittenSheet[]
  /** The name of the program that writes the file. A program that saves it again replaces the name. */
  writer?: string
}

/** The most rows that a sheet can hold below the header. */
const MOST_ROWS = 1_048_575
const LONGEST_CELL = 32_767
/** Characters that are compressed at once. */
const PIECE = 64 * 1024

/** Writes the sheets, one after the other, as .xlsx while their rows arrive. */
export function writeXlsx(workbook: WrittenWorkbook): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  // The same rows give the same bytes.
  const options = {mtime: new Date(1980, 0, 1), forceDosTimestamp: true}
  for (const [part, xml] of Object.entries(fixedParts(workbook))) zip.addBuffer(Buffer.from(XML + xml), part, options)
  for (const [i, sheet] of workbook.sheets.entries()) {
    const content = Readable.from(sheetXml(sheet), {objectMode: false})
    // yazl does not notice errors of the stream that it compresses.
    content.on('error', (error) => output.destroy(error))
    output.on('close', () => content.destroy())
    zip.addReadStream(content, `xl/${sheetPart(i)}`, options)
  }
  zip.end()
  return output
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const sheetPart = (index: number) => `worksheets/sheet${index + 1}.xml`
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relationships = (targets: readonly (readonly [type: string, target: string])[]) =>
  `<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** Cell styles, in the order of `cellXfs`. Dates are shown in the form of the reader's language. */
const styles = {number: 0, text: 1, day: 2, moment: 3}
const HEADER = 4

const fixedParts = ({sheets, writer}: WrittenWorkbook): Record<string, string> => ({
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
    `${sheets.map((_, i) => `<Override PartName="/xl/${sheetPart(i)}" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
  '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
  'xl/_rels/workbook.xml.rels': relationships([
    ...sheets.map((_, i) => ['worksheet', sheetPart(i)] as const),
    ['styles', 'styles.xml'],
  ]),
  'xl/workbook.xml':
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${writer === undefined ? '' : `<fileVersion appName="${escaped(writer)}"/>`}` +
    `<sheets>${sheets.map(({name}, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
  'xl/styles.xml':
    `<styleSheet xmlns="${MAIN}">` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    `<cellXfs count="5"><xf numFmtId="0" xfId="0"/>${[49, 14, 22].map(format).join('')}` +
    '<xf numFmtId="49" fontId="1" xfId="0" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>',
})

/** Excel does not open a file when the name of a sheet is longer or has one of these characters. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:]|^'|'$/g, '_').slice(0, 31) || 'Sheet1'

/** A built-in format: text, a day, a day with its time. */
const format = (id: number) => `<xf numFmtId="${id}" xfId="0" applyNumberFormat="1"/>`

async function* sheetXml({columns, rows, headed = true}: WrittenSheet) {
  const cells = columns.map(({type}, i) => cellWriter(letters(i), type))
  const cellAt = (i: number) => {
    const writer = cells[i] ?? cellWriter(letters(i), 'text')
    cells[i] = writer
    return writer
  }
  let xml = beginning(columns, headed)
  let number = headed ? 1 : 0
  for await (const batch of rows) {
    for (const row of batch) {
      if (++number > MOST_ROWS + 1) throw tooManyRows()
      xml += `<row r="${number}">`
      for (let i = 0; i < row.length; i++) xml += cellAt(i)(number, row[i])
      xml += '</row>'
      if (xml.length < PIECE) continue
      yield Buffer.from(xml)
      xml = ''
    }
  }
  yield Buffer.from(`${xml}</sheetData>${unmarked(columns.length, number)}</worksheet>`)
}

function beginning(columns: readonly WrittenColumn[], headed: boolean): string {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const widths = columns.map(
    ({width, type}, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${styles[type]}" customWidth="1"/>`,
  )
  const titles = columns.map(({title}, i) => textCell(`${letters(i)}1`, title, HEADER))
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${headed ? pane : ''}</sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData>${headed ? `<row r="1">${titles.join('')}</row>` : ''}`
  )
}

/** Without it, Excel marks texts of digits, and offers to turn them into numbers, which loses their zeros. */
const unmarked = (columns: number, rows: number) =>
  `<ignoredErrors><ignoredError sqref="A1:${letters(columns - 1)}${Math.max(1, rows)}" numberStoredAsText="1"/></ignoredErrors>`

const tooManyRows = () =>
  new WorkbookError('too-many-rows', `would have more than ${MOST_ROWS.toLocaleString('en')} rows`, {
    hints: ['write CSV, or fewer rows'],
  })

const cellWriter = (column: string, type: WrittenColumn['type']) => (row: number, cell: WrittenCell) => {
  if (cell === undefined || cell === null || cell === '') return ''
  const reference = `${column}${row}`
  if (typeof cell === 'number') return numberCell(reference, cell, styles.number)
  if (cell instanceof Date) return numberCell(reference, momentSerial(cell), styles.moment)
  const serial = type === 'day' ? serialOf(cell) : undefined
  return serial === undefined ? textCell(reference, cell, styles[type]) : numberCell(reference, serial, styles.day)
}

const numberCell = (reference: string, value: number, style: number) =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`

function textCell(reference: string, text: string, style: number): string {
  if (text.length > LONGEST_CELL) {
    throw new WorkbookError(
      'cell-too-long',
      `would have over ${LONGEST_CELL.toLocaleString('en')} characters in cell ${reference}`,
      {
        hints: ['write CSV'],
      },
    )
  }
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`
}

const DAY_MS = 86_400_000
/** 1970-01-01, counted from 1899-12-30. */
const EPOCH = 25_569

/** In local time, to the second. */
const momentSerial = (moment: Date) =>
  (Math.floor(moment.getTime() / 1000) * 1000 - moment.getTimezoneOffset() * 60_000) / DAY_MS + EPOCH

/** Days since 1899-12-30; undefined for what is no day to spreadsheets: before March 1900, or not in the calendar. */
function serialOf(day: string): number | undefined {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? day : Number.NaN)
  // Date takes 30 February for 2 March.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  const serial = date.getTime() / DAY_MS + EPOCH
  return exists && serial > 60 ? serial : undefined
}

/** 0 is `A`. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** Characters that XML does not allow are written as `_x001B_`; text that looks like this is escaped. */
const special = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[\dA-Fa-f]{4}_)/g
const named: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', _: '_x005F_'}

const escaped = (text: string) =>
  text.toWellFormed().replace(special, (character) => {
    return named[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  })
