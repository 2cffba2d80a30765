import {Readable} from 'node:stream'
import {ZipFile} from 'yazl'
import {WorkbookError} from './workbook-error.ts'

export interface WrittenColumn {
  title: string
  /** In characters. */
  width: number
  /** Cells of `date` are days, `YYYY-MM-DD`; all others are text, which keeps its zeros. */
  type: 'text' | 'date'
}

/** A row's cells, in the order of the columns; empty ones are left out. */
export type WrittenRow = readonly (string | null | undefined)[]

/** Rows under the header: what a sheet can hold. */
const MOST_ROWS = 1_048_575
const LONGEST_CELL = 32_767
/** Pieces that are worth compressing at once. */
const PIECE = 64 * 1024

/** One sheet with a frozen header as .xlsx, in pieces, while the rows arrive. */
export function writeXlsx(
  sheet: string,
  columns: readonly WrittenColumn[],
  rows: AsyncIterable<readonly WrittenRow[]>,
): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  // A file of the same rows has the same bytes.
  const options = {mtime: new Date(1980, 0, 1), forceDosTimestamp: true}
  for (const [part, xml] of Object.entries(fixedParts(sheet))) zip.addBuffer(Buffer.from(XML + xml), part, options)
  const content = Readable.from(sheetXml(columns, rows), {objectMode: false})
  // yazl does not hear of it when what it compresses fails.
  content.on('error', (error) => output.destroy(error))
  output.on('close', () => content.destroy())
  zip.addReadStream(content, SHEET, options)
  zip.end()
  return output
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SHEET = 'xl/worksheets/sheet1.xml'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relationships = (targets: Record<string, string>) =>
  `<Relationships xmlns="${PACKAGE}/relationships">${Object.entries(targets)
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** Cell styles: 0 none, 1 text, 2 a day as the reader's language writes it, 3 the header. */
const TEXT = 1
const DAY = 2
const HEADER = 3

const fixedParts = (sheet: string): Record<string, string> => ({
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
    `<Override PartName="/${SHEET}" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': relationships({officeDocument: 'xl/workbook.xml'}),
  'xl/_rels/workbook.xml.rels': relationships({worksheet: 'worksheets/sheet1.xml', styles: 'styles.xml'}),
  'xl/workbook.xml':
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
    `<sheet name="${escaped(sheetName(sheet))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/styles.xml':
    `<styleSheet xmlns="${MAIN}">` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    '<cellXfs count="4"><xf numFmtId="0" xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="14" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" xfId="0" applyFont="1" applyNumberFormat="1"/>' +
    '</cellXfs></styleSheet>',
})

/** Excel opens no file in which a sheet's name is longer, or has one of these characters. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:]|^'|'$/g, '_').slice(0, 31) || 'Sheet1'

async function* sheetXml(columns: readonly WrittenColumn[], rows: AsyncIterable<readonly WrittenRow[]>) {
  const cells = columns.map(({type}, i) => cellWriter(letters(i), type))
  const titles = columns.map(({title}, i) => textCell(`${letters(i)}1`, title, HEADER))
  const widths = columns.map(({width, type}, i) => {
    const style = type === 'date' ? DAY : TEXT
    return `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${style}" customWidth="1"/>`
  })
  let xml =
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>`
  let number = 1
  for await (const batch of rows) {
    for (const row of batch) {
      if (++number > MOST_ROWS + 1) throw tooManyRows()
      xml += `<row r="${number}">`
      for (let i = 0; i < row.length; i++) xml += row[i] ? cells[i]?.(number, row[i] as string) : ''
      xml += '</row>'
      if (xml.length < PIECE) continue
      yield Buffer.from(xml)
      xml = ''
    }
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`)
}

const tooManyRows = () =>
  new WorkbookError('too-many-rows', `would have more than ${MOST_ROWS.toLocaleString('en')} rows`, {
    hints: ['write CSV, or fewer rows'],
  })

const cellWriter = (column: string, type: WrittenColumn['type']) => (row: number, value: string) => {
  const serial = type === 'date' ? serialOf(value) : undefined
  const reference = `${column}${row}`
  return serial === undefined ? textCell(reference, value, TEXT) : `<c r="${reference}" s="${DAY}"><v>${serial}</v></c>`
}

function textCell(reference: string, text: string, style: number): string {
  if (text.length > LONGEST_CELL) {
    throw new WorkbookError('cell-too-long', `would have over ${LONGEST_CELL} characters in cell ${reference}`)
  }
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`
}

/** Days since 1899-12-30; undefined for what no spreadsheet knows as a day: before March 1900, not in the calendar. */
function serialOf(day: string): number | undefined {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? day : Number.NaN)
  // Date takes 30 February for 2 March.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
  const serial = date.getTime() / 86_400_000 + 25_569
  return exists && serial > 60 ? serial : undefined
}

/** 0 is `A`. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** What XML cannot hold is written as `_x001B_`, and what looks like that is marked. */
const special = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[\dA-Fa-f]{4}_)/g
const named: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', _: '_x005F_'}

const escaped = (text: string) =>
  text.toWellFormed().replace(special, (character) => {
    return named[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  })
