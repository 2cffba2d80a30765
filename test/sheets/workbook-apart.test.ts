import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {SheetRow} from '../../src/sheets/sheet-row.ts'
import {openWorkbook, type Workbook} from '../../src/sheets/workbook.ts'
import {build} from '../support/binary.ts'
import {odsOf, xlsxOf} from '../support/workbooks.ts'

/** Of the build: a thread loads a file of the build, and no TypeScript. */
let openApart: (bytes: Uint8Array) => Promise<Workbook>

beforeAll(async () => {
  const {openWorkbookApart} = await import(join(await build(), 'dist/src/sheets/workbook-apart.js'))
  openApart = openWorkbookApart
})

/** More rows than the thread may be ahead. */
const ROWS = 5000

const table = (name: string, rows: string) => `<table:table table:name="${name}">${rows}</table:table>`
const row = (text: string) =>
  `<table:table-row><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row>`
const many = (word: string) => Array.from({length: ROWS}, (_, i) => row(`${word} ${i}`)).join('')

async function rowsOf(workbook: Workbook, index: number): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const batch of workbook.rows(workbook.sheets[index] as Workbook['sheets'][number])) rows.push(...batch)
  return rows
}

async function withBoth<Result>(
  bytes: Buffer,
  use: (apart: Workbook, here: Workbook) => Promise<Result>,
): Promise<Result> {
  const here = await openWorkbook(bytes)
  const apart = await openApart(new Uint8Array(bytes))
  try {
    return await use(apart, here)
  } finally {
    await apart.close()
  }
}

describe('a workbook that is read in a thread of its own', () => {
  test('has the same sheets and rows, in the same order, as often as they are read', async () => {
    const bytes = await odsOf(table('A', many('é')) + table('B', row('1') + many('b')))
    await withBoth(bytes, async (apart, here) => {
      expect(apart).toMatchObject({kind: 'ods', sheets: here.sheets})
      for (const index of [1, 0, 1]) expect(await rowsOf(apart, index)).toEqual(await rowsOf(here, index))
    })
  })

  test('has hidden rows, errors, and every character', async () => {
    const error =
      '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    const odd = `<table:table-row table:visibility="filter"><table:table-cell/>${error}</table:table-row>`
    const ods = await odsOf(table('A', `${row('a')}${odd}<table:table-row/>${many('é')}${row('😀')}`))
    const xlsx = await xlsxOf({
      rows: '<row r="2"><c t="inlineStr"><is><t>_xD83D_</t></is></c><c t="inlineStr"><is><t>_xDE00_&#x1F600;_x0000_</t></is></c></row>',
    })
    for (const bytes of [ods, xlsx])
      await withBoth(bytes, async (apart, here) => expect(await rowsOf(apart, 0)).toEqual(await rowsOf(here, 0)))
  })

  test('comes a row at a time when the texts are long', async () => {
    const cells = `<row>${'<c t="s"><v>0</v></c>'.repeat(4)}</row>`
    const bytes = await xlsxOf({rows: cells.repeat(3), strings: `<si><t>${'a'.repeat(2 ** 19)}</t></si>`})
    const apart = await openApart(new Uint8Array(bytes))
    const batches: number[] = []
    for await (const rows of apart.rows(apart.sheets[0] as Workbook['sheets'][number])) batches.push(rows.length)
    await apart.close()
    expect(batches).toEqual([1, 1, 1])
  })

  test('may be left at any row', async () => {
    const bytes = await odsOf(table('A', many('a')))
    await withBoth(bytes, async (apart) => {
      for await (const [first] of apart.rows(apart.sheets[0] as Workbook['sheets'][number])) {
        expect(first?.cells).toEqual(['a 0'])
        break
      }
      expect(await rowsOf(apart, 0)).toHaveLength(ROWS)
    })
  })

  test('is refused for the same reasons, with the same hints', async () => {
    const bytes = await odsOf(table('A', many('a')))
    const damaged = Buffer.from(bytes).fill(0, 1000, 1100)
    const files = [Buffer.from('a text'), await xlsxOf({workbook: '<!DOCTYPE a><a/>'}), damaged]
    const refusal = async (open: (bytes: Uint8Array) => Promise<Workbook>, file: Buffer) => {
      try {
        const workbook = await open(new Uint8Array(file))
        await rowsOf(workbook, 0).finally(workbook.close)
        return undefined
      } catch (error) {
        const {name, message, fault, row, hints} = error as Record<string, unknown>
        return {name, message, fault, row, hints}
      }
    }
    for (const file of files) {
      const here = await refusal(openWorkbook, file)
      expect(here).toMatchObject({name: 'WorkbookError'})
      expect(await refusal(openApart, file)).toEqual(here)
    }
  })
})
