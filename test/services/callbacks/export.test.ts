import {Writable} from 'node:stream'
import fc from 'fast-check'
import {beforeAll, beforeEach, expect, test} from 'vitest'
import {parseFilters} from '../../../src/formats/filters.ts'
import {type ExportFormat, exportCallbacks} from '../../../src/services/callbacks/export.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {createPeriod, listPeriods} from '../../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback} from '../../../src/services/callbacks/requests.ts'
import {streamFoundLines} from '../../../src/services/callbacks/stream.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const header = 'phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n'

async function exported(format: ExportFormat, ...lists: string[]): Promise<string> {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  await xivo.use((context) => exportCallbacks(context, lists, format, sink))
  expect(sink.writableEnded).toBe(false)
  return Buffer.concat(chunks).toString('utf8')
}

async function* inPieces(text: string) {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000)
}

/** What find shows of it. */
async function shown(list: string): Promise<object[]> {
  const pieces: string[] = []
  const sink = new Writable({
    decodeStrings: false,
    write: (piece: string, _, done) => {
      pieces.push(piece)
      done()
    },
  })
  const filters = parseFilters([
    {field: 'listUuid', operator: '=', value: list},
    {field: 'clotured', operator: '=', value: false},
  ])
  await xivo.use((context) => streamFoundLines(context, sink, filters))
  const [, ...requests] = pieces
  return requests.flatMap((piece) => piece.split('\n')).map((request) => JSON.parse(request))
}

type Content = Record<
  'phone' | 'mobile' | 'first' | 'last' | 'company' | 'description' | 'day' | 'period',
  string | null
>

async function fill(list: string, rows: Content[]): Promise<void> {
  const periods = new Map((await xivo.use(listPeriods)).map(({name, uuid}) => [name, uuid]))
  const values = rows.map((row) => ({...row, period: periods.get(row.period ?? '')}))
  await xivo.sql(
    `insert into xivoctl.callback_request
     select gen.uuid::uuid, $1, phone, mobile, first, last, company, description, period::uuid, day::date, false
     from jsonb_to_recordset($2::jsonb) as gen(uuid text, phone text, mobile text, first text, last text, company text,
       description text, period text, day text)`,
    [list, JSON.stringify(values.map((row) => ({uuid: crypto.randomUUID(), ...row})))],
  )
}

const contents = (list: string) =>
  xivo.sql(
    `select phone_number, mobile_phone_number, first_name, last_name, company, description, due_date::text, preferred_period_uuid
     from xivoctl.callback_request where list_uuid = $1
     order by 7, 1, 2, 3, 4, 5, 6, 8`,
    [list],
  )

beforeAll(() =>
  xivo.use(async (context) => {
    for (const name of ['Matin', 'a|b "c"', "l'été"]) await createPeriod(context, {name, start: '09:00', end: '12:00'})
  }),
)

beforeEach(() => xivo.sql('delete from xivoctl.callback_list'))

const makeList = async (name: string) => (await xivo.made((context) => createList(context, name, 'ventes'))).uuid

test('CSV holds the ongoing requests of a list in the eight columns, by due date', async () => {
  const list = await makeList('Ventes')
  await makeList('Autre')
  await xivo.use(async (context) => {
    await createCallback(context, list, {phoneNumber: '2', lastName: 'Doe', dueDate: '2026-01-02'})
    await createCallback(context, list, {
      mobilePhoneNumber: '1',
      company: 'A|B',
      dueDate: '2026-01-01',
      period: 'Matin',
    })
    await createCallback(context, 'Autre', {phoneNumber: '9'})
    const done = await resultOf(createCallback(context, list, {phoneNumber: '3'}))
    await closeCallbacks(context, [done.uuid])
  })
  expect(await exported('csv', 'Ventes')).toBe(
    `${header}|1|||"A|B"||2026-01-01|"Matin"\n2|||"Doe"|||2026-01-02|"Toute la journée"\n`,
  )
})

test('a list without ongoing requests is a header, an empty array, or nothing', async () => {
  await makeList('Vide')
  expect(await exported('csv', 'Vide')).toBe(header)
  expect(await exported('json', 'Vide')).toBe('[]\n')
  expect(await exported('ndjson', 'Vide')).toBe('')
})

test('export, import and export again give the same bytes and the same rows, whatever the values', async () => {
  const nasty = fc.constantFrom(
    ' Doe ',
    '"x',
    '"',
    '\\.',
    '\\N',
    'a\rb',
    '\r\n',
    'a\tb',
    '\u00a0x\u00a0',
    'a|b',
    '😀𝒳',
    '  ',
    "O'N",
    '\u0001\u001f\u007f',
    '\u2028',
    'error',
    '\ufeffx',
  )
  const text = fc.option(
    fc.oneof(nasty, fc.string({unit: 'binary', maxLength: 10})).map((value) => value.replaceAll('\0', '') || null),
  )
  const number = fc.stringMatching(/^\+?[0-9*#]{0,6}[0-9][0-9*#]{0,6}$/)
  const row: fc.Arbitrary<Content> = fc.record({
    phone: number,
    mobile: fc.option(number),
    first: text,
    last: text,
    company: text,
    description: text,
    day: fc.constantFrom('2026-01-01', '2016-08-01', '0001-01-01', '9999-12-31', '2024-02-29'),
    period: fc.constantFrom('Matin', 'a|b "c"', "l'été", 'Toute la journée'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, {minLength: 1, maxLength: 150, size: 'max'}), async (rows) => {
      await xivo.sql('delete from xivoctl.callback_list')
      const [from, to] = [await makeList('From'), await makeList('To')]
      await fill(from, rows)
      const first = await exported('csv', 'From')
      expect(await xivo.made((context) => importCallbacks(context, 'To', {bytes: inPieces(first)}))).toMatchObject({
        imported: rows.length,
        blankLines: 0,
      })
      expect(await contents(to)).toEqual(await contents(from))
      // What a busy table does by itself: the rows come to lie elsewhere.
      await xivo.sql('update xivoctl.callback_request set clotured = false where random() < 0.5')
      expect(await exported('csv', 'To')).toBe(first)
    }),
    {numRuns: 6},
  )
})

test('NDJSON and JSON are what the service shows, to the byte', async () => {
  const list = await makeList('Ventes')
  const odd = ['a"b\\c', 'line\nbreak\ttab\r', '\u0001\b\f\u001f\u007f', '\u2028😀 é', '</script>', ' ', '\\.', '"']
  await fill(
    list,
    odd.map((value, i) => ({
      phone: '1',
      mobile: null,
      first: value,
      last: null,
      company: i % 2 ? value : null,
      description: value,
      day: `2026-01-0${i + 1}`,
      period: 'a|b "c"',
    })),
  )
  const view = await shown(list)
  expect(view).toHaveLength(odd.length)
  expect(await exported('ndjson', 'Ventes')).toBe(view.map((each) => `${JSON.stringify(each)}\n`).join(''))
  expect(await exported('json', 'Ventes')).toBe(`[\n${view.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`)
})

test('JSON takes several lists, CSV one', async () => {
  const lists = [await makeList('B'), await makeList('A')]
  for (const list of lists) await xivo.made((context) => createCallback(context, list, {phoneNumber: '1'}))
  const [b = '', a = ''] = lists
  const both = JSON.parse(await exported('json', 'B', 'A'))
  expect(both).toEqual([...(await shown(a)), ...(await shown(b))])
  await expect(exported('csv', 'A', 'B')).rejects.toMatchObject({
    kind: 'usage',
    hints: [expect.objectContaining({give: 'ndjson'})],
  })
  await expect(exported('json', 'A', 'C')).rejects.toMatchObject({code: 'CallbackListNotFound'})
})

test('thousands of requests are one JSON array and as many lines', async () => {
  const list = await makeList('Ventes')
  const rows = Array.from({length: 3000}, (_, i) => ({
    phone: String(i),
    mobile: null,
    first: 'é'.repeat(i % 50) || null,
    last: null,
    company: null,
    description: null,
    day: '2026-01-01',
    period: 'Matin',
  }))
  await fill(list, rows)
  expect(JSON.parse(await exported('json', 'Ventes'))).toHaveLength(3000)
  expect((await exported('ndjson', 'Ventes')).split('\n')).toHaveLength(3001)
})
