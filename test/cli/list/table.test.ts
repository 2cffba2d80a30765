import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {escapeControls, escapeLines} from '../../../src/cli/escapes.ts'
import {type Columns, renderCsv, renderTable} from '../../../src/cli/list/table.ts'

interface Person {
  name: string
  company: string
  description: string
}

const columns: Columns<Person> = {
  name: ({name}) => name,
  company: ({company}) => company,
  description: ({description}) => description,
}

const people: Person[] = [
  {name: 'Ménage', company: 'Société Générale', description: 'rappeler le client avant midi, il part en vacances'},
  {name: 'Me\u0301nage', company: '日本電信電話株式会社', description: 'wants 👩‍👩‍👧 tickets 🎫'},
  {name: '山田', company: 'x'.repeat(60), description: ''},
]

const linesOf = (text: string) => text.split('\n')
const terminal = (width: number) => ({decorated: true, width})

describe('a table on a terminal', () => {
  test.each([40, 80, 200])('fits %i columns', (width) => {
    const widths = linesOf(renderTable(people, columns, terminal(width))).map((line) => stringWidth(line))
    expect(Math.max(...widths)).toBeLessThanOrEqual(width)
  })

  test.each([46, 80, 200])('fits %i columns in a box whose lines are all as wide', (width) => {
    const widths = linesOf(renderTable(people, columns, terminal(width))).map((line) => stringWidth(line))
    expect(Math.max(...widths)).toBeLessThanOrEqual(width)
    expect(new Set(widths).size).toBe(1)
  })

  test.each([46, 80, 200])('loses nothing of its cells at %i columns', (width) => {
    const [, , ...body] = linesOf(renderTable(people, columns, terminal(width)))
    const bare = (text: string) => text.replace(/[\s│─┌┬┐├┼┤└┴┘]/g, '')
    const letters = (text: string) => [...bare(text)].sort().join('')
    const cells = people.map(({name, company, description}) => name + company + description)
    expect(letters(body.join(''))).toBe(letters(cells.join('')))
  })

  test('is no wider than it needs to be', () => {
    expect(renderTable([{a: 'x'}], {a: ({a}) => a}, terminal(200))).toBe('┌───┐\n│ a │\n├───┤\n│ x │\n└───┘')
  })

  test.each([20, 40, 60, 79, 80, 100])('breaks no uuid and no time at %i columns', (width) => {
    const uuid = '9d28d8fe-0548-4d45-aa08-9623ef69a04b'
    const rows = [{when: new Date(2026, 10, 28, 4, 5, 6), text: `see ${uuid}, at 14:30:00 ${'x'.repeat(50)}`, uuid}]
    const cells = {when: ({when}: (typeof rows)[0]) => when, text: ({text}: (typeof rows)[0]) => text}
    const table = renderTable(rows, {...cells, uuid: ({uuid}) => uuid}, terminal(width))
    expect(table.split(uuid)).toHaveLength(3)
    expect(table).toContain('2026-11-28 04:05:06')
    expect(table).toContain('14:30:00')
    if (width < 60) return
    expect(Math.max(...linesOf(table).map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
  })

  test('breaks between words, and inside a word that is too long', () => {
    const rows = [{text: 'one two three', long: 'abcdefghijklmnopq'}]
    const table = renderTable(rows, {text: ({text}) => text, long: ({long}) => long}, terminal(31))
    expect(linesOf(table).slice(3, -1)).toEqual(['│ one two      │ abcdefghijkl │', '│ three        │ mnopq        │'])
  })

  test('never splits what a person sees as one character', () => {
    const family = '👩‍👩‍👧'
    const table = renderTable([{text: `${family}e\u0301`.repeat(12)}], {text: ({text}) => text}, terminal(17))
    const body = linesOf(table).slice(3, -1).join('')
    expect(body.split(family)).toHaveLength(13)
    expect(body.match(/e\u0301/g)).toHaveLength(12)
  })

  test('shows each row as a block when there are too many columns for the width', () => {
    const names = Array.from({length: 14}, (_, i) => `column${i}`)
    const many: Columns<number> = Object.fromEntries(names.map((name) => [name, (row: number) => `${name} of ${row}`]))
    const table = renderTable([1, 2], many, terminal(40))
    expect(Math.max(...linesOf(table).map((line) => stringWidth(line)))).toBeLessThanOrEqual(40)
    expect(linesOf(table)[0]).toBe('column0   column0 of 1')
    expect(linesOf(table)).toHaveLength(14 + 1 + 14)
  })

  test('shows 20,000 rows within seconds, also when most cells need several lines', () => {
    const rows = Array.from({length: 20_000}, (_, i) => people[i % people.length] as Person)
    const started = performance.now()
    expect(linesOf(renderTable(rows, columns, terminal(80))).length).toBeGreaterThan(20_000)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('a table in a pipe', () => {
  test('is aligned without box drawing, at whatever width it needs, one line a row', () => {
    const lines = linesOf(renderTable(people, columns, {decorated: false}))
    expect(lines).toHaveLength(1 + people.length)
    expect(lines.join('')).not.toMatch(/[│─┌┐└┘]/)
    const starts = lines.map((line, i) => {
      const company = ['company', ...people.map((person) => person.company)][i] ?? ''
      return stringWidth(line.slice(0, line.indexOf(company)))
    })
    expect(new Set(starts).size).toBe(1)
  })

  test('is what a process without a terminal gets', () => {
    expect(renderTable([{a: 1}], {a: ({a}) => a})).toBe('a\n1')
  })
})

describe('control characters', () => {
  test.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['bell\u0007', 'bell\\u0007'],
    ['a\tb\r\nc', 'a\\tb\\r\\nc'],
    ['c1\u009b31m', 'c1\\u009b31m'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u2066isolate\u2069', '\\u2066isolate\\u2069'],
    ['\u061c\u200e\u200f', '\\u061c\\u200e\\u200f'],
    ['line\u2028paragraph\u2029', 'line\\u2028paragraph\\u2029'],
    ['accents é, 日本 and 👩‍👩‍👧 stay', 'accents é, 日本 and 👩‍👩‍👧 stay'],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeControls(text)).toBe(shown)
    for (const decorated of [true, false]) {
      expect(renderTable([{text}], {text: ({text}) => text}, {decorated})).toContain(shown)
    }
  })

  test('leave the lines of a longer message alone', () => {
    expect(escapeLines('one\ntwo\u0007')).toBe('one\ntwo\\u0007')
  })
})

describe('CSV', () => {
  const csv = (...values: (string | number | undefined)[]) =>
    renderCsv(
      values.map((value) => ({value})),
      {value: ({value}) => value},
    )

  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['5" tape', '"5"" tape"'],
    ['two\nlines', '"two\nlines"'],
    ['a\rb', '"a\rb"'],
    [' padded ', '" padded "'],
    ["l'an", "l'an"],
    ['\u001b[0m', '\u001b[0m'],
    [7, '7'],
    [undefined, ''],
  ])('writes %j as %j', (value, written) => {
    expect(csv(value)).toBe(`value\n${written}`)
  })

  test('has its heads even without rows', () => {
    expect(csv()).toBe('value')
  })
})

test('a moment is local in a table, and ISO 8601 in CSV', () => {
  const rows = [{when: new Date('2026-11-28T04:05:06.789Z')}]
  const columns: Columns<(typeof rows)[0]> = {when: ({when}) => when}
  const {TZ} = process.env
  try {
    process.env.TZ = 'Europe/Paris'
    expect(renderTable(rows, columns, {decorated: false})).toBe('when\n2026-11-28 05:05:06')
    expect(renderCsv(rows, columns)).toBe('when\n2026-11-28T04:05:06.789Z')
  } finally {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  }
})
