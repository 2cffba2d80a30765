import {posix} from 'node:path'
import type {Limits} from './limits.ts'
import {builtInFormat, type NumberFormat, numberFormat, plain} from './number-format.ts'
import {TextTable} from './text-table.ts'
import {damaged} from './workbook-error.ts'
import {readWholeXml, readXml, type XmlOptions} from './xml.ts'
import type {Attributes} from './xml-parser.ts'
import type {Archive} from './zip.ts'

/** Those of ECMA-376 in its transitional and in its strict form. */
const namespaces = {
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': '',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': '',
  'http://schemas.openxmlformats.org/package/2006/relationships': '',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
}

export const xlsxXml = (part: string, limits: Limits): XmlOptions => ({namespaces, limits, part})

export const isTrue = (value: string | undefined) => value === '1' || value === 'true' || value === 'on'

interface Relationship {
  id: string
  /** The last word of its type: `worksheet`, `styles`. */
  type: string
  part: string
}

/** The parts of the file that `part` refers to; external targets are ignored. */
export async function relationshipsOf(archive: Archive, part: string, limits: Limits): Promise<Relationship[]> {
  const {dir, base} = posix.parse(part)
  const path = posix.join(dir, '_rels', `${base}.rels`)
  const found: Relationship[] = []
  if (!archive.has(path)) return found
  await readWholeXml(archive.read(path), xlsxXml(path, limits), {
    open: (name, {Id = '', Type = '', Target = '', TargetMode}) => {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target)
      found.push({id: Id, type: posix.basename(Type), part: target})
    },
    close: () => {},
  })
  return found
}

interface XlsxSheet {
  name: string
  visible: boolean
  part: string
}

export interface XlsxWorkbook {
  sheets: XlsxSheet[]
  is1904: boolean
  strings: string | undefined
  styles: string | undefined
  /** The program that saved it last. */
  writer: string | undefined
}

export async function readWorkbookPart(archive: Archive, part: string, limits: Limits): Promise<XlsxWorkbook> {
  const relationships = await relationshipsOf(archive, part, limits)
  const partOf = (type: string) => relationships.find((to) => to.type === type)?.part
  const sheets: XlsxSheet[] = []
  let is1904 = false
  let writer: string | undefined
  const open = (name: string, attributes: Attributes) => {
    if (name === 'fileVersion') writer = attributes.appName
    if (name === 'workbookPr') is1904 = isTrue(attributes.date1904)
    if (name !== 'sheet') return
    const to = relationships.find(({id}) => id === attributes['r:id'])
    // Sheets of charts and macros have no cells.
    if (to?.type !== 'worksheet') return
    sheets.push({name: attributes.name ?? '', visible: (attributes.state ?? 'visible') === 'visible', part: to.part})
  }
  await readWholeXml(archive.read(part), xlsxXml(part, limits), {open, close: () => {}})
  return {sheets, is1904, strings: partOf('sharedStrings'), styles: partOf('styles'), writer}
}

/** The number format of each cell style. */
export async function readStyles(
  archive: Archive,
  {styles, is1904}: XlsxWorkbook,
  limits: Limits,
): Promise<NumberFormat[]> {
  if (styles === undefined || !archive.has(styles)) return []
  const codes = new Map<number, string>()
  const formatIds: number[] = []
  let isInCells = false
  await readWholeXml(archive.read(styles), xlsxXml(styles, limits), {
    open: (name, {numFmtId = '0', formatCode = ''}) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode)
      if (name === 'cellXfs') isInCells = true
      if (name === 'xf' && isInCells) formatIds.push(Number(numFmtId))
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false
    },
  })
  const formats = new Map<number, NumberFormat>()
  return formatIds.map((id) => {
    const format = formats.get(id) ?? formatOf(codes.get(id) ?? builtInFormat(id), is1904)
    formats.set(id, format)
    return format
  })
}

const formatOf = (code: string, is1904: boolean) =>
  /^(?:general|@)$/i.test(code) ? plain : numberFormat(code, {is1904})

export async function readStrings(archive: Archive, part: string | undefined, limits: Limits): Promise<TextTable> {
  const table = new TextTable(limits)
  if (part === undefined || !archive.has(part)) return table
  const run = textRuns()
  const told = readXml(archive.read(part), xlsxXml(part, limits), (pieces) => ({
    open: run.open,
    text: run.text,
    close: (name) => {
      run.close(name)
      if (name !== 'si') return
      table.push(run.take())
      pieces.end()
    },
  }))
  for await (const _ of told) {
    // The table grows.
  }
  return table
}

/** Collects the text of `si` and `is`, which may be in several runs, without the pronunciation. */
export function textRuns() {
  let all = ''
  let isText = false
  let isPhonetic = false
  return {
    open: (name: string) => {
      if (name === 'rPh') isPhonetic = true
      else if (name === 't') isText = !isPhonetic
    },
    text: (text: string) => {
      if (isText) all += text
    },
    close: (name: string) => {
      if (name === 'rPh') isPhonetic = false
      else if (name === 't') isText = false
    },
    take: () => {
      const taken = unescaped(all)
      all = ''
      return taken
    },
  }
}

/** Characters that XML does not allow are written as `_x000D_`. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** 2 for `C12`. */
export function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~0x20
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  if (column === 0) throw damaged(`a cell has no column`)
  return column - 1
}
