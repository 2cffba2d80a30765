import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {
  type ListFlags,
  type Listing,
  type Located,
  layOut,
  renderList,
  renderListInPieces,
} from '../../../src/cli/list/listing.ts'
import {renderTable} from '../../../src/cli/list/table.ts'
import {AppError} from '../../../src/errors.ts'

interface Row {
  name: string
  size?: number
  due?: string
}

const listing: Listing<Row> = {
  columns: {name: ({name}) => name, size: ({size}) => size, due: ({due}) => due},
  id: ({name}) => name,
}
const rows: Row[] = [
  {name: 'b10', size: 9, due: '2026-10-01'},
  {name: 'Éa', due: '2026-02-01'},
  {name: 'b9', size: 10},
  {name: 'a', size: -1, due: '2025-12-31'},
]
const show = (flags: ListFlags, of = rows) => {
  const layout = layOut(listing, flags, false)
  return renderList(layout.arrange(of.map((row) => ({row}))), layout)
}
const names = (...sort: string[]) => show({sort, ids: true})?.split('\n')

function refusal(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('rows are sorted', () => {
  test('by the size of numbers, with what has none last, either way', () => {
    expect(names('size')).toEqual(['a', 'b10', 'b9', 'Éa'])
    expect(names('size:desc')).toEqual(['b9', 'b10', 'a', 'Éa'])
  })

  test('by day', () => {
    expect(names('due')).toEqual(['a', 'Éa', 'b10', 'b9'])
    expect(names('due:DESC')).toEqual(['b10', 'Éa', 'a', 'b9'])
  })

  test('by text as people do, with the numbers in it as numbers', () => {
    expect(names('name')).toEqual(['a', 'b9', 'b10', 'Éa'])
  })

  test('by one column and then by another', () => {
    const same = [
      {name: 'x', size: 1},
      {name: 'y', size: 2},
      {name: 'w', size: 1},
    ]
    const sorted = show({sort: ['size:desc', 'name'], ids: true}, same)
    expect(sorted).toBe('y\nw\nx')
  })

  test('not by default', () => {
    expect(names()).toEqual(rows.map(({name}) => name))
  })
})

describe('columns', () => {
  test('are those that were asked for, in that order', () => {
    expect(show({columns: 'due, name', csv: true}, rows.slice(0, 1))).toBe('due,name\n2026-10-01,b10')
  })

  test.each([
    [{columns: 'name,siz'}, 'siz'],
    [{sort: ['siz:desc']}, 'siz'],
    [{columns: ''}, ''],
    [{columns: 'constructor'}, 'constructor'],
  ])('that are none are refused, with the right ones: %j', (flags, wrong) => {
    const {kind, message, hints} = refusal(() => layOut(listing, flags, false))
    expect({kind, message}).toEqual({kind: 'usage', message: `no column '${wrong}'`})
    expect(hints).toContain('columns: name, size, due')
  })

  test('answer to their other names, whatever the capitals, blanks and hyphens', () => {
    const other: Listing<Row> = {...listing, more: {'full name': ({name}) => `${name}!`}, names: {dueDate: 'due'}}
    const shown = (flags: ListFlags) => renderList([{row: rows[0] as Row}], layOut(other, {...flags, csv: true}, false))
    expect(shown({})).toBe('name,size,due\nb10,9,2026-10-01')
    expect(shown({columns: 'Full-Name,dueDate,due-date'})).toBe(
      'Full-Name,dueDate,due-date\nb10!,2026-10-01,2026-10-01',
    )
    expect(layOut(other, {sort: ['dueDate:desc']}, false).arrange(rows.map((row) => ({row})))[0]?.row.name).toBe('b10')
  })

  test('lose their names with --no-headers, in a table and in CSV', () => {
    expect(show({'no-headers': true, columns: 'name,size'}, rows.slice(0, 1))).toBe('b10  9')
    expect(show({'no-headers': true, csv: true}, rows.slice(0, 1))).toBe('b10,9,2026-10-01')
    expect(show({'no-headers': true, csv: true}, [])).toBeUndefined()
    const {columns} = listing
    const boxed = renderTable(rows.slice(0, 2), columns, {decorated: true, width: 80}, {headers: false})
    expect(boxed.split('\n').map((line) => line[0])).toEqual(['┌', '│', '│', '└'])
  })
})

describe('a list in other shapes', () => {
  test('is ids, each once, with what would steer the terminal shown', () => {
    expect(show({ids: true}, [{name: 'x'}, {name: 'y\u001b[2J'}, {name: 'x'}])).toBe('x\ny\\u001b[2J')
    expect(show({ids: true}, [])).toBeUndefined()
  })

  test('is a JSON object a line', () => {
    expect(show({ndjson: true}, rows.slice(1, 3))).toBe('{"name":"Éa","due":"2026-02-01"}\n{"name":"b9","size":10}')
  })
})

describe('rows of several contexts', () => {
  const both: Located<Row>[] = [
    {context: 'paris', row: {name: 'x', size: 2}},
    {context: 'lyon', row: {name: 'y', size: 1}},
  ]
  const layout = (flags: ListFlags) => layOut(listing, flags, true)

  test('say first which it is, asked or not, and where it was asked', () => {
    expect(renderList(both, layout({csv: true}))).toMatch(/^context,name,size,due\nparis,x,2,\n/)
    expect(renderList(both, layout({csv: true, columns: 'size'}))).toBe('context,size\nparis,2\nlyon,1')
    expect(renderList(both, layout({csv: true, columns: 'size,context'}))).toBe('size,context\n2,paris\n1,lyon')
    expect(renderList(both, layout({ndjson: true}))).toBe(
      '{"context":"paris","name":"x","size":2}\n{"context":"lyon","name":"y","size":1}',
    )
    expect(renderList(both, layout({ids: true}))).toBe('paris\tx\nlyon\ty')
  })

  test('are sorted together, by context too', () => {
    const order = (sort: string) => layout({sort: [sort]}).arrange(both)
    expect(order('size').map(({row}) => row.name)).toEqual(['y', 'x'])
    expect(order('context').map(({context}) => context)).toEqual(['lyon', 'paris'])
  })

  test('keep what they call context themselves under another name', () => {
    const own = layOut({columns: {context: (_: {context: string}) => 'default'}, id: () => 1}, {ndjson: true}, true)
    const row = [{context: 'paris', row: {context: 'default'}}]
    expect(renderList(row, own)).toBe('{"context":"paris","ownContext":"default"}')
    expect(renderTable(row, own.shown)).toBe('context  own context\nparis    default')
  })

  test.each([40, 80, 200])('fit a terminal of %i columns', (width) => {
    const long = both.map(({context, row}) => ({context, row: {...row, name: 'des clients à rappeler '.repeat(9)}}))
    for (const flags of [{}, {columns: 'name'}, {columns: 'size,name', 'no-headers': true}]) {
      const {shown, headers} = layout(flags)
      const table = renderTable(long, shown, {decorated: true, width}, {headers})
      expect(Math.max(...table.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
      expect(table).toContain('paris')
    }
  })
})

describe('a list that is shown in pieces', () => {
  async function* pieces(...sizes: number[]) {
    let number = 0
    for (const size of sizes) {
      yield Array.from({length: size}, () => ({row: {name: `n${++number}`, size: number, due: '2026-01-01'}}))
    }
  }
  const inPieces = async (flags: ListFlags, ...sizes: number[]) => {
    const shown: string[] = []
    for await (const piece of renderListInPieces(pieces(...sizes), layOut(listing, flags, false))) shown.push(piece)
    return shown
  }

  test.each([{}, {csv: true}, {ndjson: true}, {ids: true}, {'no-headers': true}, {csv: true, 'no-headers': true}])(
    'is the same as at once: %j',
    async (flags) => {
      const all: Row[] = []
      for await (const some of pieces(30, 50)) all.push(...some.map(({row}) => row))
      expect((await inPieces(flags, 30, 50)).join('')).toBe(`${show(flags, all)}\n`)
    },
  )

  test('holds no more of a table than its first rows', async () => {
    const shown = await inPieces({}, 400, 400, 400, 9000)
    expect(shown.map((piece) => piece.split('\n').length - 1)).toEqual([801, 400, 9000])
    expect(shown.join('').split('\n')).toHaveLength(10_202)
    expect(shown[0]).toMatch(/^name {2}size {2}due\nn1 {4}1 {5}2026-01-01\n/)
    expect(shown[2]).toMatch(/^n1201 {3}1201 {3}2026-01-01\n/)
  })

  test('is empty, but for the names of CSV, when there are no rows', async () => {
    expect(await inPieces({})).toEqual([])
    expect(await inPieces({ndjson: true}, 0)).toEqual([])
    expect(await inPieces({csv: true})).toEqual(['name,size,due\n'])
  })
})
