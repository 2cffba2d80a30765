import {isAscii, isUtf8} from 'node:buffer'
import {MalformedCsv} from './csv-records.ts'
import {windows1252} from './encoding.ts'

/** The two possible encodings of a file without a BOM. */
export type Guess = 'utf-8' | 'windows-1252'

const run = /[\x80-\xff]+/

/** The encoding that the first characters beyond ASCII show; undefined when there are none, or when they may continue after these bytes. */
export function guessIn(bytes: Uint8Array, isWhole: boolean): Guess | undefined {
  if (isAscii(bytes)) return undefined
  const text = latin1(bytes)
  const found = run.exec(text)
  if (found === null) return undefined
  const end = found.index + found[0].length
  if (!isWhole && end === text.length) return undefined
  return isUtf8Run(found[0], text[end]) ? 'utf-8' : 'windows-1252'
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

/** A capital letter and the mark after a word: the two bytes in Windows-1252 of `ANDRÉ »` and `OÙ ?` are a rare letter in UTF-8. */
const capitalThenMark = /^[\xc6-\xcf\xd2-\xdc][\x85\x92\x94\xa0\xbb]$/

/** The mark ends the word, whereas the rare letter would have others after it. */
const isUtf8Run = (text: string, next = '') =>
  isUtf8(Buffer.from(text, 'latin1')) && !(capitalThenMark.test(text) && !/[a-z]/i.test(next))

/** Runs of complete UTF-8 characters. */
const utf8Runs =
  /(?<![\x80-\xff])(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+(?![\x80-\xff])/g

/**
 * Converts the bytes to UTF-8, from the encoding that the first characters beyond ASCII show. A later contradiction makes the file
 * malformed: this function detects UTF-8 in Windows-1252, csvRecords the reverse. Calls `onGuess` once, before it passes on such bytes.
 */
export async function* guessedAsUtf8(
  source: AsyncIterable<Uint8Array>,
  {lineEnd, onGuess}: {lineEnd: '\n' | '\r'; onGuess: (guess: Guess) => void},
): AsyncGenerator<Uint8Array> {
  let guess: Guess | undefined
  let held: Uint8Array = new Uint8Array()
  const decode = westernDecoder(lineEnd)
  const take = (bytes: Uint8Array) => {
    if (guess === undefined) {
      guess = guessIn(bytes, true)
      if (guess !== undefined) onGuess(guess)
    }
    return guess === 'utf-8' ? [bytes] : decode(bytes)
  }
  for await (const bytes of source) {
    const all = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    // A run that may continue waits for the next piece.
    const end = guess === 'utf-8' || held.length > LONGEST_RUN ? all.length : asciiEnd(all)
    held = all.subarray(end)
    if (end > 0) yield* take(all.subarray(0, end))
  }
  if (held.length > 0) yield* take(held)
}

/** The maximum length of a run that is buffered. */
const LONGEST_RUN = 1024 * 1024

/** Windows-1252 to UTF-8, piece by piece. Throws at a run of UTF-8, after passing on the lines above it. */
function westernDecoder(lineEnd: string) {
  const decode = windows1252()
  let lines = 0
  return function* (bytes: Uint8Array): Generator<Uint8Array> {
    if (isAscii(bytes)) {
      lines += countOf(bytes, lineEnd.charCodeAt(0))
      return yield bytes
    }
    const text = latin1(bytes)
    const {index: broken, reason = ''} = contradiction(text)
    const good = broken === undefined ? bytes.length : text.lastIndexOf(lineEnd, broken) + 1
    yield* decode(bytes.subarray(0, good))
    lines += countOf(text.slice(0, good), lineEnd)
    if (broken !== undefined) throw new MalformedCsv(reason, lines + 1)
  }
}

/** Bytes that are no characters of Windows-1252. */
const undefinedByte = /[\x81\x8d\x8f\x90\x9d]/

/** The first place that is no Windows-1252. */
function contradiction(text: string): {index?: number; reason?: string} {
  const none = text.search(undefinedByte)
  for (const {0: found, index} of text.matchAll(utf8Runs)) {
    if (none !== -1 && none < index) break
    if (isUtf8Run(found, text[index + found.length]))
      return {index, reason: 'is in UTF-8, but the lines above it are in Windows-1252'}
  }
  return none === -1 ? {} : {index: none, reason: 'holds bytes that are neither UTF-8 nor Windows-1252'}
}

/** The start of the bytes beyond ASCII at the end of the piece. */
function asciiEnd(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] ?? 0) >= 0x80) end--
  return end
}

function countOf<T extends string | number>(text: {indexOf(wanted: T, from?: number): number}, lineEnd: T): number {
  let lines = 0
  for (let at = text.indexOf(lineEnd); at !== -1; at = text.indexOf(lineEnd, at + 1)) lines++
  return lines
}
