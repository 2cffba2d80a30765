import {posix} from 'node:path'
import {defaultLimits, type Limits} from './limits.ts'
import {openOds} from './ods.ts'
import {nameOfOle} from './ole.ts'
import {recognise, TELLING} from './recognise.ts'
import type {SheetRow} from './sheet-row.ts'
import {openSource, type Source, type WorkbookFile} from './source.ts'
import {WorkbookError} from './workbook-error.ts'
import {openXlsx} from './xlsx.ts'
import {relationshipsOf} from './xlsx-parts.ts'
import {type Archive, encrypted, openArchive} from './zip.ts'

interface Sheet {
  name: string
  visible: boolean
}

export interface Workbook {
  kind: 'xlsx' | 'ods'
  /** The program that last saved an .xlsx, if the file names it. */
  writer: string | undefined
  /** In the order of their tabs. */
  sheets: Sheet[]
  /** Reads the rows that are not empty, in batches. May be called several times. */
  rows: (sheet: Sheet) => AsyncGenerator<SheetRow[]>
  close: () => Promise<void>
}

/** Opens an .xlsx (.xlsm, .xltx) or .ods. WorkbookError says what the file is if it is something else. */
export async function openWorkbook(file: WorkbookFile, limits: Partial<Limits> = {}): Promise<Workbook> {
  const source = await openSource(file)
  try {
    await refuseOthers(source)
    const {kind, writer, sheets, rows} = await openKnown(source, {...defaultLimits, ...limits})
    return {kind, writer, sheets, rows: (sheet) => rows(sheets.indexOf(sheet)), close: source.close}
  } catch (error) {
    await source.close()
    throw error
  }
}

const notAWorkbook = (name: string) =>
  new WorkbookError('not-a-workbook', `is ${name}`, {hints: ['save it as .xlsx, .ods or CSV']})

async function refuseOthers(source: Source): Promise<void> {
  const found = recognise(await source.read(0, TELLING))
  if (found.kind === 'other' || found.kind === 'binary') throw notAWorkbook(found.name)
  if (found.kind === 'text') throw notAWorkbook('a text file')
  if (found.kind === 'ole') {
    const {name, isEncrypted} = await nameOfOle(source)
    throw isEncrypted ? encrypted() : notAWorkbook(name)
  }
}

async function openKnown(source: Source, limits: Limits) {
  const archive = await openArchive(source, limits)
  if (archive.has('mimetype')) {
    const type = await mimeTypeOf(archive)
    if (!/opendocument\.spreadsheet(?:-template)?$/.test(type)) throw notAWorkbook(documentNames(type))
    return {kind: 'ods' as const, writer: undefined, ...(await openOds(archive, limits))}
  }
  const main = (await relationshipsOf(archive, '', limits)).find(({type}) => type === 'officeDocument')?.part
  if (main === undefined) throw notAWorkbook(nameOfZip(archive))
  if (main.endsWith('.bin')) throw notAWorkbook('an .xlsb file')
  const folder = posix.dirname(main)
  if (folder === 'word') throw notAWorkbook('a .docx file')
  if (folder === 'ppt') throw notAWorkbook('a .pptx file')
  return {kind: 'xlsx' as const, ...(await openXlsx(archive, main, limits))}
}

const documentNames = (type: string) => {
  const kind = /opendocument\.(text|presentation|graphics|base|chart|formula)/.exec(type)?.[1]
  return kind ? `an OpenDocument ${kind} file` : 'a ZIP file that is not a workbook'
}

const nameOfZip = (archive: Archive) =>
  archive.names().some((name) => /(?:^|\/)Index(?:\/|\.zip$)/.test(name))
    ? 'an Apple Numbers, Pages or Keynote file'
    : 'a ZIP file that is not a workbook'

const LONGEST_TYPE = 200

async function mimeTypeOf(archive: Archive): Promise<string> {
  let type = ''
  for await (const chunk of archive.read('mimetype')) {
    type += Buffer.from(chunk).toString('latin1')
    if (type.length > LONGEST_TYPE) break
  }
  return type.trim()
}
