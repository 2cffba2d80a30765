import {isUtf8} from 'node:buffer'
import {buffer} from 'node:stream/consumers'
import {Flags} from '@oclif/core'
import {AppError, invalid} from '../../errors.ts'
import {readSiteCsv, type SiteRows} from '../../formats/site-csv.ts'
import {type Section, sections} from '../../formats/site-document.ts'
import {type ReadSite, readSiteYaml} from '../../formats/site-yaml.ts'
import {unfitSite} from '../../services/site/site.ts'
import {nameOf, withInput} from '../command/input.ts'
import {about} from '../command/report.ts'

/** A document of a file, or of standard input for `-`. Invalid when it is no YAML, with each problem and its place. */
export async function siteIn(path: string): Promise<ReadSite> {
  const text = await textIn(path)
  // The export that was to write it may have failed.
  if (text.trim() === '') throw invalid(`${nameOf(path)}the file is empty`)
  const read = readSiteYaml(text)
  if (!('document' in read)) throw about(nameOf(path), unfitSite(read.problems))
  return read
}

/** The rows of a list command's CSV, of a file or of standard input. Invalid when there is none to read, with each problem and its line. */
export async function rowsIn(path: string, section: Section, text?: string): Promise<SiteRows> {
  const read = await readSiteCsv(section, text ?? (await textIn(path)))
  if (!('document' in read)) throw about(nameOf(path), unfitSite(read.problems))
  return read
}

export const textIn = (path: string): Promise<string> =>
  withInput(path, async ({bytes}) => utf8(path, await buffer(bytes)))

function utf8(path: string, bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  const encoding = likelyEncoding(bytes)
  throw invalid(`${nameOf(path)}the file is not in UTF-8, but probably in ${encoding}`, {
    hints: [`save it in UTF-8 ('CSV UTF-8' in Excel), or convert it with: iconv -f ${encoding} -t UTF-8`],
  })
}

/** Excel writes UTF-16 with a byte order mark, and Windows-1252 without one. */
const likelyEncoding = (bytes: Buffer) =>
  ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2)) ? 'UTF-16' : 'Windows-1252'

/** Lets an error about a document name its file. */
export async function ofFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof AppError && error.problems.length > 0 ? about(nameOf(path), error) : error
  }
}

/** Section names, one flag each or with commas between. */
export const sectionsFlag = (description: string) =>
  Flags.option({options: sections, multiple: true, multipleNonGreedy: true, delimiter: ',', description})()
