/** How many of a file's first bytes `recognise` looks at. */
export const TELLING = 4096

/** `openWorkbook` finds out what a `zip` or `ole` file contains, from its directory. */
export type Recognised = {kind: 'text' | 'zip' | 'ole'} | {kind: 'other' | 'binary'; name: string}

/** Recognises a file by its first bytes. */
export function recognise(start: Uint8Array): Recognised {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, TELLING))
  const signature = signatures.find(({at = 0, bytes: wanted}) => bytes.subarray(at, at + wanted.length).equals(wanted))
  if (signature) return signature.is
  if (isUtf16(bytes)) return {kind: 'text'}
  const name = markup.find(({pattern}) => pattern.test(bytes.toString('latin1')))?.name
  if (name) return {kind: 'other', name}
  return bytes.some(isControl) ? {kind: 'binary', name: 'a binary file'} : {kind: 'text'}
}

interface Signature {
  at?: number
  bytes: Buffer
  is: Recognised
}

const other = (name: string): Recognised => ({kind: 'other', name})
const hex = (digits: string, is: Recognised, at = 0): Signature => ({bytes: Buffer.from(digits, 'hex'), is, at})
const text = (characters: string, is: Recognised, at = 0): Signature => ({bytes: Buffer.from(characters), is, at})

const signatures: Signature[] = [
  text('PK\x03\x04', {kind: 'zip'}),
  text('PK\x05\x06', {kind: 'zip'}),
  hex('d0cf11e0a1b11ae1', {kind: 'ole'}),
  // BIFF without a container, as Excel 2 to 4 wrote it, and some programs still do.
  hex('09000400', other('an .xls file')),
  hex('09020600', other('an .xls file')),
  hex('09040600', other('an .xls file')),
  hex('09080800', other('an .xls file')),
  hex('09081000', other('an .xls file')),
  text('%PDF-', other('a PDF file')),
  hex('1f8b', other('a gzip file')),
  text('BZh', other('a bzip2 file')),
  hex('fd377a585a00', other('an xz file')),
  hex('28b52ffd', other('a zstd file')),
  hex('377abcaf271c', other('a 7z archive')),
  text('Rar!', other('a RAR archive')),
  text('ustar', other('a tar archive'), 257),
  hex('89504e470d0a1a0a', other('a PNG image')),
  hex('ffd8ff', other('a JPEG image')),
  text('GIF8', other('a GIF image')),
  text('SQLite format 3\0', other('an SQLite database')),
  text('Standard Jet DB', other('an Access database'), 4),
  text('Standard ACE DB', other('an Access database'), 4),
  text('PAR1', other('a Parquet file')),
  text('{\\rtf', other('an RTF document')),
]

/** Text formats that spreadsheets open, and that web applications often name .xls. */
const markup = [
  {pattern: /^\W*<(?:!doctype html|html|table|meta)\b/i, name: 'an HTML page'},
  {pattern: /<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet/, name: 'an Excel 2003 XML file'},
  {pattern: /<office:document\b/, name: 'a flat OpenDocument file'},
  {pattern: /^[\s\u00ef\u00bb\u00bf]*(?:\[\s*[[{"]|\{\s*")/, name: 'JSON'},
]

/** It has a byte-order mark, or every second byte is NUL. */
function isUtf16(bytes: Buffer): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  const head = bytes.subarray(0, 16)
  const nuls = (odd: number) => head.every((byte, i) => (byte === 0) === (i % 2 === odd))
  return head.length > 2 && (nuls(0) || nuls(1))
}

/** Control characters that do not appear in text: all but tab, line ends, form feed, Ctrl-Z and escape. */
const isControl = (byte: number) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1a && byte !== 0x1b
