import {TextDecoder} from 'node:util'
import {invalidCsv} from '../errors.ts'
import {MalformedCsv} from './csv-records.ts'

/** The supported encodings of a file; UTF-8 by default. */
export const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof encodings)[number]

const names = {'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252', 'utf-16le': 'UTF-16LE', 'utf-16be': 'UTF-16BE'}

/** How much of a file reveals its encoding: less than the shortest header in UTF-16. */
const TELLING = 16

/** The bytes as UTF-8. A BOM of UTF-8 overrides the given encoding, because our rejects files have one. */
export async function* asUtf8(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  let decode: Decode | undefined
  let start: Uint8Array | undefined = new Uint8Array()
  for await (const bytes of source) {
    let next = bytes
    if (start) {
      next = start = Buffer.concat([start, bytes])
      if (start.length < TELLING) continue
      decode = decoderFor(start, encoding)
      start = undefined
    }
    if (decode) yield* decode(next)
    else yield next
  }
  if (start) {
    decode = decoderFor(start, encoding)
    if (decode) yield* decode(start)
    else yield start
  }
  if (decode) yield* decode()
}

/** Converts a piece of the file, or its end, to UTF-8. */
type Decode = (bytes?: Uint8Array) => Generator<Uint8Array>

function decoderFor(start: Uint8Array, encoding: Encoding): Decode | undefined {
  if (begins(start, 0xef, 0xbb, 0xbf)) return undefined
  refuseUtf16(start, encoding)
  if (encoding === 'utf-8') return undefined
  return encoding === 'windows-1252' ? windows1252() : utf16(encoding)
}

/** InvalidCsv when a file begins like UTF-16, but another encoding is given. */
export function refuseUtf16(start: Uint8Array, encoding: Encoding): void {
  const found = utf16In(start)
  if (found && found !== encoding) {
    throw invalidCsv(`the file is ${names[found]}, not ${names[encoding]}: nothing was imported`, {
      hints: [{give: 'encoding', value: found, when: 'to read the file in this encoding'}],
    })
  }
}

const begins = (bytes: Uint8Array, ...bom: number[]) => bom.every((byte, i) => bytes[i] === byte)

/** Recognised by a BOM, or by a NUL in every second byte, because a header is ASCII. */
function utf16In(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = start.subarray(0, Math.min(start.length, TELLING) & ~1)
  const nuls = (odd: number) => head.length > 2 && head.every((byte, i) => (byte === 0) === (i % 2 === odd))
  if (begins(start, 0xff, 0xfe) || nuls(1)) return 'utf-16le'
  if (begins(start, 0xfe, 0xff) || nuls(0)) return 'utf-16be'
  return undefined
}

export function windows1252(): Decode {
  const decoder = new TextDecoder('windows-1252')
  return function* (bytes) {
    // Without {stream: true} Node 20 turns the œ, € and ’ of Windows-1252 into control characters.
    if (bytes) yield Buffer.from(decoder.decode(bytes, {stream: true}))
  }
}

/** Without TextDecoder, which does not report the line of an incomplete character. */
function utf16(encoding: 'utf-16le' | 'utf-16be'): Decode {
  let rest = Buffer.alloc(0)
  let lines = 0
  return function* (bytes) {
    const all = bytes ? Buffer.concat([rest, bytes]) : rest
    const units = Buffer.from(all.subarray(0, all.length & ~1))
    if (encoding === 'utf-16be') units.swap16()
    let text = units.toString('utf16le')
    // The rest of the last character may be in the next piece.
    if (bytes && /[\ud800-\udbff]$/.test(text)) text = text.slice(0, -1)
    rest = all.subarray(text.length * 2)
    const bad = text.search(/\p{Surrogate}/u)
    const good = bad === -1 ? text : text.slice(0, text.lastIndexOf('\n', bad) + 1)
    lines += good.split('\n').length - 1
    yield Buffer.from(good)
    const isCut = !bytes && rest.length > 0
    if (bad !== -1 || isCut) throw new MalformedCsv(`holds bytes that are not ${names[encoding]}`, lines + 1)
  }
}
