import {buffer} from 'node:stream/consumers'
import {fromBufferPromise} from 'yauzl'
import {ZipFile} from 'yazl'
import type {Limits} from '../../src/sheets/limits.ts'
import type {SheetRow} from '../../src/sheets/sheet-row.ts'
import type {WorkbookFile} from '../../src/sheets/source.ts'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {WorkbookError} from '../../src/sheets/workbook-error.ts'

/** A ZIP archive of these parts, in this order. */
export async function zipOf(parts: Record<string, string | Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [part, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), part)
  zip.end()
  return buffer(zip.outputStream)
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'

interface XlsxParts {
  /** The content of `sheetData`. */
  rows?: string
  /** The format codes of cell styles 0, 1, … */
  formats?: string[]
  /** The `si` elements of the shared strings. */
  strings?: string
  workbook?: string
  more?: Record<string, string | Uint8Array>
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** A minimal .xlsx with this content. */
export const xlsxOf = ({rows = '', formats = [], strings = '', workbook, more}: XlsxParts) =>
  zipOf({
    '_rels/.rels': `<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="s" Type="${OFFICE}/worksheet" Target="sheet.xml"/><Relationship Id="t" Type="${OFFICE}/sharedStrings" Target="strings.xml"/><Relationship Id="y" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml':
      workbook ??
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="One" sheetId="1" r:id="s"/></sheets></workbook>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${formats
      .map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escaped(code)}"/>`)
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
      .map((_, i) => `<xf numFmtId="${200 + i}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    'xl/strings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/sheet.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  })

const oasis = 'urn:oasis:names:tc:opendocument:xmlns'

/** An .ods of these `table:table` elements. */
export const odsOf = (
  tables: string,
  {styles = '', more = {}}: {styles?: string; more?: Record<string, string>} = {},
) =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content xmlns:office="${oasis}:office:1.0" xmlns:table="${oasis}:table:1.0" xmlns:text="${oasis}:text:1.0" xmlns:style="${oasis}:style:1.0" xmlns:draw="${oasis}:drawing:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ...more,
  })

/** The rows of one sheet. */
export async function rowsOf(file: WorkbookFile, index = 0, limits: Partial<Limits> = {}): Promise<SheetRow[]> {
  const book = await openWorkbook(file, limits)
  try {
    const sheet = book.sheets[index]
    if (!sheet) throw new Error(`no sheet ${index}`)
    const rows: SheetRow[] = []
    for await (const batch of book.rows(sheet)) rows.push(...batch)
    return rows
  } finally {
    await book.close()
  }
}

export const cellsOf = async (file: WorkbookFile, index = 0) => (await rowsOf(file, index)).map(({cells}) => cells)

/** The error of reading a file. */
export async function faultOf(work: Promise<unknown>): Promise<WorkbookError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof WorkbookError) return error
  throw new Error('no WorkbookError', {cause: error})
}

/** One part of an archive, as text. */
export async function partOf(file: Buffer, part: string): Promise<string> {
  const content = (await partsOf(file)).get(part)
  if (content === undefined) throw new Error(`no part ${part}`)
  return content.toString()
}

/** All parts of an archive, in order, without folders. */
export async function partsOf(file: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(file)
  const parts = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return parts
}
