import fc from 'fast-check'
import {expect, test} from 'vitest'
import {defaultLimits, type Limits} from '../../src/sheets/limits.ts'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {WorkbookError} from '../../src/sheets/workbook-error.ts'
import {faultOf, odsOf, rowsOf, xlsxOf} from '../support/workbooks.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const text = (content: string) => `<c t="inlineStr"><is><t>${content}</t></is></c>`
const row = (content: string) => `<row>${content}</row>`

const lengthOf = async (file: Buffer, limits: Partial<Limits>) => (await rowsOf(file, 0, limits)).length

/** Just fits, and does not any more. */
async function bounded(file: Buffer, limit: keyof Limits, most: number, fault: string) {
  expect(await lengthOf(file, {[limit]: most})).toBeGreaterThan(0)
  expect(await faultOf(lengthOf(file, {[limit]: most - 1}))).toMatchObject({fault})
}

test('the defaults are those that are documented', () => {
  expect(defaultLimits).toMatchObject({unpacked: 2 ** 30, row: 2 ** 24, columns: 100, rows: 1_048_576})
})

test('columns count up to the last that holds something', async () => {
  await bounded(
    await xlsxOf({rows: row('<c r="CV1"><v>1</v></c><c r="XFD1" s="0"/>')}),
    'columns',
    100,
    'too-many-columns',
  )
  const cell = '<table:table-cell table:number-columns-repeated="5"><text:p>a</text:p></table:table-cell>'
  const file = await odsOf(
    `<table:table><table:table-row>${cell}<table:table-cell table:number-columns-repeated="16379"/></table:table-row></table:table>`,
  )
  await bounded(file, 'columns', 5, 'too-many-columns')
})

test('rows count up to the last that holds something', async () => {
  await bounded(await xlsxOf({rows: '<row r="5"><c><v>1</v></c></row><row r="2000000"/>'}), 'rows', 5, 'too-many-rows')
  const rows = (times: number, cell: string) =>
    `<table:table-row table:number-rows-repeated="${times}"><table:table-cell>${cell}</table:table-cell></table:table-row>`
  const file = await odsOf(`<table:table>${rows(5, '<text:p>a</text:p>')}${rows(2_000_000, '')}</table:table>`)
  await bounded(file, 'rows', 5, 'too-many-rows')
})

test('a row counts from the end of the one before', async () => {
  const rows = row(text('a'.repeat(5000)))
  await bounded(await xlsxOf({rows: row(text('b')) + rows + row(text('b'))}), 'row', rows.length, 'row-too-large')
})

test('a row that never ends is refused before the file does', async () => {
  const file = await xlsxOf({rows: `${row(text('a'))}<row>${'<c/>'.repeat(1_000_000)}`})
  const limits = {row: 100_000}
  const seen = await faultOf(lengthOf(file, limits))
  expect(seen).toMatchObject({fault: 'row-too-large'})
})

test('a shared string counts like a row, and all of them together', async () => {
  const strings = `<si><t>a</t></si><si><t>${'b'.repeat(5000)}</t></si><si/>`
  const file = await xlsxOf({rows: row('<c t="s"><v>1</v></c>'), strings})
  await bounded(file, 'row', 5016, 'row-too-large')
  await bounded(file, 'strings', 5001 + 3 * 8, 'too-many-strings')
})

test('the text of a row counts, however short its XML is', async () => {
  const cells = '<c t="s"><v>0</v></c>'.repeat(10)
  const shared = await xlsxOf({rows: row(cells), strings: `<si><t>${'a'.repeat(1000)}</t></si>`})
  await bounded(shared, 'row', 10_000, 'row-too-large')
  const cell = `<table:table-cell table:number-columns-repeated="10"><text:p>${'a'.repeat(1000)}</text:p></table:table-cell>`
  const repeated = await odsOf(`<table:table><table:table-row>${cell}</table:table-row></table:table>`)
  await bounded(repeated, 'row', 10_000, 'row-too-large')
})

test('a part that is read whole counts as a whole', async () => {
  const file = await xlsxOf({rows: row(text('a')), formats: ['0'.repeat(3000)]})
  expect(await faultOf(lengthOf(file, {part: 3000}))).toMatchObject({fault: 'part-too-large'})
})

test('what counts is what is inflated: of every part that is read, once', async () => {
  const rows = row(text('a'.repeat(100_000)))
  const file = await xlsxOf({rows})
  const book = await openWorkbook(file, {unpacked: 103_000})
  for (const _ of [1, 2, 3])
    for (const sheet of book.sheets) for await (const batch of book.rows(sheet)) expect(batch).toHaveLength(1)
  expect(await faultOf(lengthOf(file, {unpacked: 100_000}))).toMatchObject({fault: 'too-large'})
})

test('an archive of too many files is not looked into', async () => {
  const more = Object.fromEntries(Array.from({length: 20}, (_, i) => [`junk/${i}`, '']))
  await bounded(await xlsxOf({rows: row(text('a')), more}), 'parts', 26, 'too-many-parts')
})

test('elements in one another, and a tag that does not end, are bounded', async () => {
  const deep = await xlsxOf({rows: row(`${'<x>'.repeat(200)}${'</x>'.repeat(200)}`)})
  expect(await faultOf(lengthOf(deep, {}))).toMatchObject({fault: 'damaged'})
  const long = await xlsxOf({rows: `<row a="${'a'.repeat(2 * 2 ** 20)}"/>`})
  expect(await faultOf(lengthOf(long, {}))).toMatchObject({fault: 'damaged'})
})

const sheet = (before: string, content: string) => ({
  more: {
    'xl/sheet.xml': `${before}<worksheet xmlns="${MAIN}"><sheetData>${row(text(content))}</sheetData></worksheet>`,
  },
})

test('no document type, no entity but the five', async () => {
  const declared = sheet('<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>', 'a')
  expect(await faultOf(rowsOf(await xlsxOf(declared)))).toMatchObject({fault: 'has-dtd'})
  const external = sheet('<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">', 'a')
  expect(await faultOf(rowsOf(await xlsxOf(external)))).toMatchObject({fault: 'has-dtd'})
  const entity = sheet('', '&nbsp;')
  expect(await faultOf(rowsOf(await xlsxOf(entity)))).toMatchObject({fault: 'unknown-entity'})
  const five = sheet('', '&lt;&gt;&amp;&quot;&apos;&#65;')
  expect(await rowsOf(await xlsxOf(five))).toMatchObject([{cells: ['<>&"\'A']}])
})

/** Where the entry of a part stands in the central directory, and where in front of its content. */
function headersOf(file: Buffer, part: string) {
  const central = file.lastIndexOf(part) - 46
  return {central, local: file.readUInt32LE(central + 42)}
}

const simple = () => xlsxOf({rows: row(text('0230210092'))})

test('a size that is not declared as it is stops at what is declared', async () => {
  const file = await xlsxOf({rows: row(text('a'.repeat(1_000_000)))})
  const {central} = headersOf(file, 'xl/sheet.xml')
  file.writeUInt32LE(1000, central + 24)
  expect(await faultOf(rowsOf(file))).toMatchObject({fault: 'damaged'})
})

test('a digit that changed is found by the checksum', async () => {
  const file = await simple()
  const {central} = headersOf(file, 'xl/sheet.xml')
  file.writeUInt8(file.readUInt8(central + 16) ^ 1, central + 16)
  expect(await faultOf(rowsOf(file))).toMatchObject({fault: 'damaged'})
})

test('an entry with a password is encrypted', async () => {
  const file = await simple()
  const {central} = headersOf(file, 'xl/sheet.xml')
  file.writeUInt16LE(file.readUInt16LE(central + 8) | 1, central + 8)
  expect(await faultOf(rowsOf(file))).toMatchObject({fault: 'encrypted'})
})

test('an OLE container with an EncryptedPackage is encrypted', async () => {
  const file = Buffer.alloc(2048)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(2, 48)
  file.write('EncryptedPackage', 1536 + 128, 'utf16le')
  file.writeUInt16LE(34, 1536 + 128 + 64)
  expect(await faultOf(openWorkbook(file))).toMatchObject({fault: 'encrypted'})
})

test('a name twice is refused: programs differ in which one they read', async () => {
  const file = await xlsxOf({rows: row(text('a')), more: {'xl/sheeu.xml': ''}})
  for (let at = file.indexOf('xl/sheeu.xml'); at !== -1; at = file.indexOf('xl/sheeu.xml', at))
    file.write('xl/sheet.xml', at)
  expect(await faultOf(openWorkbook(file))).toMatchObject({fault: 'damaged'})
})

test('whatever is cut or changed, it is read or refused', async () => {
  const files = [
    await simple(),
    await odsOf(
      '<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>',
    ),
  ]
  const change = fc.record({
    at: fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}),
    byte: fc.integer({min: 0, max: 255}),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, {maxLength: 3}),
      fc.boolean(),
      async (file, changes, cut) => {
        const bytes = Buffer.from(file)
        for (const {at, byte} of changes) bytes[Math.floor(at * bytes.length)] = byte
        const input = cut && changes[0] ? bytes.subarray(0, Math.floor(changes[0].at * bytes.length)) : bytes
        await rowsOf(input, 0, {unpacked: 2 ** 20}).catch((error: unknown) => {
          if (!(error instanceof WorkbookError) && String(error) !== 'Error: no sheet 0') throw error
        })
      },
    ),
    {numRuns: 1000},
  )
})

test('a bomb is stopped by what it unpacks to', async () => {
  const file = await xlsxOf({more: {'xl/sheet.xml': Buffer.alloc(2 ** 22, 0x20)}})
  expect(file.length).toBeLessThan(10_000)
  expect(await faultOf(rowsOf(file, 0, {unpacked: 2 ** 20}))).toMatchObject({fault: 'too-large'})
})
