import type {Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {ownWriter} from '../../formats/call-list-form.ts'
import {
  type WrittenCell,
  type WrittenColumn,
  type WrittenRow,
  type WrittenSheet,
  writeXlsx,
} from '../../sheets/write-xlsx.ts'
import {settleUnwritten} from '../../unwritten.ts'
import type {Layout, Located} from './listing.ts'
import {type Cell, type Columns, Day} from './table.ts'
import {widthOf} from './wrap.ts'

const NARROWEST = 8
const WIDEST = 60
/** The number of first rows that determine the widths of the columns. */
const MEASURED_ROWS = 1000

/** A table that is a sheet of its own. */
export interface SheetTable {
  name: string
  heads: string[]
  cells: Cell[][]
}

export const sheetTable = <T>(name: string, rows: readonly T[], columns: Columns<T>): SheetTable => ({
  name,
  heads: Object.keys(columns),
  cells: rows.map((row) => Object.values(columns).map((cell) => cell(row))),
})

/** Any number of rows as a workbook, with the columns of the list, and more tables as sheets behind. */
export async function writeWorkbookList<T, J>(
  name: string,
  pieces: AsyncIterable<readonly Located<T>[]> | Iterable<readonly Located<T>[]>,
  {shown, headers}: Layout<T, J>,
  sink: Writable,
  more: readonly SheetTable[] = [],
): Promise<void> {
  const sheets = [
    await sheetOf(name, Object.keys(shown), cellsOf(pieces, shown), headers),
    ...(await Promise.all(more.map(({name, heads, cells}) => sheetOf(name, heads, inOnePiece(cells), headers)))),
  ]
  try {
    await pipeline(writeXlsx({sheets, writer: ownWriter}), sink, {end: false})
  } catch (error) {
    settleUnwritten(error)
  }
}

/** The first rows determine the widths of the columns. */
async function sheetOf(
  name: string,
  heads: readonly string[],
  cells: AsyncGenerator<Cell[][]>,
  headed: boolean,
): Promise<WrittenSheet> {
  const first = await cells.next()
  const known = first.done ? [] : first.value
  const columns = heads.map((title, i) =>
    columnOf(
      title,
      known.map((row) => row[i]),
    ),
  )
  return {name, columns, rows: written(known, cells), headed}
}

async function* inOnePiece(cells: Cell[][]): AsyncGenerator<Cell[][]> {
  yield cells
}

async function* cellsOf<T>(
  pieces: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  columns: Columns<T>,
): AsyncGenerator<Cell[][]> {
  const cells = Object.values(columns)
  for await (const rows of pieces) yield rows.map((row) => cells.map((cell) => cell(row)))
}

async function* written(first: Cell[][], rest: AsyncIterable<Cell[][]>): AsyncGenerator<WrittenRow[]> {
  yield first.map(rowOf)
  for await (const rows of rest) yield rows.map(rowOf)
}

const rowOf = (cells: readonly Cell[]): WrittenRow => cells.map(plain)

const plain = (cell: Cell): WrittenCell => (cell instanceof Day ? cell.text : cell)

function columnOf(title: string, cells: readonly Cell[]): WrittenColumn {
  const widths = cells.slice(0, MEASURED_ROWS).map(widthOfCell)
  const width = Math.min(WIDEST, Math.max(NARROWEST, widthOf(title), ...widths) + 2)
  return {title, width, type: typeOf(cells.find((cell) => cell !== undefined && cell !== ''))}
}

const MOMENT = '2026-12-24 00:00:00'.length

const widthOfCell = (cell: Cell) => (cell instanceof Date ? MOMENT : widthOf(String(cell ?? '')))

function typeOf(cell: Cell): WrittenColumn['type'] {
  if (cell instanceof Date) return 'moment'
  if (cell instanceof Day) return 'day'
  return typeof cell === 'number' ? 'number' : 'text'
}
