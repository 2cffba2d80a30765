import {invalidCsv} from '../errors.ts'
import {emptyFile, refuseWide} from './callbacks-csv.ts'
import {csvRecords, findRecord, MalformedCsv} from './csv-records.ts'
import type {DateFormat} from './dates.ts'
import {asUtf8, type Encoding, refuseUtf16, windows1252} from './encoding.ts'
import {type Guess, guessedAsUtf8, guessIn} from './encoding-guess.ts'
import {type ColumnSettings, type HeaderReading, readHeader} from './headers.ts'
import {andThen} from './pieces.ts'
import {callbackFields} from './request-fields.ts'

/** The settings for a file from flags or a preset; the others are recognised. */
export interface CsvSettings extends ColumnSettings {
  delimiter?: string
  encoding?: Encoding
  dates?: DateFormat
}

/** The form of a CSV. */
interface CsvForm {
  /** Undefined while only ASCII has been seen. */
  encoding: Encoding | undefined
  delimiter: string
  lineEnd: 'lf' | 'cr'
  /** Is it the API's own CSV, by its header and delimiter, or because recognition is off? */
  isApiOwn: boolean
  header: string[]
  /** The records above the header: blank lines, and a line `sep=;`. */
  above: number
  columns: HeaderReading
}

export interface OpenCsv {
  form: CsvForm
  /** All records, including those above the header. */
  records: AsyncGenerator<string[][]>
  /** Has the last line no line end, so that the file may be cut off? Known once everything has been read. */
  isUnfinished: () => boolean
}

/** The delimiters to try, the API's own first. */
const delimiters = ['|', ';', ',', '\t']

/** How much is read to detect line ends and encoding. */
const HEAD = 65_536

/** The maximum length of a header. */
const LONGEST_HEAD = 1024 * 1024

/** Detects the form of the file, then reads it. InvalidCsv when it is empty. */
export async function openCsv(source: AsyncIterable<Uint8Array>, said: CsvSettings): Promise<OpenCsv> {
  const pieces = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  let isWhole = false
  let form: CsvForm | undefined
  for (let wanted = HEAD; form === undefined; wanted = LONGEST_HEAD) {
    while (!isWhole && head.length < wanted) {
      const next = await pieces.next()
      if (next.done) isWhole = true
      else head = Buffer.concat([head, next.value])
    }
    form = recogniseCsv(head, isWhole || head.length >= LONGEST_HEAD, said)
    if (form === undefined && isWhole) throw emptyFile(said.delimiter ?? '|')
    if (form === undefined && head.length >= LONGEST_HEAD)
      throw invalidCsv('the first 1 MiB of the file is not a header line')
  }
  return {form, ...reading(andThen(head, pieces), said, form)}
}

function reading(source: AsyncIterable<Uint8Array>, said: CsvSettings, form: CsvForm): Omit<OpenCsv, 'form'> {
  const byte = form.lineEnd === 'cr' ? '\r' : '\n'
  const last = {byte: 0x0a}
  const text = decoded(source, said, form, byte)
  const lines = form.lineEnd === 'cr' ? endedByLf(text) : text
  return {
    records: csvRecords(watched(lines, last), form.delimiter),
    isUnfinished: () => last.byte !== 0x0a,
  }
}

function decoded(
  source: AsyncIterable<Uint8Array>,
  said: CsvSettings,
  form: CsvForm,
  lineEnd: '\n' | '\r',
): AsyncIterable<Uint8Array> {
  const isGuessed = said.encoding === undefined && !said.noGuess && !form.encoding?.startsWith('utf-16')
  if (!isGuessed) return asUtf8(source, said.encoding ?? form.encoding ?? 'utf-8')
  const onGuess = (guess: Guess) => {
    form.encoding = guess
  }
  return guessedAsUtf8(asUtf8(source, 'utf-8'), {lineEnd, onGuess})
}

async function* watched(source: AsyncIterable<Uint8Array>, last: {byte: number}): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    last.byte = bytes.at(-1) ?? last.byte
    yield bytes
  }
}

/** Converts lone CRs to LFs; an LF among them makes the file malformed. */
async function* endedByLf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let lines = 1
  for await (const bytes of source) {
    const copy = Buffer.from(bytes)
    const lf = copy.indexOf(0x0a)
    const end = lf === -1 ? copy.length : lf
    for (let at = copy.indexOf(0x0d); at !== -1 && at < end; at = copy.indexOf(0x0d, at + 1)) {
      copy[at] = 0x0a
      lines++
    }
    if (lf !== -1) throw new MalformedCsv('ends with LF, but the lines above it end with CR', lines)
    yield copy
  }
}

/** How many names of a header are read to recognise it; a wider one is refused. */
const MOST_READ = 200

/** Recognises the form from the beginning of the file; undefined when it does not hold the header yet. */
export function recogniseCsv(head: Uint8Array, isWhole: boolean, said: CsvSettings): CsvForm | undefined {
  const encoding = encodingOf(head, isWhole, said)
  const decodedHead = textOf(head, encoding)
  const lineEnd = !said.noGuess && !decodedHead.includes('\n') && decodedHead.includes('\r') ? 'cr' : 'lf'
  const text = lineEnd === 'cr' ? decodedHead.replaceAll('\r', '\n') : decodedHead
  const separator = said.noGuess ? undefined : separatorLine.exec(text)?.[1]
  const delimiter = said.delimiter ?? separator ?? (said.noGuess ? '|' : undefined)
  const candidates = delimiters.includes(delimiter ?? '|') ? delimiters : [...delimiters, delimiter ?? '|']
  const found = candidates
    .filter((each) => delimiter === undefined || each === delimiter)
    .map((each) => ({delimiter: each, found: headerIn(text, each, isWhole, separator !== undefined)}))
  const headed = found.flatMap(({delimiter, found}) =>
    found === undefined || found === 'malformed' ? [] : [{delimiter, ...found}],
  )
  if (headed.length === 0 && found.some((each) => each.found === 'malformed'))
    return brokenForm(encoding, delimiter, said)
  const isAsSaid = said.noGuess && said.map === undefined && said.ignore === undefined
  const mayBeOwn = separator === undefined && lineEnd === 'lf' && isUtf8Form(encoding)
  const own = headed.find((each) => isAsSaid || (mayBeOwn && isOwn(each)))
  const best = own
    ? withColumns(own, {...said, noGuess: true})
    : mostKnown(headed.map((each) => withColumns(each, said)))
  if (best) refuseWide(best.above + 1, best.header.length, best.delimiter)
  return best && {encoding, lineEnd, isApiOwn: own !== undefined, ...best}
}

const withColumns = (headed: Headed, said: CsvSettings): Tried => ({
  ...headed,
  columns: readHeader(headed.header.slice(0, MOST_READ), said),
})

const mostKnown = (tried: Tried[]): Tried | undefined =>
  tried.sort(
    (a, b) => recognisedIn(b) - recognisedIn(a) || knownIn(b) - knownIn(a) || b.header.length - a.header.length,
  )[0]

/** For an unreadable header: the reader of the API's own CSV reports why. */
const brokenForm = (encoding: Encoding | undefined, delimiter = '|', said: CsvSettings): CsvForm => ({
  encoding,
  delimiter,
  lineEnd: 'lf',
  isApiOwn: true,
  header: [],
  above: 0,
  columns: readHeader([], said),
})

/** Excel writes this line, and obeys it. */
const separatorLine = /^\uFEFF?"?sep=([^\r\n])"?[ \t]*\r?(?:\n|$)/i

const isUtf8Form = (encoding: Encoding | undefined) => encoding === undefined || encoding === 'utf-8'

interface Headed {
  delimiter: string
  header: string[]
  above: number
}

interface Tried extends Headed {
  columns: HeaderReading
}

const ownNames: readonly string[] = [...callbackFields, 'error']

const isOwn = ({delimiter, header}: Headed) => delimiter === '|' && header.every((name) => ownNames.includes(name))

/** The number of names that have a meaning, even an ambiguous one. */
const recognisedIn = (tried: Tried) =>
  knownIn(tried) + tried.columns.columns.filter((column) => column.as === 'refused' && column.why !== 'unknown').length

/** The number of known names. */
const knownIn = ({columns: {columns}}: Tried) =>
  columns.filter((column) => column.as !== 'refused' && !(column.as === 'passed-over' && column.unnamed)).length

function headerIn(text: string, delimiter: string, isWhole: boolean, hasSeparatorLine: boolean) {
  const isNamed = (record: string[], index: number) =>
    record.some((name) => /[^|;,\s]/.test(name)) && !(hasSeparatorLine && index === 0)
  try {
    const found = findRecord(text, delimiter, isWhole, isNamed)
    return found && {header: found.record, above: found.before}
  } catch (error) {
    // The text is not a CSV with this delimiter, but may be with another.
    if (error instanceof MalformedCsv) return 'malformed' as const
    throw error
  }
}

function encodingOf(head: Uint8Array, isWhole: boolean, {encoding, noGuess}: CsvSettings): Encoding | undefined {
  if (begins(head, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (encoding !== undefined || noGuess) {
    refuseUtf16(head, encoding ?? 'utf-8')
    return encoding ?? 'utf-8'
  }
  if (begins(head, 0xff, 0xfe)) return 'utf-16le'
  if (begins(head, 0xfe, 0xff)) return 'utf-16be'
  return guessIn(head, isWhole)
}

const begins = (bytes: Uint8Array, ...bom: number[]) => bom.every((byte, i) => bytes[i] === byte)

function textOf(head: Uint8Array, encoding: Encoding = 'utf-8'): string {
  if (encoding === 'windows-1252') return Buffer.concat([...windows1252()(head)]).toString('utf8')
  const bytes = Buffer.from(head.subarray(0, encoding === 'utf-8' ? head.length : head.length & ~1))
  if (encoding === 'utf-16be') bytes.swap16()
  return bytes.toString(encoding === 'utf-8' ? 'utf8' : 'utf16le')
}
