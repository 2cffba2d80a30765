import {readdirSync, readFileSync} from 'node:fs'
import {TextDecoder} from 'node:util'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type CsvSettings, openCsv, recogniseCsv} from '../../src/formats/csv-form.ts'
import {readDate} from '../../src/formats/dates.ts'
import {columnUses, fieldColumns, phoneKind, rowReader} from '../../src/formats/mapped-row.ts'
import {callbackFields} from '../../src/formats/request-fields.ts'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(content: string | Uint8Array, said: CsvSettings = {}, size = 65_536) {
  const opened = await openCsv(inPieces(Buffer.from(content), size), said)
  const records: string[][] = []
  for await (const batch of opened.records) records.push(...batch)
  const {form} = opened
  const row = rowReader(form.columns.columns)
  const rows = records.slice(form.above + 1).map((record) => row(record)?.input)
  return {form, records, rows, isUnfinished: opened.isUnfinished()}
}

/** The characters that Windows-1252 has beyond Latin-1. */
const western = new Map(
  Array.from({length: 32}, (_, i) => [
    new TextDecoder('windows-1252').decode(Buffer.from([0x80 + i]), {stream: true}),
    0x80 + i,
  ]),
)

const encode = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8 with BOM': (text: string) => Buffer.from(`\ufeff${text}`),
  'windows-1252': (text: string) => Buffer.from([...text].map((each) => western.get(each) ?? each.charCodeAt(0))),
  'utf-16le': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
}

const sheets = new URL('../cases/sheets/', import.meta.url)

/** The call list that every file there holds, numbers as the program left them. */
const list = [
  ['Étienne', '2026-08-01'],
  ['Œuvré', '2026-12-24'],
  ['Doe', '2026-08-01'],
  ['Zoé', '2026-12-03'],
  ['Léa', '2026-12-03'],
]

test.each(readdirSync(sheets).filter((file) => file.endsWith('.csv')))(
  '%s is recognised and holds the five calls',
  async (file) => {
    const {form, rows} = await read(readFileSync(new URL(file, sheets)))
    const dates = file.includes('en-US') ? 'MM/DD/YYYY' : 'DD/MM/YYYY'
    expect(rows.map((row) => [row?.lastName, readDate(row?.dueDate ?? '', dates).day])).toEqual(list)
    expect(form).toMatchObject({
      delimiter: file.includes('as-shown') ? ';' : ',',
      encoding: file.includes('7.4-default') ? 'windows-1252' : 'utf-8',
      isApiOwn: false,
      columns: {problems: []},
    })
    if (file.includes('en-US')) {
      const refused = rows.map((row) => readDate(row?.dueDate ?? '', 'DD/MM/YYYY').refused)
      expect(refused).toContain('other-way-round')
    }
  },
)

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`

test('whatever the delimiter, the encoding and the line ends: the same records', async () => {
  const words = [
    'Étienne',
    'Œuvré',
    'CAFÉ »',
    'D’Artagnan',
    '5 €',
    'à',
    '«É»',
    'OÙ\u00a0?',
    'x;y',
    'a|b',
    'c,d',
    'e\tf',
    '"q"',
    'ASCII',
  ]
  const word = fc.array(fc.constantFrom(...words), {maxLength: 3}).map((all) => all.join(' '))
  const parts = fc.record({
    header: fc.constantFrom(
      ['Téléphone', 'Nom', 'Prénom', 'Remarque'],
      ['phoneNumber', 'lastName', 'firstName', 'description'],
      ['Business phone', 'Last name', 'First name', 'Notes'],
    ),
    people: fc.array(fc.tuple(word, word, word), {maxLength: 8}),
    delimiter: fc.constantFrom('|', ';', ',', '\t'),
    encoding: fc.constantFrom(...(Object.keys(encode) as (keyof typeof encode)[])),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    lastEnds: fc.boolean(),
    separatorLine: fc.boolean(),
    size: fc.integer({min: 3, max: 200}),
  })
  await fc.assert(
    fc.asyncProperty(parts, async ({header, people, delimiter, encoding, lineEnd, lastEnds, separatorLine, size}) => {
      const records = [header, ...people.map((person) => ['0230210092', ...person])]
      const lines = records.map((record) => record.map(quoted).join(delimiter))
      const text = (separatorLine ? `sep=${delimiter}${lineEnd}` : '') + lines.join(lineEnd) + (lastEnds ? lineEnd : '')
      const {form, records: found, isUnfinished} = await read(encode[encoding](text), {}, size)
      expect(found.slice(form.above)).toEqual(records)
      expect(form.delimiter).toBe(delimiter)
      expect(form.columns.problems).toEqual([])
      expect(form.columns.columns.map((column) => column.as)).toEqual(['field', 'field', 'field', 'field'])
      expect(isUnfinished).toBe(!lastEnds)
    }),
    {numRuns: 150},
  )
})

describe('the API’s own CSV', () => {
  test('is known by its names and its delimiter', async () => {
    for (const header of [callbackFields.join('|'), 'phoneNumber', 'error|phoneNumber', '"lastName"| phoneNumber ']) {
      expect((await read(`${header}\n`)).form).toMatchObject({isApiOwn: true, delimiter: '|'})
    }
    for (const header of [
      'phoneNumber;lastName',
      'Téléphone|Nom|Prénom',
      'sep=|\nphoneNumber',
      'phoneNumber|lastname',
      'phoneNumber\r',
    ]) {
      expect((await read(`${header}\n`.replace('\r\n', '\r'))).form.isApiOwn, header).toBe(false)
    }
    expect((await read(encode['utf-16le']('phoneNumber\n'))).form.isApiOwn).toBe(false)
    expect((await read(encode['windows-1252']('phoneNumber|lastName\n1|é\n'))).form.isApiOwn).toBe(false)
    expect((await read('phoneNumber|lastName\n1|é\n')).form).toMatchObject({isApiOwn: true, encoding: 'utf-8'})
  })

  test('is what a file is where guessing is off', async () => {
    expect((await read('Téléphone;Nom\n', {noGuess: true})).form).toMatchObject({
      delimiter: '|',
      header: ['Téléphone;Nom'],
    })
    expect((await read('sep=;\nphoneNumber\n', {noGuess: true})).form.header).toEqual(['sep=;'])
    await expect(read(encode['windows-1252']('phoneNumber\né\n'), {noGuess: true})).rejects.toThrow('not UTF-8')
    expect((await read('phoneNumber;lastName\n1;b\n', {noGuess: true, delimiter: ';'})).rows).toEqual([
      {phoneNumber: '1', lastName: 'b'},
    ])
  })
})

describe('the delimiter', () => {
  test.each([
    ['Tél;Nom, prénom;Société', ';'],
    [
      'Réf adhérent* (a.ref);Nom* (a.lastname);Prénom (a.firstname);StateId|StateCode (a.state_id);Tél pro. (a.phone)',
      ';',
    ],
    ['Nom\tPrénom\tTél;fax', '\t'],
    ['Téléphone;Notes (oui, non, peut-être, jamais)', ';'],
    ['"Nom,complet",Prénom,Tél', ','],
    ['Wer;Wann;Warum', ';'],
    ['phoneNumber', '|'],
  ])('of %j is %j', async (header, delimiter) => {
    expect((await read(`${header}\n`)).form.delimiter).toBe(delimiter)
  })

  test('is what was said, then what `sep=` says', async () => {
    expect((await read('sep=,\nTél,Nom\n')).form).toMatchObject({delimiter: ',', above: 1, header: ['Tél', 'Nom']})
    expect((await read('"SEP=;"\r\nTél;Nom\r\n')).form).toMatchObject({delimiter: ';', header: ['Tél', 'Nom']})
    expect((await read('sep=,\nTél,Nom;Prénom\n')).form.header).toEqual(['Tél', 'Nom;Prénom'])
    expect((await read('sep=#\nTél#Nom\n')).form).toMatchObject({delimiter: '#', header: ['Tél', 'Nom']})
    expect((await read('sep=,\nTél;Nom\n', {delimiter: ';'})).form).toMatchObject({
      delimiter: ';',
      header: ['Tél', 'Nom'],
    })
    expect((await read('phoneNumber#lastName\n1#b\n', {delimiter: '#'})).rows).toEqual([
      {phoneNumber: '1', lastName: 'b'},
    ])
  })
})

describe('rows', () => {
  test('with nothing in them are told apart, above the header too', async () => {
    const {form, rows} = await read(';;;\n\nTél;Nom;Prénom;\n1;a;b;\n;;;\n;;;;;;\n2;c;d\n3;e;f;;;\n')
    expect(form.above).toBe(2)
    expect(rows).toEqual([
      {phoneNumber: '1', lastName: 'a', firstName: 'b'},
      undefined,
      undefined,
      {phoneNumber: '2', lastName: 'c', firstName: 'd'},
      {phoneNumber: '3', lastName: 'e', firstName: 'f'},
    ])
  })

  test('tell of values without a column, and of columns that are missing', async () => {
    const {form, records} = await read('Tél;Nom;Prénom;\n1;a;b;x\n2;a;b;;y\n3;a\n4;a;b\n')
    const row = rowReader(form.columns.columns)
    expect(records.slice(1).map((record) => row(record))).toMatchObject([
      {strays: [4], isShort: false},
      {strays: [5], isShort: false},
      {strays: [], isShort: true},
      {strays: [], isShort: false},
    ])
  })

  test('of Google’s have each phone where its label says', async () => {
    const content = [
      'First Name,Last Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Phone 3 - Type,Phone 3 - Value',
      'Ann,A,Mobile,1,Work,2,,',
      'Bob,B,Home,1,Work,2,Work Fax,3',
      'Cid,C,Work Fax,1,,,,',
      'Dan,D,Home,1,* Mobile,2,Main,3',
      'Eve,E,Portable,1,Bureau,2,iPhone,3',
      'Fay,F,,1,Assistant,2,Pager,3',
    ].join('\n')
    const {form, records} = await read(content)
    const row = rowReader(form.columns.columns)
    expect(form.columns.problems).toEqual([])
    const phones = records.slice(1).map((record) => {
      const {input, leftOut} = row(record) ?? {}
      return [input?.phoneNumber, input?.mobilePhoneNumber, leftOut]
    })
    expect(phones).toEqual([
      ['2', '1', 0],
      ['2', '', 1],
      ['', '', 0],
      ['3', '2', 1],
      ['2', '1', 1],
      ['1', '', 0],
    ])
  })
})

test('a file with nothing in it is empty', async () => {
  for (const content of ['', '\n\n', '\ufeff', ';;;\n', 'sep=;\n']) {
    await expect(read(content), JSON.stringify(content)).rejects.toMatchObject({code: 'InvalidCsv'})
  }
})

describe('line ends', () => {
  test('are lone CRs only where the file has no LF', async () => {
    expect((await read('Tél;Remarque\r1;a\r2;b\r')).rows).toEqual([
      {phoneNumber: '1', description: 'a'},
      {phoneNumber: '2', description: 'b'},
    ])
    expect((await read('Tél;Remarque\n1;a\rb\n')).rows).toEqual([{phoneNumber: '1', description: 'a\rb'}])
  })

  test('that change far below refuse the file, with the line', async () => {
    const many = '1;a\r'.repeat(20_000)
    await expect(read(`Tél;Nom\r${many}2;b\n3;c\n`)).rejects.toMatchObject({line: 20_002})
  })
})

describe('the encoding', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
  const head = 'phoneNumber;lastName\n'

  test('is decided by the first sequence beyond ASCII, however late and wherever the file is cut', async () => {
    const late = '1;x\n'.repeat(17_000)
    for (const [name, encoded] of [
      ['utf-8', Buffer.from(`${head}${late}1;Zoé\n`)],
      ['windows-1252', bytes(head, late, '1;Zo', [0xe9], '\n')],
    ] as const) {
      const {form, records} = await read(encoded)
      expect(form.encoding).toBe(name)
      expect(records.at(-1)).toEqual(['1', 'Zoé'])
    }
    for (const text of ['Zoé', '€', 'é’😀']) {
      const whole = Buffer.from(`${head}${late}1;${text}\n`)
      for (let cut = 1; cut <= 12; cut++) {
        const {form, records} = await read(whole, {}, whole.length - cut)
        expect([form.encoding, records.at(-1)], `${text} cut at ${cut}`).toEqual(['utf-8', ['1', text]])
      }
    }
    for (let size = 1; size < 30; size++) {
      const {form, records} = await read(bytes(head, '1;D', [0x92], [0x8c], 'uvre ', [0x80], '\n'), {}, size)
      expect(records.at(-1), `size ${size}`).toEqual(['1', 'D’Œuvre €'])
      expect(form.encoding).toBe('windows-1252')
    }
  })

  test('that is contradicted refuses the file with its line, both ways round', async () => {
    const filler = '1;x\n'.repeat(17_000)
    for (const size of [1, 65_536]) {
      for (const lines of size === 1 ? [''] : ['', filler]) {
        const line = lines === '' ? 3 : 17_003
        await expect(read(bytes(head, '1;', [0xe9], '\n', lines, '1;Zoé\n'), {}, size)).rejects.toMatchObject({line})
        await expect(read(bytes(head, '1;é\n', lines, '1;Zo', [0xe9], '\n'), {}, size)).rejects.toMatchObject({line})
      }
    }
    await expect(read(bytes(head, '1;', [0xe9], '\n1;\u2019x\n'), {dates: 'DD/MM/YYYY'})).rejects.toMatchObject({
      line: 3,
    })
  })

  test('is settled by what was said', async () => {
    const mixed = bytes(head, '1;', [0xe9], '\n1;Zoé\n')
    expect((await read(mixed, {encoding: 'windows-1252'})).rows).toMatchObject([{lastName: 'é'}, {lastName: 'ZoÃ©'}])
  })

  test.each([
    ['ANDRÉ !', [0xc9, 0xa0]],
    ['CAFÉ»', [0xc9, 0xbb]],
    ['OÙ ?', [0xd9, 0xa0]],
    ['L’ÉTÉ…', [0xc9, 0x85]],
  ])('takes a capital and its mark for Windows-1252: %s', async (_, pair) => {
    const alone = await read(bytes(head, '1;A', pair, '\n'))
    expect(alone.form.encoding).toBe('windows-1252')
    const below = await read(bytes(head, '1;', [0xe9], '\n1;A', pair, '!\n'))
    expect(below.rows).toHaveLength(2)
  })

  test.each(['Ionuț', 'Đorđe', 'Łukasz', 'Məmmədov', 'Kɔfi', 'Иван', 'À bientôt', 'a\u00a0b', '€', '“x”', '😀'])(
    '%s is UTF-8',
    async (name) => {
      const {form, rows} = await read(`${head}1;${name}\n`)
      expect([form.encoding, rows[0]?.lastName]).toEqual(['utf-8', name])
    },
  )

  test('of UTF-16 without a BOM is named', async () => {
    await expect(read(Buffer.from(head, 'utf16le'))).rejects.toThrow('the file is UTF-16LE')
  })
})

test('a header in several lines and wider than a piece is found', async () => {
  const wide = `Tél;"${'N'.repeat(70_000)}\nom";Prénom\n1;a;b\n`
  expect((await read(wide)).form.header).toHaveLength(3)
  await expect(read(`"${'x'.repeat(2_000_000)}`)).rejects.toMatchObject({message: expect.stringContaining('1 MiB')})
})

test('a beginning that may go on is not judged yet', () => {
  const head = Buffer.from('Tél;Nom;Prénom\n')
  for (let length = 0; length < head.length - 1; length++) {
    expect(recogniseCsv(head.subarray(0, length), false, {}), `${length}`).toBeUndefined()
  }
  expect(recogniseCsv(head, true, {})).toMatchObject({header: ['Tél', 'Nom', 'Prénom'], encoding: 'utf-8'})
})

test('what is read from where can be shown, and compared with an earlier file', () => {
  const form = recogniseCsv(Buffer.from('error;Tél;Nom;Prénom;Email;Date;\n'), true, {})
  const columns = form?.columns.columns ?? []
  expect(columnUses(columns)).toEqual([
    {column: 1, name: 'error', use: 'ignored'},
    {column: 2, name: 'Tél', use: 'phoneNumber'},
    {column: 3, name: 'Nom', use: 'lastName'},
    {column: 4, name: 'Prénom', use: 'firstName'},
    {column: 5, name: 'Email', use: 'passed over'},
    {column: 6, name: 'Date', use: 'unclear'},
    {column: 7, name: '', use: 'passed over'},
  ])
  expect(fieldColumns(columns)).toEqual({phoneNumber: 'Tél', firstName: 'Prénom', lastName: 'Nom'})
})

test.each([
  ['Mobile', 'mobile'],
  ['* Mobile', 'mobile'],
  ['Work mobile', 'mobile'],
  ['Téléphone portable', 'mobile'],
  ['Home Fax', 'none'],
  ['Télécopie (bureau)', 'none'],
  ['Pager', 'none'],
  ['Bureau', {rank: 0}],
  ['', {rank: 1}],
  ['Chalet', {rank: 5}],
])('a phone labelled %j is %j', (label, kind) => {
  expect(phoneKind(label)).toEqual(kind)
})
