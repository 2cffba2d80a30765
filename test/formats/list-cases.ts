import {readFileSync} from 'node:fs'
import type * as presets from '../../src/formats/import-presets.ts'
import type {ImportPreset} from '../../src/formats/import-presets.ts'
import type * as lists from '../../src/services/callbacks/call-list.ts'
import {odsOf, xlsxOf} from '../support/workbooks.ts'

export type Lists = Pick<typeof lists, 'readCallList'> & Pick<typeof presets, 'withPreset' | 'parseImportPresets'>

type Said = ImportPreset & {preset?: string; sheet?: string; whole?: boolean}

/** A file, and what is read from it: its lines, then what ended the reading. */
type Case = [what: string, content: string | Buffer | Promise<Buffer>, reads: string[], said?: Said]

const file = (path: string) => readFileSync(new URL(`../cases/${path}`, import.meta.url))
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))

/** The call list of the shared sheets; `repaired` are the lines whose number a spreadsheet has damaged. */
const five = (...repaired: number[]) =>
  [
    '0230210092 Étienne 2026-08-01',
    '0230210092 Œuvré 2026-12-24',
    '+33230210092 Doe 2026-08-01',
    '0230210092 Zoé 2026-12-03',
    '0230210092 Léa 2026-12-03',
  ].map((request, i) => `${i + 2}: ${request}${repaired.includes(i + 2) ? ' (repaired)' : ''}`)

const narrow = [
  '2: +33230210092 narrow 0 2026-08-01 (repaired)',
  '3: 0230210092 narrow ten zeros',
  '4: +33230210092 narrow General (repaired)',
]

const dayFirst: Said = {dates: 'DD/MM/YYYY'}
const head = 'phoneNumber;lastName\n'
/** Longer than what is read to detect the form of a file. */
const late = `1000;${'x'.repeat(700)}\n`.repeat(100)

const texts: Case[] = [
  ['blank lines', ';;\n\nTél;Nom;Prénom\n1000;a;b\n;;\n\n1001;c;d\n', ['4: 1000 b a', 'blank', 'blank', '7: 1001 d c']],
  ['blank columns', 'Tél;;Nom;Prénom;\n1000;;a;b;\n1001;;c;d\n', ['2: 1000 b a', '3: 1001 d c']],
  ['strays', 'Tél;Nom;Prénom;\n1000;a;b;x\n1001;a;b;;y\n', ['2: bad', '3: bad']],
  ['short lines', 'Tél;Nom;Prénom;Email\n1000;a\n1001;a;b\n', ['2: bad', '3: 1001 b a']],
  ['semicolons', 'Tél;Nom, prénom;Société\n1000;a;b\n', ['refused', 'map Nom, prénom=lastName']],
  ['commas', 'Tél,Société\n1000,a\n', ['2: 1000 a']],
  ['tabs', 'Tél\tSociété\n1000\ta\n', ['2: 1000 a']],
  ['an unusual delimiter', 'Tél#Société\n1000#a\n', ['2: 1000 a'], {delimiter: '#'}],
  ['sep=', 'sep=#\nTél#Société\n1000#a\n', ['3: 1000 a']],
  ['sep= in quotes', '"SEP=;"\r\nTél;Société\r\n1000;a\r\n', ['3: 1000 a']],
  ['sep= and another delimiter said', 'sep=,\nTél;Société\n1000;a\n', ['3: 1000 a'], {delimiter: ';'}],
  ['sep= not guessed', 'sep=;\nphoneNumber;lastName\n1;a\n', ['refused', 'delimiter=;'], {noGuess: true}],
  ['lone CR', 'Tél;Société\r1000;a\r1001;b\r', ['2: 1000 a', '3: 1001 b']],
  ['CR in a line', 'Tél;Société\n1000;a\rb\n', ['2: 1000 a\rb']],
  ['an unfinished last line', 'Tél;Société\n1000;a', ['2: 1000 a', 'unfinished']],
  ['an unfinished last line, whole', 'Tél;Société\n1000;a', ['2: 1000 a', 'refused'], {whole: true}],
  ['a BOM', '\ufeffTél;Société\n1000;é\n', ['2: 1000 é']],
  ['UTF-16', Buffer.from('\ufeffTél;Société\n1000;é\n', 'utf16le'), ['2: 1000 é']],
  ['UTF-16 the other way', Buffer.from('\ufeffTél;Société\n1000;é\n', 'utf16le').swap16(), ['2: 1000 é']],
  ['UTF-16 without a BOM', Buffer.from('phoneNumber;lastName\n', 'utf16le'), ['refused', 'encoding=utf-16le']],
  ['Windows-1252', bytes(head, '1000;Zo', [0xe9], '\n'), ['2: 1000 Zoé']],
  ['Windows-1252 beyond Latin-1', bytes(head, '1000;', [0x8c], 'uvre ', [0x80], '\n'), ['2: 1000 Œuvre €']],
  ['a capital and a mark', bytes(head, '1000;CAF', [0xc9, 0xbb], '\n'), ['2: 1000 CAFÉ»']],
  ['a letter of two bytes', `${head}1000;Đorđe\n`, ['2: 1000 Đorđe']],
  ['a letter like a capital and a mark', `${head}1000;Kɔfi\n`, ['2: 1000 Kɔfi']],
  ['UTF-8 in Windows-1252', bytes(head, '1000;', [0xe9], '\n1001;Zoé\n'), ['2: 1000 é', '3: broken']],
  [
    'Windows-1252 in UTF-8',
    bytes(head, '1000;é\n1001;', [0xe9], '\n'),
    ['2: 1000 é', '3: broken', 'encoding=windows-1252'],
  ],
  [
    'a contradiction under a preset',
    bytes(head, '1000;', [0xe9], '\n1001;Zoé\n'),
    ['2: 1000 é', '3: broken'],
    {preset: 'excel-fr'},
  ],
  ['an encoding that was said', bytes(head, '1000;', [0xe9], '\n'), ['2: 1000 é'], {encoding: 'windows-1252'}],
  ['an encoding that was said against the file', `${head}1000;Zoé\n`, ['2: 1000 ZoÃ©'], {encoding: 'windows-1252'}],
  ['the API’s own', 'phoneNumber|lastName\n230210092|a\n', ['2: 230210092 a (warned)']],
  ['a number without its 0', 'Tél;Société\n230210092;a\n', ['2: 0230210092 a (repaired)']],
  ['a number without its 0, literally', 'Tél;Société\n230210092;a\n', ['2: 230210092 a'], {phones: 'literal'}],
  ['text formulas', 'Tél;Société\n="0230210092";="a""b"\n', ['2: 0230210092 a"b']],
  ['an unknown column', 'Téléphone;N° client\n1000;a\n', ['refused', 'ignore N° client']],
  ['an ambiguous column', 'Téléphone;Date\n1000;2026-08-01\n', ['refused', 'map Date=dueDate']],
  ['two columns for one field', 'Téléphone;Tél\n1000;1001\n', ['refused', 'map Téléphone=phoneNumber ignore Tél']],
  [
    'a column that was mapped',
    'Téléphone;Date\n1000;2026-08-01\n',
    ['2: 1000 2026-08-01'],
    {map: [['Date', 'dueDate']]},
  ],
  ['a column that was ignored', 'Téléphone;N° client\n1000;a\n', ['2: 1000'], {ignore: ['n° CLIENT']}],
  ['columns by number', 'Tél;Tél\n1000;1001\n', ['2: 1001'], {map: [['#2', 'phoneNumber']], ignore: ['#1']}],
  ['a column that is not there', 'Téléphone\n1000\n', ['refused'], {map: [['Date', 'dueDate']]}],
  ['no guess', 'phoneNumber|Prénom|Nom\n1000|a|b\n', ['refused'], {noGuess: true}],
  [
    'no guess beside a mapped column',
    'phoneNumber|X|Prénom|Nom\n1000|a|b|c\n',
    ['refused', 'ignore Prénom ignore Nom'],
    {noGuess: true, map: [['X', 'company']]},
  ],
  [
    'another person’s phone',
    "Tél;Téléphone de l'assistante;Société\n1000;1001;a\n",
    ['refused', "ignore Téléphone de l'assistante"],
  ],
  ['a callback', 'Téléphone;Rappel\n1000;2026-08-01\n', ['refused', 'map Rappel=dueDate']],
  ['no number', 'Nom;Prénom\na;b\n', ['refused']],
  ['the rejects file', 'error;Tél;Société\nbad;1000;a\n', ['2: 1000 a']],
  ['two phones of one kind', 'Tél;Tél domicile;Société\n1000;1001;a\n', ['refused', 'ignore Tél domicile']],
  ['day first', 'Tél;Échéance\n1000;24/12/2026\n', ['2: 1000 2026-12-24'], dayFirst],
  ['day first by a preset', 'Tél;Échéance\n1000;24.12.26\n', ['2: 1000 2026-12-24'], {preset: 'excel-fr'}],
  ['a preset of one’s own', 'Tél;Le\n1000;24/12/2026\n', ['2: 1000 2026-12-24'], {preset: 'mine'}],
  ['another form than was said', 'Tél;Échéance\n1000;24/12/2026\n', ['2: bad', 'dates=DD/MM/YYYY']],
  [
    'the other way round',
    'Tél;Échéance\n1000;08/01/2026\n1001;12/24/2026\n',
    ['2: 1000 2026-01-08', '3: bad', 'refused', 'dates=MM/DD/YYYY'],
    dayFirst,
  ],
  ['a serial number', 'Tél;Échéance\n1000;46235\n', ['2: bad'], dayFirst],
  [
    'Google’s phones',
    'First Name,Last Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\nA,B,Mobile,1001,Work,1000\nC,D,Work Fax,1002,Home,1003\n',
    ['2: 1000 1001 A B', '3: 1003 C D'],
  ],
  ['nothing', '\n;;\n', ['refused']],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), ['refused']],
]

const long: Case[] = [
  ['CR, then LF far below', `Tél;Société\r${late.replaceAll('\n', '\r')}1001;b\n1002;c\n`, ['unfinished']],
  ['UTF-8, late', `${head}${late}1001;Zoé\n`, ['102: 1001 Zoé']],
]

/** What programs made of one call list. */
const sheets: Case[] = [
  ['Gnumeric', file('sheets/gnumeric-1.12-default.csv'), five(2, 4, 5, 6), dayFirst],
  ['LibreOffice 7.4 as shown', file('sheets/libreoffice-7.4-as-shown.csv'), five(2, 4), dayFirst],
  ['LibreOffice 7.4', file('sheets/libreoffice-7.4-default.csv'), five(2, 4, 5, 6), dayFirst],
  ['LibreOffice 25.2', file('sheets/libreoffice-25.2-default.csv'), five(2, 4, 5, 6), dayFirst],
  ['LibreOffice en-US', file('sheets/libreoffice-7.4-default-en-US.csv'), five(2, 4, 5, 6), {dates: 'MM/DD/YYYY'}],
  [
    'LibreOffice en-US, day first',
    file('sheets/libreoffice-7.4-default-en-US.csv'),
    [
      '2: 0230210092 Étienne 2026-01-08 (repaired)',
      '3: bad',
      '4: +33230210092 Doe 2026-01-08 (repaired)',
      '5: 0230210092 Zoé 2026-03-12 (repaired)',
      '6: 0230210092 Léa 2026-12-03 (repaired)',
      'refused',
      'dates=MM/DD/YYYY',
    ],
    dayFirst,
  ],
  ['a workbook', file('sheets/liste.xlsx'), five(2, 4)],
  ['an .xls', file('sheets/liste.xls'), ['refused']],
  ['hidden rows', file('sheets/narrow.xlsx'), [...narrow, 'refused', 'hidden=read', 'hidden=skip']],
  [
    'hidden rows, read',
    file('sheets/narrow.xlsx'),
    [...narrow, '5: 15 row hidden', '6: 16 row filtered'],
    {hidden: 'read'},
  ],
  ['hidden rows, left out', file('sheets/narrow.xlsx'), [...narrow, 'hidden', '6: 16 row filtered'], {hidden: 'skip'}],
]

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const titles = ['phoneNumber', 'lastName', 'dueDate', 'company']
const xlsxTitles = `<row>${titles.map(inline).join('')}</row>`

/** One row of an .xlsx for each kind of cell, as the last name or the day of 1000. */
const xlsxCells: [cell: string, reads: string][] = [
  ['<c t="s"><v>1</v></c>', '1000 Zoé'],
  ['<c t="s"><v>0</v></c>', '1000 ab'],
  [inline('_x0041_'), '1000 A'],
  ['<c t="str"><v>_x0041_</v></c>', '1000 A'],
  ['<c/><c s="2"><v>46235</v></c>', '1000 2026-08-01'],
  ['<c/><c t="d"><v>2026-08-01T14:30:00</v></c>', '1000 2026-08-01'],
  ['<c s="1"><v>12</v></c>', '1000 0012'],
  ['<c><v>1E5</v></c>', '1000 100000'],
  ['<c t="b"><v>1</v></c>', '1000 TRUE'],
  ['<c t="e"><v>#REF!</v></c>', 'bad'],
  ['<c><f>A1</f></c>', 'bad'],
  ['<c r="C12" t="inlineStr"><is><t>2026-08-01</t></is></c>', '1000 2026-08-01'],
]

const xlsxRows = xlsxCells.map(([cell]) => `<row>${inline('1000')}${cell}</row>`).join('')

const odsText = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`
const odsRow = (cells: string, attributes = '') => `<table:table-row${attributes}>${cells}</table:table-row>`
const typed = (type: string, value: string, shown: string) =>
  `<table:table-cell office:value-type="${type}" ${value}><text:p>${shown}</text:p></table:table-cell>`

/** The same for an .ods. */
const odsCells: [cells: string, reads: string][] = [
  [odsText('1000') + odsText('a<text:s text:c="2"/>b'), '1000 a  b'],
  [
    `<table:table-cell><office:annotation><text:p>x</text:p></office:annotation><text:p>1000</text:p></table:table-cell>`,
    '1000',
  ],
  [typed('float', 'office:value="230210092"', '02 30 21 00 92') + odsText('a'), '0230210092 a'],
  [odsText('1000') + typed('float', 'office:value="1.5"', '2'), '1000 1.5'],
  [
    `${odsText('1000')}<table:table-cell/>${typed('date', 'office:date-value="2026-08-01T00:00:00"', '01/08')}`,
    '1000 2026-08-01',
  ],
  [odsText('1000') + typed('boolean', 'office:boolean-value="true"', 'VRAI'), '1000 TRUE'],
  [odsText('1000') + typed('string" calcext:value-type="error', '', '#N/A'), 'bad'],
  [`${odsText('1000')}<table:table-cell table:formula="of:=A1"/>`, 'bad'],
  [
    `${odsText('1000')}<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>${odsText('2026-08-01')}`,
    '1000 2026-08-01',
  ],
  [`${odsText('1000')}<table:table-cell table:number-columns-repeated="2"/>${odsText('a')}`, '1000 a'],
  [`<table:table-cell table:number-columns-repeated="2"><text:p>1000</text:p></table:table-cell>`, '1000 1000'],
  [`${odsText('1000')}${odsText('&amp;')}<table:table-cell table:number-columns-repeated="16000"/>`, '1000 &'],
]

const odsTitles = odsRow(titles.map(odsText).join(''))
const sheetOf = (rows: string, attributes = 'table:name="A"') =>
  `<table:table ${attributes}>${odsTitles}${rows}</table:table>`
const good = odsRow(odsText('1000'))
const two = odsOf(sheetOf(good) + sheetOf(odsRow(odsText('1001')), 'table:name="B"'))
const hiddenSheet =
  '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'

const numbered = (cells: [string, string][]) => cells.map(([, reads], i) => `${i + 2}: ${reads}`)

const workbooks: Case[] = [
  [
    'cells of an .xlsx',
    xlsxOf({
      rows: xlsxTitles + xlsxRows,
      formats: ['General', '0000', 'dd/mm/yyyy'],
      strings: '<si><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></si><si><t>Zoé</t></si>',
    }),
    numbered(xlsxCells),
  ],
  ['a gap', xlsxOf({rows: `${xlsxTitles}<row r="4">${inline('1000')}</row>`}), ['blank', 'blank', '4: 1000']],
  [
    'days from 1904',
    xlsxOf({
      rows: `${xlsxTitles}<row>${inline('1000')}<c/><c s="0"><v>44773</v></c></row>`,
      formats: ['dd/mm/yyyy'],
      workbook: `<workbook xmlns="${MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="One" sheetId="1" r:id="s"/></sheets></workbook>`,
    }),
    ['2: 1000 2026-08-01'],
  ],
  ['cells of an .ods', odsOf(sheetOf(odsCells.map(([cells]) => odsRow(cells)).join(''))), numbered(odsCells)],
  [
    'repeated rows',
    odsOf(
      sheetOf(
        odsRow(odsText('1000'), ' table:number-rows-repeated="2"') +
          odsRow('<table:table-cell/>', ' table:number-rows-repeated="3"') +
          good,
      ),
    ),
    ['2: 1000', '3: 1000', 'blank', 'blank', 'blank', '7: 1000'],
  ],
  [
    'filtered rows',
    odsOf(sheetOf(odsRow(odsText('1000'), ' table:visibility="filter"') + good)),
    ['hidden', '3: 1000'],
    {hidden: 'skip'},
  ],
  [
    'collapsed rows',
    odsOf(sheetOf(odsRow(odsText('1000'), ' table:visibility="collapse"') + good)),
    ['hidden', '3: 1000'],
    {hidden: 'skip'},
  ],
  [
    'folded rows',
    odsOf(sheetOf(`<table:table-row-group table:display="false">${good}</table:table-row-group>${good}`)),
    ['hidden', '3: 1000'],
    {hidden: 'skip'},
  ],
  ['two call lists', two, ['refused', 'sheet=NAME']],
  ['the sheet that was named', two, ['2: 1001'], {sheet: 'B'}],
  ['a sheet that is not there', two, ['refused'], {sheet: 'C'}],
  [
    'a hidden sheet',
    odsOf(sheetOf(good) + sheetOf(odsRow(odsText('1001')), 'table:name="B" table:style-name="h"'), {
      styles: hiddenSheet,
    }),
    ['2: 1000'],
  ],
  [
    'a sheet that is no call list',
    odsOf(`<table:table table:name="B">${odsRow(odsText('Titre'))}</table:table>${sheetOf(good)}`),
    ['2: 1000'],
  ],
  ['over 100 columns', xlsxOf({rows: `${xlsxTitles}<row>${inline('1000')}<c r="CW2"><v>1</v></c></row>`}), ['refused']],
  ['rows beyond a sheet', xlsxOf({rows: `${xlsxTitles}<row r="1048577">${inline('1000')}</row>`}), ['refused']],
  [
    'a DTD',
    xlsxOf({
      more: {'xl/sheet.xml': `<!DOCTYPE x><worksheet xmlns="${MAIN}"><sheetData>${xlsxTitles}</sheetData></worksheet>`},
    }),
    ['refused'],
  ],
  ['an entity', xlsxOf({rows: `${xlsxTitles}<row>${inline('1000')}${inline('&x;')}</row>`}), ['refused']],
]

export const cases = [...texts, ...long, ...sheets, ...workbooks]

const mine = {mine: {map: {Le: 'dueDate'}, dates: 'dd/mm/yyyy'}}

const PIECE = 10_000

async function* pieces(content: Uint8Array) {
  for (let start = 0; start < content.length; start += PIECE) yield content.subarray(start, start + PIECE)
}

/** What one case reads. */
export async function readingOf({readCallList, withPreset, parseImportPresets}: Lists, [, content, , said = {}]: Case) {
  const reads: string[] = []
  const hint = (each: unknown) => {
    const {give, value, map, ignore} = each as Record<string, never>
    if (give !== undefined) reads.push(`${give}=${value}`)
    const columns = (map ?? []) as [string, string][]
    const mapped = columns.map(([column, field]) => `map ${column}=${field}`)
    const ignored = ((ignore ?? []) as string[]).map((name) => `ignore ${name}`)
    if (map !== undefined) reads.push([...mapped, ...ignored].join(' '))
  }
  const {preset, ...more} = said
  const {presets} = parseImportPresets(mine)
  try {
    const {hints, isUnfinished} = await readCallList(
      pieces(Buffer.from((await content) as string)),
      withPreset(preset === undefined ? undefined : presets[preset], more),
      'FR',
      {
        header: () => {},
        line: ({line, callback, problems, remarks}) => {
          const {description: _, ...fields} = callback
          const values = Object.values(fields).filter((value) => value !== undefined)
          const remark = remarks.map(({is}) => (is === 'repair' ? ' (repaired)' : ' (warned)')).join('')
          reads.push(problems.length > 0 ? `${line}: bad` : `${line}: ${values.join(' ')}${remark}`)
        },
        blank: () => reads.push('blank'),
        hidden: () => reads.push('hidden'),
        broken: ({line}, found) => {
          reads.push(`${line}: broken`)
          found.forEach(hint)
        },
        pause: async () => {},
      },
    )
    hints.forEach(hint)
    if (isUnfinished) reads.push('unfinished')
  } catch (error) {
    const {code, hints} = error as {code?: string; hints?: unknown[]}
    if (code !== 'InvalidCsv') throw error
    reads.push('refused')
    hints?.forEach(hint)
  }
  return reads.length > 20 ? reads.slice(-1) : reads
}
