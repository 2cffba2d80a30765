import type {Limits} from './limits.ts'
import {type OdsCell, odsCells} from './ods-cell.ts'
import {withoutRows} from './ods-outline.ts'
import {checkColumn, checkRow, checkText} from './row-limits.ts'
import {type CellProblem, noProblems, type SheetRow} from './sheet-row.ts'
import {WorkbookError} from './workbook-error.ts'
import {type Elements, type Pieces, readWholeXml, readXml, type XmlOptions} from './xml.ts'
import type {Attributes, Tag} from './xml-parser.ts'
import {type Archive, encrypted} from './zip.ts'

const oasis = 'urn:oasis:names:tc:opendocument:xmlns'

const namespaces = {
  [`${oasis}:office:1.0`]: 'office',
  [`${oasis}:table:1.0`]: 'table',
  [`${oasis}:text:1.0`]: 'text',
  [`${oasis}:style:1.0`]: 'style',
  [`${oasis}:manifest:1.0`]: 'manifest',
  [`${oasis}:meta:1.0`]: 'meta',
  [`${oasis}:drawing:1.0`]: 'draw',
  'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0': 'calcext',
}

const CONTENT = 'content.xml'
const MANIFEST = 'META-INF/manifest.xml'
const META = 'meta.xml'
/** A sheet is a table in office:document-content, office:body, office:spreadsheet. Deeper tables are not sheets. */
const SHEET_DEPTH = 4
const BATCH = 1000
const CELL = 'table:table-cell'
const PARAGRAPH = 'text:p'

const odsXml = (part: string, limits: Limits): XmlOptions => ({namespaces, limits, part})

export async function openOds(archive: Archive, limits: Limits) {
  await refuseEncrypted(archive, limits)
  const sheets = await sheetsOf(archive, limits)
  const isCalculated = await isOfSuite(archive, limits)
  return {sheets, rows: (index: number) => readRows(archive, index, {limits, isCalculated})}
}

/** They calculate what they save: a formula without a value has an empty text. */
const suites = /^(?:LibreOffice|OpenOffice|Collabora)/

async function isOfSuite(archive: Archive, limits: Limits): Promise<boolean> {
  if (!archive.has(META)) return false
  let generator = ''
  let isOpen = false
  const elements: Elements = {
    open: (name) => {
      isOpen = name === 'meta:generator'
    },
    text: (text) => {
      if (isOpen) generator += text
    },
    close: () => {
      isOpen = false
    },
  }
  await readWholeXml(archive.read(META), odsXml(META, limits), elements)
  return suites.test(generator)
}

async function refuseEncrypted(archive: Archive, limits: Limits): Promise<void> {
  if (archive.has('encrypted-package')) throw encrypted()
  if (!archive.has(MANIFEST)) return
  await readWholeXml(archive.read(MANIFEST), odsXml(MANIFEST, limits), {
    open: (name) => {
      if (name === 'manifest:encryption-data') throw encrypted()
    },
    close: () => {},
  })
}

interface OdsSheet {
  name: string
  visible: boolean
}

/** The name of each sheet is in front of its content, so that all of it has to be read. */
async function sheetsOf(archive: Archive, limits: Limits): Promise<OdsSheet[]> {
  try {
    return await sheetsIn(withoutRows(archive.read(CONTENT)), limits)
  } catch (error) {
    if (error instanceof WorkbookError && error.fault !== 'damaged') throw error
    return sheetsIn(archive.read(CONTENT), limits)
  }
}

async function sheetsIn(content: AsyncIterable<Uint8Array>, limits: Limits): Promise<OdsSheet[]> {
  const sheets: OdsSheet[] = []
  const hiddenStyles = new Set<string>()
  let style = ''
  const open = (name: string, attributes: Attributes, depth: number) => {
    if (name === 'style:style') style = attributes['style:name'] ?? ''
    else if (name === 'style:table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style)
    else if (name === 'table:table' && depth === SHEET_DEPTH) {
      const visible = !hiddenStyles.has(attributes['table:style-name'] ?? '')
      sheets.push({name: attributes['table:name'] ?? '', visible})
    }
  }
  const told = readXml(content, odsXml(CONTENT, limits), (pieces) => ({
    open,
    close: (name) => {
      if (name === 'table:table-row') pieces.end()
    },
  }))
  for await (const _ of told) {
    // The sheets are found.
  }
  return sheets
}

interface RepeatedRow {
  row: SheetRow
  times: number
}

interface Reading {
  limits: Limits
  isCalculated: boolean
}

async function* readRows(archive: Archive, index: number, reading: Reading): AsyncGenerator<SheetRow[]> {
  let found: RepeatedRow[] = []
  let isOver = false
  const target = {emit: (row: RepeatedRow) => found.push(row), end: () => (isOver = true)}
  const told = readXml(archive.read(CONTENT), odsXml(CONTENT, reading.limits), (pieces) =>
    rowElements(index, reading, pieces, target),
  )
  for await (const _ of told) {
    yield* expanded(found)
    found = []
    if (isOver) return
  }
}

function* expanded(rows: RepeatedRow[]): Generator<SheetRow[]> {
  let batch: SheetRow[] = []
  for (const {row, times} of rows) {
    for (let i = 0; i < times; i++) {
      batch.push(times === 1 ? row : {...row, number: row.number + i})
      if (batch.length === BATCH) {
        yield batch
        batch = []
      }
    }
  }
  if (batch.length > 0) yield batch
}

const repeats = (value: string | undefined) => (value === undefined ? 1 : Math.max(1, Math.trunc(Number(value)) || 1))

interface Target {
  emit: (row: RepeatedRow) => void
  end: () => void
}

function rowElements(wanted: number, {limits, isCalculated}: Reading, pieces: Pieces, {emit, end}: Target): Elements {
  let index = -1
  let isInSheet = false
  /** For each open group of rows, whether it is folded. */
  const folded: boolean[] = []
  let number = 1
  let times = 1
  let visibility: string | undefined
  let texts: string[] = []
  let problems: CellProblem[] = noProblems
  let column = 0
  let columns = 1
  let characters = 0
  const cell = odsCells({isCalculated})

  const startRow = (attributes: Attributes) => {
    times = repeats(attributes['table:number-rows-repeated'])
    visibility = attributes['table:visibility']
    texts = []
    problems = noProblems
    column = 0
    characters = 0
  }
  const endRow = () => {
    if (texts.length > 0) {
      checkRow(number + times - 1, limits)
      const filtered = visibility === 'filter'
      const hidden = filtered || visibility === 'collapse' || folded.includes(true)
      emit({row: {number, hidden, filtered, cells: texts, problems}, times})
    }
    number += times
  }
  const startColumns = (attributes: Attributes) => {
    columns = repeats(attributes['table:number-columns-repeated'])
  }
  const endCell = ({text, problem}: OdsCell, isCovered: boolean) => {
    if ((text !== '' || problem) && !isCovered) {
      checkColumn(column + columns - 1, number, limits)
      characters += text.length * columns
      checkText(characters, number, limits)
      while (texts.length < column) texts.push('')
      for (let i = 0; i < columns; i++) {
        if (problem) problems = [...problems, {column: texts.length, problem}]
        texts.push(text)
      }
    }
    column += columns
  }
  const elements = {
    open: (name: string, attributes: Attributes, depth: number) => {
      if (name === 'table:table' && depth === SHEET_DEPTH) isInSheet = ++index === wanted
      if (!isInSheet) return
      if (cell.isOpen()) cell.open(name, attributes)
      else if (name === 'table:table-cell' || name === 'table:covered-table-cell') {
        startColumns(attributes)
        cell.start(attributes)
      } else if (name === 'table:table-row') startRow(attributes)
      else if (name === 'table:table-row-group') folded.push(attributes['table:display'] === 'false')
    },
    text: (text: string) => {
      if (isInSheet) cell.text(text)
    },
    close: (name: string, depth: number) => {
      if (name === 'table:table-row') pieces.end()
      if (!isInSheet) return
      if (cell.isOpen()) {
        if (cell.close(name)) endCell(cell.take(), name === 'table:covered-table-cell')
      } else if (name === 'table:table-row') endRow()
      else if (name === 'table:table-row-group') folded.pop()
      else if (name === 'table:table' && depth === SHEET_DEPTH) {
        isInSheet = false
        end()
      }
    },
    leave: (text: string, inner: string, outer: string, depth: number) => {
      if (outer === CELL && inner === PARAGRAPH && isInSheet && cell.isStart())
        return endCell(cell.takeText(text), false)
      elements.text(text)
      elements.close(inner, depth)
      elements.close(outer, depth - 1)
    },
    enter: (outer: Tag, inner: Tag, depth: number) => {
      if (outer.name === CELL && inner.name === PARAGRAPH && isInSheet && !cell.isOpen()) {
        startColumns(outer.attributes)
        return cell.startText(outer.attributes)
      }
      elements.open(outer.name, outer.attributes, depth - 1)
      elements.open(inner.name, inner.attributes, depth)
    },
  }
  return elements
}
