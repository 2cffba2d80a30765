import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {odsOf, partsOf, xlsxOf, zipOf} from '../support/workbooks.ts'
import type {ImportOptions} from './product.ts'
import type {Random} from './random.ts'

/** A workbook that somebody might send, and what is said of it. */
export type FuzzedSheet = {bytes: Buffer} & Required<Pick<ImportOptions, 'said' | 'partial' | 'onDuplicate'>>

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What programs have written. */
const written = [folder('../sheets/fixtures/'), folder('../cases/sheets/')].flatMap((directory) =>
  readdirSync(directory)
    .filter((name) => /\.(?:xlsx|ods)$/.test(name))
    .map((name) => readFileSync(directory + name)),
)

const callList = readFileSync(folder('../cases/sheets/liste.xlsx'))

const cells = ['0230210092', '06 89 74 63 21', 'abc', '', 'Zoé', '2026-12-24', '46380', '1e5', '-1', '=1+1'] as const
const header = ['phoneNumber', 'lastName', 'dueDate', 'description'] as const

function xlsxCell(random: Random): string {
  const value = random.pick(cells)
  const type = random.pick(['inlineStr', 'inlineStr', 'inlineStr', 'str', 'n', 's', 'b', 'e', 'd', 'x'])
  if (type === 'inlineStr') return `<c t="inlineStr"><is><t>${value}</t></is></c>`
  return `<c t="${type}" s="${random.below(5)}">${random.oneIn(9) ? '<f>A1</f>' : ''}<v>${type === 's' ? random.below(random.oneIn(9) ? 4 : 2) : value}</v></c>`
}

/** A number at the beginning of most rows. */
const number = (random: Random) => (random.oneIn(5) ? random.pick(cells) : `02302100${10 + random.below(90)}`)

const odsCell = (random: Random, text: string = random.pick(cells)) => {
  const type = random.pick(['string', 'float', 'date', 'boolean', 'percentage', 'time', 'x'])
  const value = random.pick(['46380', '2026-12-24', 'true', '1e400', '', '-0.5', 'PT1H'])
  const many = random.oneIn(20)
    ? ` table:number-columns-repeated="${random.pick(['1', '2', '90', '-1', '1e9', ''])}"`
    : ''
  return `<table:table-cell office:value-type="${type}" office:value="${value}" office:date-value="${value}"${many}><text:p>${text}</text:p></table:table-cell>`
}

const numberCell = (random: Random) => `<c t="inlineStr"><is><t>${number(random)}</t></is></c>`

/** A workbook of the smallest kind, with a header and a few rows. */
function small(random: Random): Promise<Buffer> {
  const rows = random.below(12)
  if (random.oneIn(2)) {
    const titles = header.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('')
    const lines = Array.from(
      {length: rows},
      () => `<row>${header.map((_, i) => (i === 0 ? numberCell(random) : xlsxCell(random))).join('')}</row>`,
    )
    return xlsxOf({
      rows: `<row>${titles}</row>${lines.join('')}`,
      formats: ['General', '@', 'dd/mm/yyyy', '0000000000', random.pick(['[h]:mm', '"x"0', '0,,', '\\', '[<', 'ggge'])],
      strings: '<si><t>0230210092</t></si><si><r><t>a</t></r><rPh><t>b</t></rPh></si>',
    })
  }
  const titles = header.map((name) => `<table:table-cell><text:p>${name}</text:p></table:table-cell>`).join('')
  const many = random.pick(['1', '1', '3', '1048576', '1000000000'] as const)
  const lines = Array.from(
    {length: rows},
    () =>
      `<table:table-row>${header.map((_, i) => odsCell(random, i === 0 ? number(random) : undefined)).join('')}</table:table-row>`,
  )
  return odsOf(
    `<table:table table:name="A"><table:table-row>${titles}</table:table-row>${lines.join('')}<table:table-row table:number-rows-repeated="${many}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`,
  )
}

/** Sheets that are as large as they may be, and a little larger; every spreadsheet opens them. */
function atLimits(random: Random): Promise<Buffer> {
  const title = '<row r="1"><c r="A1" t="inlineStr"><is><t>phoneNumber</t></is></c></row>'
  const cell = (reference: string, text: string) => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
  const makers = [
    () => `<row r="2">${cell(random.pick(['CV2', 'CW2']), 'x')}</row>`,
    () => `<row r="${random.pick(['1048576', '1048577'])}">${cell('A1', '0230210092')}</row>`,
    () => `<row r="2">${cell('A2', 'x'.repeat(random.pick([32_767, 32_768, 1_000_000, 1_100_000])))}</row>`,
    () => `<row r="2">${'<x>'.repeat(random.pick([90, 110]))}${'</x>'.repeat(90)}</row>`,
    () => `<row r="2">${' '.repeat(random.pick([1_000_000, 15_000_000, 17_000_000]))}${cell('A2', '1')}</row>`,
  ] as const
  return xlsxOf({rows: title + random.pick(makers)()})
}

const debris = [
  '<',
  '>',
  '&',
  '&amp;',
  '&x;',
  '&#0;',
  '&#x110000;',
  '<!-- -->',
  '<!--',
  '<![CDATA[<x>]]>',
  ']]>',
  '<?x?>',
  '<?xml version="1.1" encoding="UTF-16"?>',
  '<!DOCTYPE x>',
  '\u0000',
  '\ud800',
  '\ufeff',
  '"',
  "'",
  '</row>',
  '<row>',
  '<row r="0">',
  '<c>',
  '</c>',
  '<v>',
  '<f/>',
  '_x0000_',
  '_xD800_',
] as const
const numbers = ['0', '-1', '1', '2', '16384', '16385', '1048577', '4294967296', '1e309', 'NaN', '', 'x', '٣'] as const

type XmlAccident = (xml: string, random: Random) => string

const put = (xml: string, at: number, removed: number, text: string) =>
  xml.slice(0, at) + text + xml.slice(at + removed)

const xmlAccidents: readonly [XmlAccident, ...XmlAccident[]] = [
  (xml, random) => put(xml, random.below(xml.length + 1), random.below(4), random.pick(debris)),
  (xml, random) => xml.slice(0, random.below(xml.length + 1)),
  (xml, random) => put(xml, random.below(xml.length + 1), random.below(200), ''),
  // A number, wherever it stands.
  (xml, random) => {
    const found = [...xml.matchAll(/\d+/g)]
    const at = found[random.below(found.length)]
    return at === undefined ? xml : put(xml, at.index, at[0].length, random.pick(numbers))
  },
  // The value of an attribute.
  (xml, random) => {
    const found = [...xml.matchAll(/="[^"]*"/g)]
    const at = found[random.below(found.length)]
    return at === undefined ? xml : put(xml, at.index, at[0].length, `="${random.pick(numbers)}"`)
  },
  // A tag that is there twice, or not at all.
  (xml, random) => {
    const found = [...xml.matchAll(/<[^>]*>/g)]
    const at = found[random.below(found.length)]
    return at === undefined ? xml : put(xml, at.index, at[0].length, random.oneIn(2) ? '' : at[0] + at[0])
  },
  // One name in another's place.
  (xml, random) => {
    const found = [...xml.matchAll(/[\w:]+/g)]
    const [one, other] = [found[random.below(found.length)], found[random.below(found.length)]]
    return one === undefined || other === undefined ? xml : put(xml, one.index, one[0].length, other[0])
  },
]

const values = [
  ...cells,
  '33230210092',
  '0,5',
  '0230210092/0689746321',
  '#REF!',
  '45e-3',
  '\u202f0230210092',
  '0',
] as const
const codes = [
  'General',
  '0000000000',
  'dd/mm/yyyy',
  '@',
  '[h]:mm',
  '0.00%',
  ';;;',
  '[>9]0;"x"',
  '\\+0 00',
  '[$-40C]d mmmm',
] as const
const types = ['s', 'n', 'str', 'inlineStr', 'b', 'e', 'd', 'string', 'float', 'date', 'time', 'boolean', 'x'] as const
const repeats = ['0', '1', '2', '3', '7', '-1', '1e2', 'x'] as const

/** Another value in an attribute of this name. */
const inAttribute =
  (attribute: RegExp, choices: readonly [string, ...string[]]): XmlAccident =>
  (xml, random) => {
    const found = [...xml.matchAll(new RegExp(`(?<= )(${attribute.source})="[^"]*"`, 'g'))]
    const at = found[random.below(found.length)]
    const value = random.pick(choices).replaceAll('"', '&quot;')
    return at === undefined ? xml : put(xml, at.index, at[0].length, `${at[1]}="${value}"`)
  }

/** One more attribute in a tag of this name that has none like it. */
const withAttribute =
  (tag: RegExp, attribute: string, choices: readonly [string, ...string[]]): XmlAccident =>
  (xml, random) => {
    const found = [...xml.matchAll(new RegExp(`<(?:${tag.source})(?=[ />])(?![^>]*${attribute})`, 'g'))]
    const at = found[random.below(found.length)]
    return at === undefined ? xml : put(xml, at.index + at[0].length, 0, ` ${attribute}="${random.pick(choices)}"`)
  }

/** The text of a cell; the header's too, now and then. */
const cellText: XmlAccident = (xml, random) => {
  const found = [...xml.matchAll(/(?<=<(?:v|t|text:p)(?: [^>]*)?>)[^<]*/g)]
  const at = found[header.length + random.below(found.length - header.length)] ?? found[random.below(found.length)]
  return at === undefined ? xml : put(xml, at.index, at[0].length, random.pick(values))
}

/** What a cell says is something else, and all is still well-formed. */
const cellAccidents: readonly [XmlAccident, ...XmlAccident[]] = [
  cellText,
  cellText,
  cellText,
  cellText,
  inAttribute(/s/, ['0', '1', '2', '3', '4', '99']),
  inAttribute(/t|office:value-type|calcext:value-type/, types),
  inAttribute(/office:value|office:date-value|office:time-value|office:boolean-value/, values),
  inAttribute(/formatCode/, codes),
  inAttribute(/numFmtId/, ['0', '1', '14', '22', '49', '164', '200']),
  inAttribute(/hidden|table:visibility|table:display/, ['1', '0', 'collapse', 'filter', 'true', 'false']),
  withAttribute(/table:table-cell/, 'table:number-columns-repeated', repeats),
  withAttribute(/table:table-row/, 'table:number-rows-repeated', repeats),
  withAttribute(/row/, 'hidden', ['1', '0']),
  withAttribute(/table:table-cell/, 'table:formula', ['of:=A1']),
]

const isContent = (name: string) => /(?:sheet\d*|strings|styles|content)\.xml$/i.test(name)

/** What happens to the cells, while the file stays one that spreadsheets open. */
async function changeCells(bytes: Buffer, random: Random): Promise<Buffer> {
  const parts = await partsOf(bytes)
  const names = [...parts.keys()].filter(isContent)
  for (let times = 1 + random.below(12); times > 0; times--) {
    const name = names[random.below(names.length)] ?? 'x'
    const xml = parts.get(name)?.toString() ?? ''
    parts.set(name, Buffer.from(random.pick(cellAccidents)(xml, random)))
  }
  return zipOf(Object.fromEntries(parts))
}

/** What happens to the parts of an archive. */
async function changeParts(bytes: Buffer, random: Random): Promise<Buffer> {
  const parts = await partsOf(bytes)
  const names = [...parts.keys()]
  const name = names[random.below(names.length)] ?? 'x'
  const other = names[random.below(names.length)] ?? 'x'
  const content = parts.get(name) ?? Buffer.alloc(0)
  const changes = [
    () => parts.set(name, Buffer.from(random.pick(xmlAccidents)(content.toString(), random))),
    () => parts.set(name, Buffer.from(random.pick(xmlAccidents)(content.toString(), random))),
    () => parts.set(name, Buffer.from(random.pick(xmlAccidents)(content.toString(), random))),
    () => parts.delete(name),
    () => parts.set(name, parts.get(other) ?? content),
    () => parts.set(name, Buffer.from(content.toString(), random.oneIn(2) ? 'latin1' : 'utf16le')),
    () => parts.set(random.pick(['x', 'mimetype', 'content.xml', 'xl/workbook.xml', 'Index/x']), content),
  ] as const
  random.pick(changes)()
  return zipOf(Object.fromEntries(parts))
}

/** Where the headers of an archive's entries, and of its directory, begin. */
const headers = [0x04034b50, 0x02014b50, 0x06054b50]

/** Another number in a field of a header. */
function changeHeader(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes)
  const found: number[] = []
  for (let at = 0; at + 4 <= copy.length; at++) if (headers.includes(copy.readUInt32LE(at))) found.push(at)
  const start = found[random.below(found.length)]
  if (start === undefined) return copy
  const at = Math.min(start + 4 + random.below(40), copy.length - 4)
  if (random.oneIn(2)) copy.writeUInt16LE(random.pick([0, 1, 8, 9, 99, 0x801, 0xffff]), at)
  else copy.writeUInt32LE(random.pick([0, 1, 22, 0x7fffffff, 0xffffffff, copy.length]), at)
  return copy
}

/** What happens to the bytes of a file. */
function changeBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1)
  const copy = Buffer.from(bytes)
  const changes = [
    () => {
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
      return copy
    },
    () => bytes.subarray(0, at),
    () => bytes.subarray(at),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + random.below(80)))]),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at)]),
    () => Buffer.concat([bytes, bytes.subarray(at)]),
  ] as const
  return random.pick(changes)()
}

/** A workbook to which something has happened: to its cells alone, or to its XML, its archive and its bytes. */
export async function fuzzedSheet(random: Random): Promise<FuzzedSheet> {
  const said = {
    said: {hidden: random.pick(['read', 'skip'] as const), ...(random.oneIn(9) && {sheet: 'A'})},
    partial: random.oneIn(3),
    onDuplicate: random.pick(['insert', 'insert', 'skip', 'error'] as const),
  }
  if (random.oneIn(40)) return {bytes: await atLimits(random), ...said}
  const [first = Buffer.alloc(0), ...more] = written
  if (!random.oneIn(3)) {
    const good = random.oneIn(4) ? random.pick([callList, callList, first, ...more]) : await small(random)
    return {bytes: await changeCells(good, random), ...said}
  }
  let bytes = random.oneIn(3) ? random.pick([first, ...more]) : await small(random)
  for (let times = random.below(4); times > 0; times--) bytes = await changeParts(bytes, random)
  if (random.oneIn(4)) bytes = changeHeader(bytes, random)
  if (random.oneIn(4)) bytes = changeBytes(bytes, random)
  return {bytes, ...said}
}
