import {isUtf8} from 'node:buffer'
import {plainName} from '../../formats/nearest.ts'
import {type CopiedField, copiedFields} from '../../formats/request-fields.ts'
import type {Layout, ListFlags} from '../list/listing.ts'
import {quote, renderCsv} from '../list/table.ts'
import {callbackListing} from './view.ts'

/** What the database itself writes. */
export interface Copied {
  fields: CopiedField[]
  /** What is shown of the lines of COPY. */
  lines: (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array | string>
}

/** What is asked for as the database can write it; undefined when it cannot. */
export function copiedAs<T, J>(flags: ListFlags, {shown, headers}: Layout<T, J>): Copied | undefined {
  if (process.stdout.isTTY || flags.ndjson) return undefined
  if (flags.ids) return {fields: ['uuid'], lines: (pieces) => pieces}
  const fields = flags.csv ? fieldsIn(Object.keys(shown)) : undefined
  return fields && {fields, lines: (pieces) => copiedCsv(pieces, headers ? `${renderCsv([], shown)}\n` : '')}
}

/** The fields in the columns of these names; undefined unless all of them are as the database writes them. */
function fieldsIn(heads: readonly string[]): CopiedField[] | undefined {
  const {names = {}} = callbackListing
  const byName = new Map(
    copiedFields.flatMap((field) => [field, names[field] ?? field].map((name) => [plainName(name), field] as const)),
  )
  const fields = heads.flatMap((head) => byName.get(plainName(head)) ?? [])
  return fields.length === heads.length ? fields : undefined
}

/** Lines of COPY as those of CSV. Nearly all of them are the same bytes. */
async function* copiedCsv(pieces: AsyncIterable<Uint8Array>, head: string): AsyncGenerator<Uint8Array | string> {
  if (head !== '') yield head
  let rest: Uint8Array[] = []
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LF) + 1
    if (end > 0) {
      yield csvOf(Buffer.concat([...rest, piece.subarray(0, end)]))
      rest = []
    }
    rest.push(piece.subarray(end))
  }
}

const LF = 0x0a

function csvOf(lines: Buffer): Uint8Array | string {
  if (isUtf8(lines) && !special.test(`\n${lines.toString('latin1')}`)) return lines
  return lines
    .toString()
    .split('\n')
    .map((line) => (/["\\]|(?:^|,)\s|\s(?:$|,)/.test(line) ? fieldsOf(line).map(quote).join(',') : line))
    .join('\n')
}

/** White space of more than one byte, or a blank. */
const space = '(?: |\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf)'
/** A quote, anything with a backslash, white space at the beginning or end of a value; in bytes. */
const special = new RegExp(`["\\\\]|[,\n]${space}|${space}[,\n]`)

/** No text of the database holds NUL. */
const fieldsOf = (line: string): string[] =>
  line
    .replace(/\\(.)/gu, (_, letter: string) => (letter === ',' ? '\0' : (meanings[letter] ?? letter)))
    .split(',')
    .map((field) => field.replaceAll('\0', ','))

const meanings: Record<string, string> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'}
