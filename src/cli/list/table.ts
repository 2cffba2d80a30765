import Table from 'cli-table3'
import {localTime} from '../../formats/times.ts'
import {paint} from '../colour.ts'
import {escapeControls} from '../escapes.ts'
import {marks} from '../marks.ts'
import {longestWhole, widthOf, wrap} from './wrap.ts'

/** The heads of the columns, in order, each with its cell for a row. */
export type Columns<T> = Record<string, (row: T) => Cell>

/** Tables show a moment in local time; CSV has it as ISO 8601 in UTC. */
export type Cell = string | number | Date | Day | undefined

/** `YYYY-MM-DD`, which becomes a date in a workbook. */
export class Day {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

interface Target {
  /** Use box drawing and colour, for people. */
  decorated: boolean
  /** The maximum width of a line; undefined for no limit. */
  width?: number
}

interface Heads {
  /** Show the heads? */
  headers?: boolean
}

/** Text in a narrower column is unreadable; a block per row is better. */
const NARROWEST_COLUMN = 12

/** cli-table3 takes about a millisecond per row, so long tables have no borders. */
export const MOST_BOXED_ROWS = 500

/** Rows for people: boxed and fitted on a terminal, plain aligned columns in a pipe. */
export function renderTable<T>(
  rows: readonly T[],
  columns: Columns<T>,
  target: Target = terminal(),
  {headers = true}: Heads = {},
): string {
  const heads = Object.keys(columns)
  const cells = cellsOf(rows, columns)
  const natural = widest(headers ? [heads, ...cells] : cells)
  if (!target.decorated || rows.length > MOST_BOXED_ROWS) return plain(headers ? [heads, ...cells] : cells, natural)
  const least = heads.map((_, i) => Math.max(...cells.map((row) => longestWhole(row[i] ?? ''))))
  const widths = fitted(natural, least, target.width)
  return widths ? boxed(headers ? heads : [], cells, widths) : records(heads, cells, least, target.width)
}

/**
 * The same for more rows than fit into memory, in batches: plain unless there are few. The first rows determine the widths of the
 * columns, which grow when later rows need more.
 */
export async function* renderTableInPieces<T>(
  pieces: AsyncIterable<readonly T[]>,
  columns: Columns<T>,
  {headers = true}: Heads = {},
): AsyncGenerator<string> {
  let first: T[] | undefined = []
  let widths: number[] = []
  for await (const rows of pieces) {
    first?.push(...rows)
    if (first && first.length <= MOST_BOXED_ROWS) continue
    const cells = cellsOf(first ?? rows, columns)
    const lines = first && headers ? [Object.keys(columns), ...cells] : cells
    first = undefined
    widths = widest([...lines], widths)
    yield `${plain(lines, widths)}\n`
  }
  if (first && first.length > 0) yield `${renderTable(first, columns, terminal(), {headers})}\n`
}

/** The rows as text for people. */
export const cellsOf = <T>(rows: readonly T[], columns: Columns<T>) =>
  rows.map((row) => Object.values(columns).map((cell) => escapeControls(shown(cell(row)))))

const shown = (cell: Cell) => (cell instanceof Date ? localTime(cell) : String(cell ?? ''))

/** The width of each column, at least the former one. */
const widest = (lines: readonly string[][], atLeast: readonly number[] = []): number[] =>
  (lines[0] ?? []).map((_, i) => lines.reduce((most, line) => Math.max(most, widthOf(line[i] ?? '')), atLeast[i] ?? 0))

function terminal(): Target {
  const {isTTY, columns} = process.stdout
  return {decorated: isTTY === true, ...(isTTY && columns ? {width: columns} : {})}
}

/** Narrows the widest columns until the table fits with its borders; undefined when it cannot fit. */
function fitted(
  natural: readonly number[],
  least: readonly number[],
  width = Number.POSITIVE_INFINITY,
): number[] | undefined {
  const widths = [...natural]
  const room = width - 3 * widths.length - 1
  const canGive = (each: number, i: number) => each > Math.max(NARROWEST_COLUMN, least[i] ?? 0)
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = Math.max(...widths.filter(canGive))
    const from = widths.findIndex((each, i) => each === widest && canGive(each, i))
    if (from === -1) return undefined
    widths[from] = widest - 1
  }
  return widths
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

/** Wraps the cells itself, because the wrapping of cli-table3 loses wide characters. */
function boxed(heads: string[], cells: string[][], widths: number[]): string {
  const wrapped = (row: string[]) => row.map((cell, i) => wrap(cell, widths[i] ?? 0).join('\n'))
  const {lines} = marks()
  const table = new Table({
    head: wrapped(heads).map((head) => paint.stdout.bold(head)),
    colWidths: widths.map((width) => width + 2),
    style: {head: [], border: []},
    ...(lines && {chars: lines}),
  })
  table.push(...cells.map(wrapped))
  return withoutRulesBetweenRows(table.toString(), heads.length > 0)
}

/** Removes all rules except the one under the heads. */
function withoutRulesBetweenRows(table: string, heads: boolean): string {
  const lines = table.split('\n')
  const rule = marks().rowRule
  const first = heads ? lines.findIndex((line) => line.startsWith(rule)) : -1
  return lines.filter((line, i) => i === first || !line.startsWith(rule)).join('\n')
}

/** For a terminal too narrow for the columns: a block of lines for each row. */
function records(heads: string[], cells: string[][], least: number[], width = Number.POSITIVE_INFINITY): string {
  const label = Math.max(...heads.map(widthOf))
  const room = Math.max(NARROWEST_COLUMN, width - label - 2)
  const block = (row: string[]) =>
    heads.flatMap((head, i) =>
      wrap(row[i] ?? '', Math.max(room, least[i] ?? 0)).map((line, n) =>
        `${paint.stdout.bold(padded(n === 0 ? head : '', label))}  ${line}`.trimEnd(),
      ),
    )
  return cells.map((row) => block(row).join('\n')).join(`\n${marks().rule.repeat(Math.min(width, label + 2))}\n`)
}

function plain(lines: string[][], widths: number[]): string {
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => padded(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const padded = (text: string, width: number) => text + ' '.repeat(width - widthOf(text))

/** RFC 4180 with LF line ends: the columns of the table, with unformatted values. Empty without heads and rows. */
export function renderCsv<T>(rows: readonly T[], columns: Columns<T>, {headers = true}: Heads = {}): string {
  const cells = Object.values(columns)
  const lines = rows.map((row) => cells.map((cell) => quote(written(cell(row)))).join(','))
  if (headers) lines.unshift(Object.keys(columns).map(quote).join(','))
  return lines.join('\n')
}

const written = (cell: Cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? ''))

export const quote = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
