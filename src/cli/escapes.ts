import {StringDecoder} from 'node:string_decoder'
import {steering} from '../formats/text.ts'

const named: Record<string, string> = {'\t': '\\t', '\r': '\\r', '\n': '\\n'}

const escaped = (character: string) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Escapes control characters, so that the terminal does not obey them. */
export const escapeControls = (text: string): string => text.replace(steering, escaped)

/** The same for a text of several lines. */
export const escapeLines = (text: string): string => text.split('\n').map(escapeControls).join('\n')

/** Tabs and line ends belong to the form of CSV and JSON. */
const steeringData = new RegExp(`(?!\\t|\\r?\\n)${steering.source}`, 'gu')

/** Node puts U+FFFD in place of bytes that are not UTF-8: what was typed is lost. */
export const isDamaged = (typed: string): boolean => typed.includes('\ufffd')

interface Form {
  /** Escaped JSON means the same, so every reader gets it escaped; other data are escaped on a terminal only. */
  json?: boolean
  stream?: NodeJS.WriteStream
}

/** Data as the reader of the stream gets them. */
export const dataText = (text: string, {json = false, stream = process.stdout}: Form = {}): string =>
  json || stream.isTTY ? text.replace(steeringData, escaped) : text

/** The same for data that come in pieces; bytes are UTF-8. */
export async function* dataPieces(
  pieces: AsyncIterable<string | Uint8Array>,
  {json = false}: Form = {},
): AsyncGenerator<string | Uint8Array> {
  if (!json && !process.stdout.isTTY) return yield* pieces
  const decoder = new StringDecoder()
  for await (const piece of pieces) {
    yield dataText(typeof piece === 'string' ? piece : decoder.write(Buffer.from(piece)), {json})
  }
}

/** A document of --json. */
export const jsonText = (document: unknown): string => dataText(JSON.stringify(document, null, 2), {json: true})
