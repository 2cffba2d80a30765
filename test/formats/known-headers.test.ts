import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readHeader} from '../../src/formats/headers.ts'
import {programOf} from '../../src/formats/known-programs.ts'
import {callbackFields} from '../../src/formats/request-fields.ts'
import {becomes, cases, expected, mapping, summary} from './header-cases.ts'

describe.each(cases)('a header of $program ($language)', (row) => {
  const reading = readHeader(row.header)

  test('has each of its columns known for what it is', () => {
    const wanted = reading.columns.map((column, i) => `${column.name}: ${expected(row, column, i)}`)
    expect(summary(reading)).toEqual(wanted)
  })

  test('is refused for its ambiguous columns alone, and read once they are ignored', () => {
    for (const {name} of reading.problems) expect(Object.keys(row.ambiguous)).toContain(name)
    const said = readHeader(row.header, {ignore: Object.keys(row.ambiguous)})
    expect(said.problems).toEqual([])
    for (const [name, field] of Object.entries(row.fields)) {
      const found = said.columns.find((column) => column.name === name)
      expect(found && becomes(found), name).toBe(field)
    }
    for (const [position, field] of Object.entries(row.positions ?? {})) {
      expect(said.columns[Number(position) - 1]).toMatchObject({field})
    }
  })

  test('is read the same behind the column of a rejects file, and by the same flags', () => {
    const mended = ['error', ...row.header]
    expect(summary(readHeader(mended))).toEqual(['error: ignored', ...summary(reading)])
    expect(readHeader(mended).remedy).toEqual(reading.remedy)
    const third = {ignore: ['#3']}
    expect(summary(readHeader(mended, third)).slice(1)).toEqual(summary(readHeader(row.header, third)))
  })

  test('is read once its remedy is said', () => {
    const said = readHeader(row.header, reading.remedy)
    expect(said.problems).toEqual([])
    for (const [i, column] of reading.columns.entries()) {
      if (column.as === 'field') expect(said.columns[i]).toEqual(column)
    }
  })
})

/** Two columns of one name cannot be told apart once they are moved. */
const unique = cases.filter(({header}) => new Set(header).size === header.length)

test('the order of the columns changes nothing', () => {
  const shuffled = fc
    .constantFrom(...unique)
    .chain((row) => fc.tuple(fc.constant(row), fc.shuffledSubarray(row.header, {minLength: row.header.length})))
  fc.assert(
    fc.property(shuffled, ([row, header]) => {
      const before = readHeader(row.header)
      const after = readHeader(header)
      expect(after.program).toBe(before.program)
      expect(summary(after).sort()).toEqual(summary(before).sort())
    }),
    {numRuns: 100},
  )
})

test('neither do case, accents, blanks, `_` and `-`', () => {
  const change = fc.constantFrom<(name: string) => string>(
    (name) => name.toUpperCase(),
    (name) => name.toLowerCase(),
    (name) => name.normalize('NFD'),
    (name) => name.normalize('NFD').replace(/\p{M}/gu, ''),
    (name) => name.replaceAll(' ', '_'),
    (name) => name.replaceAll(' ', '-'),
    (name) => name.replaceAll(' ', '\u00a0'),
    (name) => ` ${name} `,
  )
  fc.assert(
    fc.property(fc.constantFrom(...cases), change, ({header}, changed) => {
      expect(readHeader(header.map(changed)).columns.map(becomes)).toEqual(readHeader(header).columns.map(becomes))
    }),
    {numRuns: 100},
  )
})

test('empty columns anywhere are passed over', () => {
  const wider = fc.tuple(fc.constantFrom(...cases), fc.nat(100), fc.constantFrom('', ' ', '\u00a0'))
  fc.assert(
    fc.property(wider, ([{header}, at, blank]) => {
      const index = at % (header.length + 1)
      const read = readHeader(header.toSpliced(index, 0, blank))
      expect(read.columns[index]).toEqual({name: blank, as: 'passed-over', unnamed: true})
      expect(mapping(read)).toEqual(mapping(readHeader(header)))
    }),
  )
})

test('most columns of a program are still the program', () => {
  const part = fc
    .constantFrom(...unique.filter(({header}) => header.length > 12))
    .chain((row) =>
      fc.tuple(fc.constant(row), fc.subarray(row.header, {minLength: Math.ceil(row.header.length * 0.8)})),
    )
  fc.assert(
    fc.property(part, ([row, header]) => {
      const read = readHeader(header)
      expect(read.program).toBe(readHeader(row.header).program)
      // Without the names of a person what else names them may be needed.
      const unknown = read.problems.filter(
        ({name, why}) => row.ignore.includes(name) && why !== 'name' && why !== 'company',
      )
      expect(unknown).toEqual([])
    }),
    {numRuns: 100},
  )
})

test('no program exports just our own names, which are not looked up', () => {
  for (let choice = 0; choice < 2 ** callbackFields.length; choice++) {
    const names = callbackFields.filter((_, i) => (choice >> i) & 1)
    // Only names that are spelt as ours are not looked up.
    expect(programOf(names.map((name) => name.toUpperCase()))).toBeUndefined()
  }
})
