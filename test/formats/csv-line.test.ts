import fc from 'fast-check'
import {expect, test} from 'vitest'
import {csvLine} from '../../src/formats/csv-line.ts'
import {csvRecords} from '../../src/formats/csv-records.ts'

async function read(text: string, delimiter: string): Promise<string[][]> {
  const records: string[][] = []
  async function* source() {
    yield Buffer.from(text)
  }
  for await (const batch of csvRecords(source(), delimiter)) records.push(...batch)
  return records
}

test.each([
  [['', '1000', 'Doe'], '|', '|1000|Doe\n'],
  [['a|b', 'a;b'], '|', '"a|b"|a;b\n'],
  [['a|b', 'a;b'], ';', 'a|b;"a;b"\n'],
  [[' Doe', 'Doe ', '\u00a0x'], '|', '" Doe"|"Doe "|"\u00a0x"\n'],
  [['"x', 'a "b" c', '"'], '|', '"""x"|a "b" c|""""\n'],
  [['a\nb', 'a\r\nb', 'a\rb'], '|', '"a\nb"|"a\r\nb"|"a\rb"\n'],
])('the fields %j with %s between them are the line %j', (record, delimiter, line) => {
  expect(csvLine(record, delimiter)).toBe(line)
})

test('whatever was read reads back the same from the line that is made of it', async () => {
  const nasty = fc.constantFrom(
    '"',
    '|',
    ';',
    ',',
    '\t',
    ' ',
    '\u00a0',
    '\u2028',
    '\u0085',
    '\r',
    '\n',
    "'",
    '\\',
    '\ufeff',
  )
  const field = fc.oneof(
    fc.string({unit: 'binary', maxLength: 8}),
    fc.array(fc.oneof(nasty, fc.string({maxLength: 3})), {maxLength: 6}).map((parts) => parts.join('')),
  )
  const records = fc.array(fc.array(field, {minLength: 2, maxLength: 5}), {minLength: 1, maxLength: 4})
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom('|', ';', ',', '\t', '€'), async (records, delimiter) => {
      const text = `\ufeff${records.map((record) => csvLine(record, delimiter)).join('')}`
      expect(await read(text, delimiter)).toEqual(records)
    }),
    {numRuns: 200},
  )
})

test('every character keeps its place at the edge of a field', {timeout: 60_000}, async () => {
  for (let code = 0; code < 0x3100; code++) {
    const edge = String.fromCharCode(code)
    const record = ['', `${edge}a`, `a${edge}`, edge]
    expect(await read(csvLine(record, '|'), '|'), `U+${code.toString(16)}`).toEqual([record])
  }
})
