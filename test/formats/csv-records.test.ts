import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {csvRecords, findRecord, type MalformedCsv} from '../../src/formats/csv-records.ts'

type Outcome = {records: string[][]; error?: string; line?: number | undefined}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function read(content: string | Uint8Array, {delimiter = '|', size = 65_536} = {}): Promise<Outcome> {
  const records: string[][] = []
  try {
    for await (const batch of csvRecords(inPieces(Buffer.from(content), size), delimiter)) records.push(...batch)
    return {records}
  } catch (error) {
    const {message, line} = error as Error & {line?: number}
    return {records, error: message, line}
  }
}

const samples: Record<string, [content: string | Uint8Array, outcome: Outcome]> = {
  'LF, CRLF and a missing last line end': [
    'a|b\r\n1|2\n3|4',
    {
      records: [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    },
  ],
  'a BOM': ['\ufeffa|b\n', {records: [['a', 'b']]}],
  'a BOM before a quote': ['\ufeff"a"|b\n', {records: [['a', 'b']]}],
  'a BOM alone': ['\ufeff', {records: []}],
  nothing: ['', {records: []}],
  'a lone CR inside a field': ['a\rb|c\n', {records: [['a\rb', 'c']]}],
  'blanks around fields': ['  a \t|\u00a0b c\u00a0\n', {records: [['a', 'b c']]}],
  'blanks around and inside quotes': [' "  a " \t| "b" \r\n', {records: [['  a ', 'b']]}],
  'quotes inside quotes, with delimiters': ['"a ""b"" | c"|""""\n', {records: [['a "b" | c', '"']]}],
  'quotes and apostrophes elsewhere': [`O'Neill|5" nail|a "b" c"\n`, {records: [["O'Neill", '5" nail', 'a "b" c"']]}],
  'empty fields, quoted or not': ['|""||\n', {records: [['', '', '', '']]}],
  'line ends inside quotes': [
    '"a\nb\r\nc\rd"|e\nf|g\n',
    {
      records: [
        ['a\nb\r\nc\rd', 'e'],
        ['f', 'g'],
      ],
    },
  ],
  'blank lines': ['a\n\n  \t\n\r\nb\n\n', {records: [['a'], [''], [''], [''], ['b'], ['']]}],
  'characters of two, three and four bytes': [
    'é|€|😀\n"Œ"|ｶ|𝒳\n',
    {
      records: [
        ['é', '€', '😀'],
        ['Œ', 'ｶ', '𝒳'],
      ],
    },
  ],
  'a quote at the end of the file': ['a|"b"', {records: [['a', 'b']]}],
  'a quote that is never closed': [
    'a|b\n1|"2\n3|4\n',
    {records: [['a', 'b']], error: 'opens a quote that is never closed', line: undefined},
  ],
  'text after a closing quote': [
    'a|b\n1|2\n"x"y|3\n4|5\n',
    {
      records: [
        ['a', 'b'],
        ['1', '2'],
      ],
      error: 'has text after a closing quote',
      line: undefined,
    },
  ],
  'text after a closing quote and a blank': [
    'a\n"x" y\nz\n',
    {records: [['a']], error: 'has text after a closing quote', line: undefined},
  ],
  'Latin-1': [
    Buffer.from('a|b\n1|2\n3|caf\xe9\n5|6\n', 'latin1'),
    {
      records: [
        ['a', 'b'],
        ['1', '2'],
      ],
      error: 'holds bytes that are not UTF-8',
      line: 3,
    },
  ],
  'Latin-1 in a quoted field of several lines': [
    Buffer.from('a|b\n"1\n2\ncaf\xe9"|3\n', 'latin1'),
    {records: [['a', 'b']], error: 'holds bytes that are not UTF-8', line: 4},
  ],
  'UTF-16': [Buffer.from('\ufeffa|b\n', 'utf16le'), {records: [], error: 'holds bytes that are not UTF-8', line: 1}],
  'a file cut inside a character': [
    Buffer.from('a\n1\n2€').subarray(0, -1),
    {records: [['a'], ['1']], error: 'holds bytes that are not UTF-8', line: 3},
  ],
  'an encoded half of a surrogate pair': [
    Buffer.from([0x61, 0x0a, 0xed, 0xa0, 0x80, 0x0a]),
    {records: [['a']], error: 'holds bytes that are not UTF-8', line: 2},
  ],
}

describe('the records of a CSV with', () => {
  test.each(Object.entries(samples))(
    '%s are the same whatever the size of the pieces',
    async (_, [content, outcome]) => {
      const {length} = Buffer.from(content)
      for (let size = 1; size <= length + 1; size++)
        expect(await read(content, {size}), `size ${size}`).toEqual(outcome)
    },
  )

  test.each([';', ',', '\t', '€', '😀'])('the delimiter %j', async (delimiter) => {
    const content = ['a', '"b"', ' c ', ''].join(delimiter)
    for (let size = 1; size < 12; size++) {
      expect(await read(content, {delimiter, size})).toEqual({records: [['a', 'b', 'c', '']]})
    }
  })

  test('a line of more than 1 MiB end there, with what came before', async () => {
    const tooLong = {error: 'is over 1 MiB long: is a closing quote missing?'}
    const field = 'x'.repeat(1_100_000)
    expect(await read(`a|b\n1|2\n${field}|3\n4|5\n`)).toMatchObject({
      records: [
        ['a', 'b'],
        ['1', '2'],
      ],
      ...tooLong,
    })
    const rest = '1|2\n'.repeat(400_000)
    expect(await read(`a|b\n1|"2\n${rest}`)).toMatchObject({records: [['a', 'b']], ...tooLong})
  })

  test('a line without end never fill the memory', async () => {
    let asked = 0
    async function* endless() {
      for (; asked < 60; asked++) yield Buffer.alloc(65_536, 'x')
    }
    const reading = (async () => {
      for await (const _ of csvRecords(endless(), '|'));
    })()
    await expect(reading).rejects.toThrow('is over 1 MiB long')
    expect(asked).toBeLessThan(40)
  })
})

test('the error of bytes in another encoding tells which encoding to give, other errors tell none', async () => {
  const hintsOf = async (content: Uint8Array) => {
    try {
      for await (const _ of csvRecords(inPieces(content, 3), '|'));
      return undefined
    } catch (error) {
      return (error as MalformedCsv).hints
    }
  }
  const hint = {give: 'encoding', value: 'windows-1252', when: 'if the file is in Windows-1252'}
  expect(await hintsOf(Buffer.from('caf\xe9', 'latin1'))).toEqual([hint])
  expect(await hintsOf(Buffer.from('caf\xe9\n', 'latin1'))).toEqual([hint])
  expect(await hintsOf(Buffer.from('"a"b\n'))).toEqual([])
})

test('a record of exactly 1 MiB is read, with and without its line end', async () => {
  const field = 'x'.repeat(1024 * 1024)
  for (const end of ['', '\n'])
    expect(await read(`a\n${field}${end}`, {size: 300_000})).toEqual({records: [['a'], [field]]})
})

test('a longer one is refused, also where its line end arrives with it', async () => {
  const content = `a\n${'x'.repeat(1024 * 1024 + 100)}\nb\n`
  expect(await read(content, {size: 2_000_000})).toMatchObject({
    records: [['a']],
    error: 'is over 1 MiB long: is a closing quote missing?',
  })
})

test('a line without end is refused at its own line', async () => {
  const outcome = await read(`a\nb\n${'x'.repeat(1_200_000)}`, {size: 100_000})
  expect(outcome).toEqual({
    records: [['a'], ['b']],
    error: 'is over 1 MiB long: is a closing quote missing?',
    line: 3,
  })
})

describe('the first wanted record of a text', () => {
  const wanted = (text: string, first: string, isWhole = true) =>
    findRecord(text, '|', isWhole, ([field]) => field === first)

  test('is found with the number of records before it', () => {
    expect(wanted('a|1\nb|2\nc|3\n', 'a')).toEqual({record: ['a', '1'], before: 0})
    expect(wanted('a|1\r\nb|2\r\nc|3\r\n', 'b')).toEqual({record: ['b', '2'], before: 1})
    expect(wanted('"a\nb"|1\nc|2', 'c')).toEqual({record: ['c', '2'], before: 1})
    expect(wanted('a\n😀|é\n', '😀')).toEqual({record: ['😀', 'é'], before: 1})
    expect(findRecord('a\na\n', '|', true, (_, index) => index === 1)).toEqual({record: ['a'], before: 1})
  })

  test('is none where no record is wanted', () => {
    expect(wanted('a\nb\n', 'c')).toBeUndefined()
    expect(wanted('', '')).toBeUndefined()
  })

  test('is no part of a record that continues beyond the text', () => {
    expect(wanted('a\nb', 'b')).toMatchObject({before: 1})
    expect(wanted('a\nb', 'b', false)).toBeUndefined()
    expect(wanted('a\nb\nc', 'a', false)).toMatchObject({before: 0})
    expect(wanted('a\n"b\nc', 'b', false)).toBeUndefined()
  })

  test('is not looked for behind a line that is not CSV', () => {
    expect(() => wanted('a\n"b"c\nd\n', 'd')).toThrow('has text after a closing quote')
    expect(() => wanted('a\n"b\nc', 'c')).toThrow('opens a quote that is never closed')
    expect(wanted('a\n"b"c\nd\n', 'a')).toEqual({record: ['a'], before: 0})
  })
})

/** What a careful spreadsheet would write: quotes where they are needed, and sometimes where not. */
function write(rows: {field: string; quoted: boolean}[][], delimiter: string, lineEnd: string): string {
  const needsQuotes = (field: string) =>
    field.trim() !== field || field.startsWith('"') || /[\r\n]/.test(field) || field.includes(delimiter)
  const cell = ({field, quoted}: {field: string; quoted: boolean}) =>
    quoted || needsQuotes(field) ? `"${field.replaceAll('"', '""')}"` : field
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join('')
}

test('whatever a writer quotes comes back as it was', async () => {
  const nasty = fc.constantFrom(
    '"',
    '""',
    '|',
    ';',
    '\t',
    ' ',
    '\u00a0',
    '\r',
    '\n',
    '\r\n',
    "'",
    '\\',
    '\\.',
    'é',
    '€',
    '😀',
  )
  const field = fc.oneof(
    fc.string({unit: 'binary', maxLength: 8}).map((text) => text.replaceAll('\ufeff', '')),
    fc.array(fc.oneof(nasty, fc.string({maxLength: 3})), {maxLength: 6}).map((parts) => parts.join('')),
  )
  const row = fc.array(fc.record({field, quoted: fc.boolean()}), {minLength: 2, maxLength: 5})
  const table = fc.array(row, {maxLength: 6})
  const parts = fc.record({
    table,
    delimiter: fc.constantFrom('|', ';', ',', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    size: fc.integer({min: 1, max: 40}),
    bom: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(parts, async ({table, delimiter, lineEnd, size, bom}) => {
      const content = (bom ? '\ufeff' : '') + write(table, delimiter, lineEnd)
      expect(await read(content, {delimiter, size})).toEqual({records: table.map((row) => row.map(({field}) => field))})
    }),
    {numRuns: 400},
  )
})

test('any text has the records that csv-parse finds by itself', async () => {
  const part = fc.constantFrom('"', '|', '€', ' ', '\t', '\u00a0', '\ufeff', '\r', '\n', '\r\n', 'a', 'é', '😀', '\0')
  const content = fc.array(part, {maxLength: 14}).map((parts) => parts.join(''))
  const parts = fc.record({content, delimiter: fc.constantFrom('|', '\t', '€'), size: fc.integer({min: 1, max: 20})})
  await fc.assert(
    fc.asyncProperty(parts, async ({content, delimiter, size}) => {
      const {records, error} = await read(content, {delimiter, size})
      expect(error === undefined ? records : 'a fault').toEqual(parsed(content, delimiter) ?? 'a fault')
    }),
    {numRuns: 2000},
  )
})

function parsed(content: string, delimiter: string): string[][] | undefined {
  const lineEnds = ['\n', '\r\n']
  try {
    return parse(content, {
      delimiter,
      record_delimiter: lineEnds,
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
    })
  } catch {
    return undefined
  }
}
