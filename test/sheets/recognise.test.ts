import {readFileSync} from 'node:fs'
import {gzipSync} from 'node:zlib'
import {expect, test} from 'vitest'
import {recognise} from '../../src/sheets/recognise.ts'

const cases = new URL('../cases/sheets/', import.meta.url)
const start = (file: string) => readFileSync(new URL(file, cases)).subarray(0, 512)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

test.each([
  ['gnumeric-1.12-default.csv', 'text'],
  ['libreoffice-7.4-default.csv', 'text'],
  ['liste.xlsx', 'zip'],
  ['liste.xls', 'ole'],
])('%s is %s', (file, kind) => {
  expect(recognise(start(file))).toEqual({kind})
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['blank lines', Buffer.from('\r\n\r\n')],
  ['UTF-8 with a byte-order mark', Buffer.from('\ufeffphone;name\n')],
  ['Windows-1252', Buffer.from('nom;Étienne\n', 'latin1')],
  ['UTF-16 with a byte-order mark', utf16('\ufeffphone;name\n')],
  ['UTF-16 without one', utf16('phone;name\n')],
  ['the end mark of DOS', Buffer.from('a;b\r\n1;2\r\n\x1a')],
  ['a header that begins with letters of a signature', Buffer.from('PKW;BZ;GIF\n')],
  ['markup in a field', Buffer.from('phone|description\n1|<table> booked\n')],
])('%s is text', (_, bytes) => {
  expect(recognise(bytes)).toEqual({kind: 'text'})
})

test.each([
  ['an .xls file', Buffer.from('0908100000060500', 'hex')],
  ['a PDF file', Buffer.from('%PDF-1.7\n')],
  ['a gzip file', gzipSync('phone')],
  ['a tar archive', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0')])],
  ['an Access database', Buffer.concat([Buffer.from([0, 1, 0, 0]), Buffer.from('Standard ACE DB')])],
  ['an HTML page', Buffer.from('\ufeff\n<!DOCTYPE html>\n<table>')],
  ['JSON', Buffer.from('[\n  {"phoneNumber": "0230210092"}\n]')],
  ['JSON', Buffer.from('\ufeff{"phoneNumber": "0230210092"}\n{"phoneNumber": "0230210093"}\n')],
  ['an HTML page', Buffer.from('<html xmlns:x="urn:schemas-microsoft-com:office:excel">')],
  [
    'an Excel 2003 XML file',
    Buffer.from(
      '<?xml version="1.0"?>\n<?mso-application?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ),
  ],
  ['a flat OpenDocument file', Buffer.from('<?xml version="1.0"?><office:document xmlns:office="x">')],
])('%s is named', (name, bytes) => {
  expect(recognise(bytes)).toEqual({kind: 'other', name})
})

test('what holds control characters is binary, though it may be text all the same', () => {
  expect(recognise(Buffer.from([1, 2, 3, 0]))).toEqual({kind: 'binary', name: 'a binary file'})
})
