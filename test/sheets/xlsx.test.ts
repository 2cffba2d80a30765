import {open, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {openWorkbook} from '../../src/sheets/workbook.ts'
import {cellsOf, faultOf, rowsOf, xlsxOf, zipOf} from '../support/workbooks.ts'

const cases = new URL('../cases/sheets/', import.meta.url).pathname
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const liste = [
  ['phoneNumber', 'lastName', 'dueDate', 'description'],
  ['230210092', 'Étienne', '2026-08-01', 'typed General'],
  ['02 30 21 00 92', 'Œuvré', '2026-12-24', 'typed blanks'],
  ['33230210092', 'Doe', '2026-08-01', 'typed plus'],
  ['0230210092', 'Zoé', '2026-12-03', 'format 0000000000'],
  ['02 30 21 00 92', 'Léa', '2026-12-03', 'format 0# ## ##'],
]

test('a list of LibreOffice holds what was typed', async () => {
  const book = await openWorkbook(join(cases, 'liste.xlsx'))
  await book.close()
  expect(book).toMatchObject({kind: 'xlsx', sheets: [{name: 'Appels', visible: true}]})
  expect(await cellsOf(join(cases, 'liste.xlsx'))).toEqual(liste)
})

test('a file is read by path, by descriptor and from memory, twice too', async () => {
  const path = join(cases, 'liste.xlsx')
  expect(await cellsOf(await readFile(path))).toEqual(liste)
  const handle = await open(path)
  expect(await cellsOf(handle.fd)).toEqual(liste)
  expect(await cellsOf(handle.fd)).toEqual(liste)
  await handle.close()
})

test('numbers in columns too narrow for them are whole; a hidden row is one', async () => {
  const rows = await rowsOf(join(cases, 'narrow.xlsx'))
  expect(rows.map(({number, hidden, cells}) => [number, hidden, ...cells])).toEqual([
    [1, false, 'phoneNumber', 'dueDate', 'lastName'],
    [2, false, '33230210092', '2026-08-01', 'narrow 0'],
    [3, false, '0230210092', '', 'narrow ten zeros'],
    [4, false, '33230210092', '', 'narrow General'],
    [5, true, '15', '', 'row hidden'],
    [6, false, '16', '', 'row filtered'],
  ])
})

const cell = async (xml: string, formats: string[] = [], strings = '') => {
  const [row] = await rowsOf(await xlsxOf({rows: `<row r="1">${xml}</row>`, formats, strings}))
  return row && [row.cells[0], row.problems[0]?.problem]
}

test.each([
  ['<c><v>230210092</v></c>', '230210092'],
  ['<c t="n"><v>230210092.0</v></c>', '230210092'],
  ['<c><v>3.3230210092E10</v></c>', '33230210092'],
  ['<c><v>1.1000000000000001</v></c>', '1.1'],
  ['<c><v>12345678901234567890</v></c>', '12345678901234567890'],
  ['<c s="0"><v>46235</v></c>', '2026-08-01'],
  ['<c s="1"><v>230210092</v></c>', '0230210092'],
  ['<c s="99"><v>5</v></c>', '5'],
  ['<c t="d"><v>2026-08-01T00:00:00.000</v></c>', '2026-08-01'],
  ['<c t="b"><v>1</v></c>', 'TRUE'],
  ['<c t="b"><v>0</v></c>', 'FALSE'],
  ['<c t="str"><f>A2&amp;""</f><v>0230210092</v></c>', '0230210092'],
  ['<c t="str"><f>""</f><v></v></c>', undefined],
  ['<c><f>1+1</f><v>2</v></c>', '2'],
  ['<c t="inlineStr"><is><t>a</t></is></c>', 'a'],
  ['<c t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t> b</t></r></is></c>', 'a b'],
  ['<c t="inlineStr"><is><t>a<![CDATA[<&]]>&lt;&#233;&#x1F600;</t></is></c>', 'a<&<é😀'],
  ['<c t="inlineStr"><is><t>a_x000D__x005F_x0041__x00g0_</t></is></c>', 'a\r_x0041__x00g0_'],
  ['<c t="s"><v>0</v></c>', 'zero'],
  ['<c t="s"><v>1</v></c>', '田中'],
  ['<c t="s"><v>2</v></c>', undefined],
  ['<c s="1"/>', undefined],
])('%s reads as %s', async (xml, text) => {
  const strings =
    '<si><t>zero</t></si><si><t>田中</t><rPh sb="0" eb="2"><t>タナカ</t></rPh><phoneticPr fontId="1"/></si><si/>'
  expect(await cell(xml, ['dd/mm/yyyy', '0000000000'], strings)).toEqual(
    text === undefined ? undefined : [text, undefined],
  )
})

test.each([
  ['<c t="e"><v>#REF!</v></c>', '#REF!', 'error'],
  ['<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!', 'error'],
  ['<c><v>12a</v></c>', '12a', 'error'],
  ['<c><f>A2</f><v></v></c>', '', 'not-calculated'],
  ['<c><f>A2</f></c>', '', 'not-calculated'],
])('%s has no value', async (xml, text, problem) => {
  expect(await cell(xml)).toEqual([text, problem])
})

test('rows and cells stand where they say, or behind one another', async () => {
  const rows =
    '<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row><row r="7"><c r="AA7"><v>27</v></c></row>' +
    '<row r="8"><c r="A8" s="0"/></row><row><c r="C9"><v>3</v></c><c r="A9"><v>1</v></c></row>'
  const found = await rowsOf(await xlsxOf({rows}))
  expect(found.map(({number, cells}) => [number, ...cells])).toEqual([
    [1, '1', '', '', '4', '5'],
    [7, ...Array.from({length: 26}, () => ''), '27'],
    [9, '1', '', '3'],
  ])
})

test('rows that are hidden, or have no height, are hidden', async () => {
  const row = (attributes: string) => `<row ${attributes}><c><v>1</v></c></row>`
  const rows = ['hidden="1"', 'hidden="true"', 'hidden="0"', 'ht="0" customHeight="1"', 'ht="12.5"'].map(row).join('')
  expect((await rowsOf(await xlsxOf({rows}))).map(({hidden}) => hidden)).toEqual([true, true, false, true, false])
})

test('days count from 1904 where the workbook says so', async () => {
  const workbook = `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="1"/><sheets><sheet name="One" r:id="s"/></sheets></workbook>`
  const file = await xlsxOf({workbook, rows: '<row><c s="0"><v>44773</v></c></row>', formats: ['dd/mm/yyyy']})
  expect(await cellsOf(file)).toEqual([['2026-08-01']])
})

test('sheets come in order with their names, hidden ones marked, charts left out', async () => {
  const types: Record<string, string> = {a: 'worksheet', b: 'chartsheet', c: 'worksheet', d: 'worksheet'}
  const ids = Object.keys(types)
  const relationships = ids
    .map((id) => `<Relationship Id="${id}" Type="${OFFICE}/${types[id]}" Target="/xl/${id}.xml"/>`)
    .join('')
  const states: Record<string, string> = {c: 'state="hidden"', d: 'state="veryHidden"'}
  const sheets = ids.map((id) => `<sheet name="${id} &amp; co" ${states[id] ?? ''} r:id="${id}"/>`).join('')
  const file = await xlsxOf({
    workbook: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets}</sheets></workbook>`,
    more: {
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relationships}</Relationships>`,
      'xl/C.XML': `<worksheet xmlns="${MAIN}"><sheetData><row><c><v>3</v></c></row></sheetData></worksheet>`,
    },
  })
  const book = await openWorkbook(file)
  expect(book.sheets).toEqual([
    {name: 'a & co', visible: true},
    {name: 'c & co', visible: false},
    {name: 'd & co', visible: false},
  ])
  expect(await cellsOf(file, 1)).toEqual([['3']])
  expect(await faultOf(cellsOf(file, 0))).toMatchObject({fault: 'damaged'})
})

test('elements are known by their namespace, not by their prefix; the strict one too', async () => {
  const strict = 'http://purl.oclc.org/ooxml'
  const file = await xlsxOf({
    workbook: `<x:workbook xmlns:x="${strict}/spreadsheetml/main" xmlns:rel="${strict}/officeDocument/relationships"><x:sheets><x:sheet name="Un" rel:id="s"/></x:sheets></x:workbook>`,
    more: {
      'xl/sheet.xml': `<x:worksheet xmlns:x="${strict}/spreadsheetml/main" xmlns="urn:other"><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><t>no</t><x:t>yes</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
    },
  })
  expect((await rowsOf(file)).map(({number, cells}) => [number, ...cells])).toEqual([[2, '', 'yes']])
})

test.each([
  ['a row behind a later one', '<row r="3"/><row r="2"/>'],
  ['a cell without a column', '<row><c r="12"><v>1</v></c></row>'],
  ['a text that its table does not have', '<row><c t="s"><v>5</v></c></row>'],
  ['XML that does not end', '<row>'],
  ['an attribute twice', '<row r="1" r="1"/>'],
])('%s is damage', async (_, rows) => {
  expect(await faultOf(cellsOf(await xlsxOf({rows})))).toMatchObject({fault: 'damaged'})
})

test('other encodings than UTF-8 are refused by name', async () => {
  const xml = (content: string) => ({more: {'xl/sheet.xml': Buffer.from(content, 'latin1')}})
  const latin = xml(`<?xml version="1.0" encoding="iso-8859-1"?><worksheet xmlns="${MAIN}"/>`)
  expect(await faultOf(cellsOf(await xlsxOf(latin)))).toMatchObject({fault: 'unknown-encoding'})
  const wrong = xml(`<worksheet xmlns="${MAIN}">\xe9</worksheet>`)
  expect(await faultOf(cellsOf(await xlsxOf(wrong)))).toMatchObject({fault: 'damaged'})
})

test.each([
  ['an .xlsb file', 'xl/workbook.bin'],
  ['a .docx file', 'word/document.xml'],
  ['a .pptx file', 'ppt/presentation.xml'],
])('%s is told from a workbook', async (name, target) => {
  const file = await xlsxOf({
    more: {
      '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="${target}"/></Relationships>`,
    },
  })
  expect(await faultOf(openWorkbook(file))).toMatchObject({fault: 'not-a-workbook', message: `is ${name}`})
})

test.each([
  ['a ZIP file that is not a workbook', {'a.txt': 'a'}],
  ['an Apple Numbers, Pages or Keynote file', {'Index/Document.iwa': 'a'}],
  ['an OpenDocument text file', {mimetype: 'application/vnd.oasis.opendocument.text'}],
])('%s is named', async (name, parts) => {
  expect(await faultOf(openWorkbook(await zipOf(parts)))).toMatchObject({message: `is ${name}`})
})

test('an .xls is named, wherever its directory is', async () => {
  expect(await faultOf(openWorkbook(join(cases, 'liste.xls')))).toMatchObject({message: 'is an .xls file'})
})

test('a file that cannot be opened is an error of the system', async () => {
  await expect(openWorkbook(join(cases, 'none.xlsx'))).rejects.toMatchObject({code: 'ENOENT'})
  expect(await faultOf(openWorkbook(new Uint8Array()))).toMatchObject({fault: 'not-a-workbook'})
})
