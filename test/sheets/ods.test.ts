import fc from 'fast-check'
import {expect, test} from 'vitest'
import {withoutRows} from '../../src/sheets/ods-outline.ts'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {cellsOf, faultOf, odsOf, rowsOf, zipOf} from '../support/workbooks.ts'

const table = (rows: string, attributes = '') => `<table:table table:name="One" ${attributes}>${rows}</table:table>`
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`
const string = (content: string) =>
  `<table:table-cell office:value-type="string" calcext:value-type="string">${content}</table:table-cell>`
const float = (value: string, shown: string) =>
  `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${shown}</text:p></table:table-cell>`

test.each([
  [float('230210092', '230210092'), '230210092'],
  [float('230210092', '0230210092'), '0230210092'],
  [float('230210092', '02 30 21 00 92'), '02 30 21 00 92'],
  [float('230210092', '02\u00a030\u00a021\u00a000\u00a092'), '02\u00a030\u00a021\u00a000\u00a092'],
  [float('230210092', '+33 230210092'), '+33 230210092'],
  [float('33230210092', '3,3E+10'), '33230210092'],
  [float('33230210092', '3.3E+10'), '33230210092'],
  [float('33230210092', '###'), '33230210092'],
  [float('230210092', '230210092,00'), '230210092'],
  [float('230210092', '230210093'), '230210092'],
  [float('3.3230210092E10', '3.32302E+10'), '33230210092'],
  [float('1.1000000000000001', '1,1'), '1.1'],
  [float('-5', '-5'), '-5'],
  ['<table:table-cell office:value-type="float" office:value="12"/>', '12'],
  [
    '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50 %</text:p></table:table-cell>',
    '0.5',
  ],
  [
    '<table:table-cell office:value-type="currency" office:value="12"><text:p>12,00 €</text:p></table:table-cell>',
    '12',
  ],
  [
    '<table:table-cell office:value-type="date" office:date-value="2026-08-01"><text:p>01/08/26</text:p></table:table-cell>',
    '2026-08-01',
  ],
  [
    '<table:table-cell office:value-type="date" office:date-value="2026-08-01T14:30:00"><text:p>x</text:p></table:table-cell>',
    '2026-08-01',
  ],
  [
    '<table:table-cell office:value-type="time" office:time-value="PT09H30M00S"><text:p>9:30</text:p></table:table-cell>',
    '09:30',
  ],
  [
    '<table:table-cell office:value-type="time" office:time-value="PT36H00M05.5S"><text:p>x</text:p></table:table-cell>',
    '36:00:05',
  ],
  [
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>',
    'TRUE',
  ],
  ['<table:table-cell office:value-type="string" office:string-value="kept"/>', 'kept'],
  [string('<text:p>a</text:p><text:p/><text:p>b</text:p>'), 'a\n\nb'],
  [string('<text:p>a<text:s/>b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e</text:p>'), 'a b   c\td\ne'],
  [string('<text:p>\n  a \n b<text:span>  c</text:span><text:a>d</text:a></text:p>'), 'a b  cd'],
  [string('<text:p> two  blanks </text:p>'), ' two  blanks '],
  [string('<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>'), 'a'],
  [string('<text:p>a</text:p><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>'), 'a'],
  [
    string(
      '<text:p><text:ruby><text:ruby-base>田</text:ruby-base><text:ruby-text>た</text:ruby-text></text:ruby></text:p>',
    ),
    '田',
  ],
])('%s reads as %s', async (cell, text) => {
  expect(await rowsOf(await odsOf(table(row(cell))))).toMatchObject([{cells: [text], problems: []}])
})

test.each([
  [
    '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>',
    '#DIV/0!',
    'error',
  ],
  [
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
    '#DIV/0!',
    'error',
  ],
  ['<table:table-cell table:formula="of:=[.A2]"/>', '', 'not-calculated'],
])('%s has no value', async (cell, text, problem) => {
  const problems = [{column: 0, problem}]
  expect(await rowsOf(await odsOf(table(row(cell))))).toMatchObject([{cells: [text], problems}])
})

test('a formula without a value is an empty text where an office suite has calculated', async () => {
  const cell = '<table:table-cell table:formula="of:=[.A2]"/>'
  const meta = `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta><meta:generator>LibreOffice/7.4.7.2$Linux_X86_64</meta:generator></office:meta></office:document-meta>`
  const file = await odsOf(table(row(cell + string('<text:p>a</text:p>'))), {more: {'meta.xml': meta}})
  expect(await rowsOf(file)).toMatchObject([{cells: ['', 'a'], problems: []}])
})

test('what is repeated is there as often as it says; nothing, however often, costs nothing', async () => {
  const a =
    '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>'
  const none = (times: number) => `<table:table-cell table:number-columns-repeated="${times}"/>`
  const rows =
    row(none(2) + a + none(16_380)) +
    row(none(16_384), 'table:number-rows-repeated="4"') +
    row(a, 'table:number-rows-repeated="3"') +
    row(none(16_384), 'table:number-rows-repeated="1048568"')
  const found = await rowsOf(await odsOf(table(rows)))
  expect(found.map(({number, cells}) => [number, ...cells])).toEqual([
    [1, '', '', 'a', 'a'],
    [6, 'a', 'a'],
    [7, 'a', 'a'],
    [8, 'a', 'a'],
  ])
})

test('what a merged cell covers is not read, and keeps its place', async () => {
  const rows = row(
    '<table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell>' +
      '<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>' +
      string('<text:p>b</text:p>'),
  )
  expect(await cellsOf(await odsOf(table(rows)))).toEqual([['a', '', 'b']])
})

test('rows are hidden by hand, by a filter, or in a folded group', async () => {
  const cell = string('<text:p>a</text:p>')
  const rows =
    `<table:table-header-rows>${row(cell)}</table:table-header-rows>` +
    row(cell, 'table:visibility="collapse"') +
    row(cell, 'table:visibility="filter"') +
    `<table:table-row-group table:display="false"><table:table-row-group>${row(cell)}</table:table-row-group></table:table-row-group>` +
    `<table:table-row-group>${row(cell)}</table:table-row-group>`
  const found = await rowsOf(await odsOf(table(rows)))
  expect(found.map(({hidden, filtered}) => [hidden, filtered])).toEqual([
    [false, false],
    [true, false],
    [true, true],
    [true, false],
    [false, false],
  ])
})

test('sheets are the tables of the spreadsheet, hidden ones marked; tables within are none', async () => {
  const styles =
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
  const inner = string(
    `<table:table table:name="inner">${row(string('<text:p>in</text:p>'))}</table:table><text:p>out</text:p>`,
  )
  const file = await odsOf(
    `${table(row(inner))}<table:table table:name="Caché" table:style-name="ta2"/>${table(row(float('3', '3')))}`,
    {styles},
  )
  const book = await openWorkbook(file)
  expect(book).toMatchObject({
    kind: 'ods',
    sheets: [
      {name: 'One', visible: true},
      {name: 'Caché', visible: false},
      {name: 'One', visible: true},
    ],
  })
  expect(await cellsOf(file, 0)).toEqual([['out']])
  expect(await cellsOf(file, 1)).toEqual([])
  expect(await cellsOf(file, 2)).toEqual([['3']])
})

test.each([
  ['a comment', '<!-- </table:table><table:table table:name="no"> -->'],
  ['CDATA', string('<text:p><![CDATA[</table:table><table:table table:name="no">]]></text:p>')],
])('a sheet in %s is none', async (_, content) => {
  const cell = string('<text:p>a</text:p>')
  const file = await odsOf(table(row(content + cell)) + table(row(cell), 'table:print=">"'))
  const book = await openWorkbook(file)
  expect(book.sheets.map(({name}) => name)).toEqual(['One', 'One'])
  expect((await cellsOf(file, 1)).flat()).toEqual(['a'])
})

test('sheets are found wherever their content is cut', async () => {
  const xml = `<a><table:table-x/><table:table table:name="'>"><table:table-row/></table:table><b/><table:table\n/><table:table>x</table:table></a>`
  const without = `<a><table:table-x/><table:table table:name="'>"></table:table><b/><table:table\n/><table:table></table:table></a>`
  for (let size = 1; size <= xml.length; size++) {
    const pieces: Uint8Array[] = []
    for await (const piece of withoutRows(inPieces(Buffer.from(xml), size))) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe(without)
  }
})

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

test('elements are known by their namespace, not by their prefix', async () => {
  const oasis = 'urn:oasis:names:tc:opendocument:xmlns'
  const file = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<o:document-content xmlns:o="${oasis}:office:1.0" xmlns:t="${oasis}:table:1.0" xmlns="${oasis}:text:1.0" xmlns:text="urn:other"><o:body><o:spreadsheet><t:table t:name="Un"><t:table-row t:number-rows-repeated="2"><t:table-cell o:value-type="string"><p>a<text:s/></p></t:table-cell></t:table-row></t:table></o:spreadsheet></o:body></o:document-content>`,
  })
  expect((await rowsOf(file)).map(({number, cells}) => [number, ...cells])).toEqual([
    [1, 'a'],
    [2, 'a'],
  ])
})

test('an encrypted file is one, though its parts cannot be read', async () => {
  const manifest =
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
  const file = await odsOf('', {more: {'META-INF/manifest.xml': manifest, 'content.xml': '\u0001'}})
  expect(await faultOf(openWorkbook(file))).toMatchObject({fault: 'encrypted'})
})

const text = fc.string({unit: fc.constantFrom(...'aé€😀"<&>\'_x0041_;|= 0'), maxLength: 12}).map((s) => s.trim())
const grid = fc.array(fc.array(text, {maxLength: 6}), {maxLength: 12})

const paragraph = (content: string) =>
  `<text:p>${content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/ {2,}/g, (blanks) => ` <text:s text:c="${blanks.length - 1}"/>`)}</text:p>`

/** Rows and cells that are alike come once, with their number, as programs write them. */
function folded<Item>(items: Item[], key: (item: Item) => string): {item: Item; times: number}[] {
  const runs: {item: Item; times: number}[] = []
  for (const item of items) {
    const last = runs.at(-1)
    if (last && key(last.item) === key(item)) last.times++
    else runs.push({item, times: 1})
  }
  return runs
}

const trimmed = (cells: string[]) => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)

test('any table comes back from an .ods', async () => {
  await fc.assert(
    fc.asyncProperty(grid, async (rows) => {
      const xml = folded(rows, (cells) => cells.join('\0')).map(({item, times}) =>
        row(
          folded(item, (cell) => cell)
            .map(
              ({item: cell, times: columns}) =>
                `<table:table-cell office:value-type="string" table:number-columns-repeated="${columns}">${cell === '' ? '' : paragraph(cell)}</table:table-cell>`,
            )
            .join(''),
          `table:number-rows-repeated="${times}"`,
        ),
      )
      const found = await rowsOf(await odsOf(table(xml.join(''))))
      const expected = rows.map((cells, i) => [String(i + 1), ...trimmed(cells)]).filter(({length}) => length > 1)
      expect(found.map(({number, cells}) => [String(number), ...cells])).toEqual(expected)
    }),
    {numRuns: 200},
  )
})
