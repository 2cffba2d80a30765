import {buffer} from 'node:stream/consumers'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {type WrittenColumn, type WrittenRow, writeXlsx} from '../../src/sheets/write-xlsx.ts'
import {cellsOf, faultOf, partOf, rowsOf} from '../support/workbooks.ts'

const column = (title: string, type: WrittenColumn['type'] = 'text'): WrittenColumn => ({title, type, width: 12})

async function* batches(...rows: WrittenRow[][]) {
  yield* rows
}

const written = (columns: WrittenColumn[], ...rows: WrittenRow[][]) =>
  buffer(writeXlsx({sheets: [{name: 'Appels', columns, rows: batches(...rows)}]}))

const day = fc
  .date({min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true})
  .map((date) => date.toISOString().slice(0, 10))
const anyText = fc.oneof(
  fc.string({unit: 'grapheme'}),
  fc.string({unit: 'binary'}).map((text) => text.toWellFormed()),
  fc.string({unit: fc.constantFrom('_', 'x', '0', '0', 'D', '\r', '\n', '\t', ' ', '<', '&', ']]>', '\0', '\ufffe')}),
  fc.constantFrom('0230210092', '=1+1', '#REF!', '_x005F_', '+33230210092', '1e5', 'TRUE'),
)

test('any table comes back as it was', async () => {
  const row = fc.tuple(anyText, fc.oneof(day, fc.constant('')), anyText)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, {maxLength: 5}), {maxLength: 4}), async (tables) => {
      const file = await written([column('a'), column('b', 'day'), column('c')], ...tables)
      const found = new Map((await rowsOf(file)).map(({number, cells, problems}) => [number, {cells, problems}]))
      expect(found.get(1)).toEqual({cells: ['a', 'b', 'c'], problems: []})
      tables.flat().forEach((cells, i) => {
        expect([0, 1, 2].map((at) => found.get(i + 2)?.cells[at] ?? '')).toEqual(cells)
      })
    }),
    {numRuns: 100},
  )
})

test("numbers are text, days are days of the reader's language, the header stays", async () => {
  const file = await written(
    [column('phone'), column('due', 'day')],
    [
      ['0230210092', '2026-08-01'],
      [null, undefined],
      ['', ''],
    ],
  )
  const xml = await partOf(file, 'xl/worksheets/sheet1.xml')
  expect(xml).toContain('<c r="A2" s="1" t="inlineStr"><is><t>0230210092</t></is></c><c r="B2" s="2"><v>46235</v></c>')
  expect(xml).toContain('<row r="3"></row><row r="4"></row>')
  expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(xml).toContain('<col min="2" max="2" width="12" style="2" customWidth="1"/>')
  expect(await cellsOf(file)).toEqual([
    ['phone', 'due'],
    ['0230210092', '2026-08-01'],
  ])
})

test('what a spreadsheet does not know as a day is text', async () => {
  const days = ['1900-02-28', '0001-01-01', 'soon', '2026-02-30']
  const file = await written(
    [column('due', 'day')],
    days.map((text) => [text]),
  )
  expect(await cellsOf(file)).toEqual([['due'], ...days.map((text) => [text])])
})

test('columns beyond Z have two letters', async () => {
  const columns = Array.from({length: 60}, (_, i) => column(`c${i}`))
  expect(await cellsOf(await written(columns))).toEqual([columns.map(({title}) => title)])
})

test.each([
  ['a/b: [c]?*\\', 'a_b_ _c____'],
  ["'quoted'", '_quoted_'],
  ['<é & "co">', '<é & "co">'],
  ['x'.repeat(40), 'x'.repeat(31)],
  ['', 'Sheet1'],
])('a sheet for %s is called %s', async (name, called) => {
  const book = await openWorkbook(await buffer(writeXlsx({sheets: [{name, columns: [column('a')], rows: batches()}]})))
  expect(book.sheets).toEqual([{name: called, visible: true}])
})

test('half a character becomes the mark for one', async () => {
  expect(await cellsOf(await written([column('a')], [['\ud800']]))).toEqual([['a'], ['\ufffd']])
})

test('the same rows make the same bytes', async () => {
  const once = () => written([column('a')], [['1']])
  expect((await once()).equals(await once())).toBe(true)
})

test('more rows than a sheet can hold are refused', async () => {
  async function* rows() {
    const batch = Array.from({length: 1025}, () => [])
    for (let i = 0; i < 1023; i++) yield batch
    yield [[], []]
  }
  const thrown = faultOf(buffer(writeXlsx({sheets: [{name: 'a', columns: [column('a')], rows: rows()}]})))
  // 1,023 × 1,025 = 1,048,575: all but the last fit.
  expect(await thrown).toMatchObject({fault: 'too-many-rows'})
})

test('a cell longer than Excel can open is refused', async () => {
  expect(await cellsOf(await written([column('a')], [['x'.repeat(32_767)]]))).toHaveLength(2)
  expect(await faultOf(written([column('a')], [['x'.repeat(32_768)]]))).toMatchObject({fault: 'cell-too-long'})
})

test('a failure of the rows is the failure of the file', async () => {
  async function* rows(): AsyncGenerator<WrittenRow[]> {
    yield [['1']]
    throw new Error('the database is gone')
  }
  await expect(buffer(writeXlsx({sheets: [{name: 'a', columns: [column('a')], rows: rows()}]}))).rejects.toThrow(
    'the database is gone',
  )
})

test('numbers are numbers, and moments are what the clock on the wall showed', async () => {
  const moment = new Date(2026, 7, 1, 18, 30, 15, 400)
  const file = await written([column('n', 'number'), column('when', 'moment')], [[0, moment], ['5 (gone)']])
  const xml = await partOf(file, 'xl/worksheets/sheet1.xml')
  const serial = 46235 + (18 * 3600 + 30 * 60 + 15) / 86_400
  expect(xml).toContain(`<c r="A2" s="0"><v>0</v></c><c r="B2" s="3"><v>${serial}</v></c>`)
  expect(xml).toContain('<c r="A3" s="0" t="inlineStr"><is><t>5 (gone)</t></is></c>')
})

test('without titles the rows begin at the top', async () => {
  const file = await buffer(
    writeXlsx({sheets: [{name: 'a', columns: [column('a')], rows: batches([['1']]), headed: false}]}),
  )
  expect(await rowsOf(file)).toMatchObject([{number: 1, cells: ['1']}])
  expect(await partOf(file, 'xl/worksheets/sheet1.xml')).not.toContain('<pane')
})

test('each table has its sheet', async () => {
  const sheet = (name: string, ...cells: string[]) => ({name, columns: [column(name)], rows: batches([cells])})
  const book = await openWorkbook(
    await buffer(writeXlsx({sheets: [sheet('one', '1'), sheet('two', '2'), sheet('none')]})),
  )
  const cells = []
  for (const each of book.sheets)
    for await (const rows of book.rows(each)) cells.push(...rows.map((row) => [each.name, ...row.cells]))
  expect(cells).toEqual([
    ['one', 'one'],
    ['one', '1'],
    ['two', 'two'],
    ['two', '2'],
    ['none', 'none'],
  ])
})

test('the program that wrote it is named', async () => {
  const file = await buffer(
    writeXlsx({sheets: [{name: 'a', columns: [column('a')], rows: batches()}], writer: 'Tom & Co'}),
  )
  expect(await openWorkbook(file)).toMatchObject({writer: 'Tom & Co'})
  expect(await openWorkbook(await written([column('a')]))).toMatchObject({writer: undefined})
})
