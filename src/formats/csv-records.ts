import {isUtf8} from 'node:buffer'
import {type CsvError, type Parser, parse} from 'csv-parse'
import type {Hint} from '../errors.ts'

/** A longer record counts as an unclosed quote. */
const LONGEST_RECORD = 1024 * 1024
const TOO_LONG = 'is over 1 MiB long: is a closing quote missing?'
const LF = 0x0a

/** The bytes after the preceding records are not CSV. `line` is set when the fault is not directly after those records. */
export class MalformedCsv extends Error {
  readonly line: number | undefined
  readonly hints: Hint[]

  constructor(message: string, line?: number, hints: Hint[] = []) {
    super(message)
    this.line = line
    this.hints = hints
  }
}

const encodingHints: Hint[] = [{give: 'encoding', value: 'windows-1252', when: 'if the file is in Windows-1252'}]

/**
 * The records of a CSV, in batches as they arrive: `delimiter` between fields, LF or CRLF between lines (not a lone CR), RFC 4180
 * quotes where a field starts with one. Trims blanks outside quotes and drops a BOM. A blank line is `['']`. Throws MalformedCsv on
 * bytes that are not UTF-8, an unclosed quote, and text after a closing quote.
 */
export async function* csvRecords(source: AsyncIterable<Uint8Array>, delimiter: string): AsyncGenerator<string[][]> {
  const reader = openReader(delimiter)
  let unfinished: Uint8Array = Buffer.alloc(0)
  let lines = 0
  for await (const bytes of source) {
    const chunk = Buffer.concat([unfinished, bytes])
    // Passes on whole lines only: the byte of an LF is never part of a longer character.
    const whole = chunk.subarray(0, chunk.lastIndexOf(LF) + 1)
    unfinished = chunk.subarray(whole.length)
    if (!isUtf8(whole)) {
      const good = goodLines(whole)
      yield reader.end(good)
      throw notUtf8(lines + countLines(good))
    }
    yield reader.write(whole)
    reader.check()
    lines += countLines(whole)
    if (unfinished.length > LONGEST_RECORD) break
  }
  const readable = unfinished.length <= LONGEST_RECORD && isUtf8(unfinished)
  yield reader.end(readable ? unfinished : Buffer.alloc(0))
  reader.check()
  if (unfinished.length > LONGEST_RECORD) throw new MalformedCsv(TOO_LONG, lines + 1)
  if (!readable) throw notUtf8(lines)
}

/** The first wanted record, and the number of records before it; undefined when the text holds none, or only a part of it. */
export function findRecord(
  text: string,
  delimiter: string,
  isWhole: boolean,
  isWanted: (record: string[], index: number) => boolean,
): {record: string[]; before: number} | undefined {
  const reader = openReader(delimiter)
  let before = 0
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start) + 1
    const end = found === 0 ? text.length : found
    const isLast = end === text.length
    const piece = Buffer.from(text.slice(start, end))
    for (const record of isLast && isWhole ? reader.end(piece) : reader.write(piece)) {
      if (isWanted(record, before)) return {record, before}
      before++
    }
    reader.check()
    start = end
  }
  return undefined
}

const notUtf8 = (before: number) => new MalformedCsv('holds bytes that are not UTF-8', before + 1, encodingHints)

/**
 * Simple lines are records; from the first other line on, csv-parse reads. It works synchronously on write: its records are read
 * immediately afterwards.
 */
function openReader(delimiter: string) {
  const field = simpleField(delimiter)
  let opened: Parser | undefined
  const parser = () => {
    opened ??= openParser(delimiter, (skipped) => {
      error ??= skipped
    })
    return opened
  }
  let error: CsvError | undefined
  let isSimple = true
  const take = (bytes: Uint8Array, parse: (rest: Uint8Array) => void) => {
    const {records, rest} =
      isSimple && bytes.length <= LONGEST_RECORD ? simpleLines(bytes, delimiter, field) : {records: [], rest: bytes}
    isSimple &&= rest.length === 0
    if (isSimple) return records
    parse(rest)
    return [...records, ...takeAll(parser())]
  }
  return {
    write: (lines: Uint8Array) => take(lines, (rest) => parser().write(rest)),
    end: (lines: Uint8Array) => take(lines, (rest) => parser().end(rest)),
    check: () => {
      if (error) throw new MalformedCsv(reasons[error.code] ?? error.message)
    },
  }
}

function openParser(delimiter: string, onSkip: (skipped: CsvError) => void): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: ['\n', '\r\n'],
    // Takes a BOM for a blank, too.
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
    // An error does not end the stream: the records before it can still be read. None behind it is.
    skip_records_with_error: true,
  })
  parser.on('skip', onSkip)
  return parser
}

/** A field and the delimiter behind it: without quotes, or between quotes that are the first and the last of it. */
function simpleField(delimiter: string): RegExp {
  const end = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const blanks = `(?:(?!${end})[ \\t\\r])*`
  return new RegExp(`${blanks}"([^"]*(?:""[^"]*)*)"${blanks}(?:${end}|$)|((?:(?!${end})[^"])*)(?:${end}|$)`, 'y')
}

/** The records of the simple lines, and the bytes from the first other line on. */
function simpleLines({buffer, byteOffset, length}: Uint8Array, delimiter: string, field: RegExp) {
  const lines = Buffer.from(buffer, byteOffset, length).toString().split('\n')
  const records: string[][] = []
  for (let i = 0; i < lines.length - 1; i++) {
    const record = simpleRecord(lines[i] as string, delimiter, field)
    if (record === undefined) break
    records.push(record)
  }
  return {records, rest: Buffer.from(lines.slice(records.length).join('\n'))}
}

function simpleRecord(line: string, delimiter: string, field: RegExp): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((each) => each.trim())
  const record: string[] = []
  field.lastIndex = 0
  for (;;) {
    const found = field.exec(line)
    if (found === null) return undefined
    const [text, quoted, plain] = found
    record.push(quoted === undefined ? (plain as string).trim() : quoted.replaceAll('""', '"'))
    if (!text.endsWith(delimiter)) return record
  }
}

function takeAll(parser: Parser): string[][] {
  const records: string[][] = []
  for (let record = parser.read(); record !== null; record = parser.read()) records.push(record as string[])
  return records
}

const reasons: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'has text after a closing quote',
  CSV_MAX_RECORD_SIZE: TOO_LONG,
}

function countLines(bytes: Uint8Array): number {
  let lines = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}

/** The lines before the first one that is not UTF-8. */
function goodLines(bytes: Uint8Array): Uint8Array {
  let start = 0
  for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
  }
  return bytes.subarray(0, start)
}
