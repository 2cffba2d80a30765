import {expect, test} from 'vitest'
import type {SheetRow} from '../../src/sheets/sheet-row.ts'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {cellsOf, rowsOf} from '../support/workbooks.ts'

// Made by fixtures/make.py.
const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url).pathname

const calls = [
  [1, 'phone', 'due', 'name'],
  [2, '230210092', '2026-08-01', 'General'],
  [3, '0230210092', '2026-08-01', 'ten zeros'],
  [4, '02 30 21 00 92', '2026-08-01', ' two  blanks \nand a line'],
  [5, '02 30 21 00 92', '09:30', '<&>"\' é œ € 😀'],
  [6, '33230210092', '0.5', 'TRUE'],
  [7, '#DIV/0!', '2026-08-02', 'ab'],
  [8, '230210092', '1.1', '#REF!'],
  [9, '0230210092', '', 'three times'],
  [10, '0230210092', '', 'three times'],
  [11, '0230210092', '', 'three times'],
  [13, 'merged', '', 'beside'],
  [14, '15', '', 'hidden'],
  [15, '12345678901234', '', 'last'],
  [16, '0.00000045'],
]

const flat = (rows: SheetRow[]) => rows.map(({number, cells}) => [number, ...cells])
const inRow = (wanted: number, cells: (string | number)[]) => calls.map((row) => (row[0] === wanted ? cells : row))

test.each([
  ['odd-libreoffice.xlsx', calls],
  // LibreOffice 7.4 makes a formula with the value 1 of TRUE.
  ['odd-libreoffice.ods', inRow(6, [6, '33230210092', '0.5', '1'])],
  ['odd-gnumeric.xlsx', calls],
  ['odd-gnumeric.ods', calls],
  // openpyxl calculates nothing.
  ['odd-openpyxl.xlsx', inRow(7, [7, '', '', ''])],
])('%s holds what was put in', async (name, expected) => {
  const rows = await rowsOf(fixture(name))
  expect(flat(rows)).toEqual(expected)
  expect(rows.filter(({hidden}) => hidden).map(({number}) => number)).toEqual([14])
  const problems = Object.fromEntries(rows.map(({number, problems: of}) => [number, of]))
  expect(problems[8]).toEqual([{column: 2, problem: 'error'}])
  const uncalculated = [0, 1, 2].map((column) => ({column, problem: 'not-calculated'}))
  expect(problems[7]).toEqual(name === 'odd-openpyxl.xlsx' ? uncalculated : [{column: 0, problem: 'error'}])
})

test.each([
  ['odd-libreoffice.xlsx', false, false],
  ['odd-libreoffice.ods', true, false],
  // Gnumeric forgets that a sheet is hidden, but not in .ods.
  ['odd-gnumeric.xlsx', false, true],
  ['odd-gnumeric.ods', false, false],
  ['odd-openpyxl.xlsx', false, false],
])('%s: a filtered row is hidden, a hidden sheet is said', async (name, filtered, visible) => {
  const rows = await rowsOf(fixture(name), 1)
  expect(rows.map((row) => [row.cells[0], row.hidden, row.filtered])).toEqual([
    ['name', false, false],
    ['kept', false, false],
    ['gone', true, filtered],
    ['kept', false, false],
  ])
  const book = await openWorkbook(fixture(name))
  await book.close()
  expect(book.sheets).toEqual([
    {name: 'Appels', visible: true},
    {name: 'Filtre', visible: true},
    {name: 'Caché', visible},
  ])
})

test.each(['openpyxl.xlsx', 'libreoffice.xlsx', 'libreoffice.ods', 'gnumeric.xlsx', 'gnumeric.ods'])(
  'days that count from 1904 are those days: %s',
  async (program) => {
    expect(await cellsOf(fixture(`1904-${program}`))).toEqual([['2026-08-01', '1904-01-02', 'x']])
  },
)

test.each(['xlsx', 'ods'])('text of several looks is one text, without its note: .%s', async (extension) => {
  expect(await cellsOf(fixture(`rich-libreoffice.${extension}`))).toEqual([['rich text here\nand   there']])
})
