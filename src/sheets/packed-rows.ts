import {noProblems, type SheetRow} from './sheet-row.ts'

/** Rows as a few long values, which a message carries ten times as fast as many short ones. */
export interface PackedRows {
  /** The texts of all cells, without separators. */
  text: string
  /** The end of each cell in `text`. */
  ends: Uint32Array<ArrayBuffer>
  /** The number of the cells of each row. */
  widths: Uint32Array<ArrayBuffer>
  numbers: Uint32Array<ArrayBuffer>
  /** The rows that are hidden or have problems, by index. */
  marked: Map<number, Pick<SheetRow, 'hidden' | 'filtered' | 'problems'>>
}

export function packed(rows: readonly SheetRow[]): PackedRows {
  // Ten times as fast as `flatMap`.
  const cells: string[] = []
  for (const row of rows) for (const cell of row.cells) cells.push(cell)
  const ends = new Uint32Array(cells.length)
  let end = 0
  for (let i = 0; i < cells.length; i++) ends[i] = end += (cells[i] as string).length
  const marked: PackedRows['marked'] = new Map()
  for (const [i, {hidden, filtered, problems}] of rows.entries())
    if (hidden || filtered || problems.length > 0) marked.set(i, {hidden, filtered, problems})
  const widths = Uint32Array.from(rows, (row) => row.cells.length)
  const numbers = Uint32Array.from(rows, ({number}) => number)
  return {text: cells.join(''), ends, widths, numbers, marked}
}

const plain = {hidden: false, filtered: false, problems: noProblems}

export function unpacked({text, ends, widths, numbers, marked}: PackedRows): SheetRow[] {
  const rows: SheetRow[] = []
  let cell = 0
  let at = 0
  for (let i = 0; i < widths.length; i++) {
    const cells: string[] = []
    for (const last = cell + (widths[i] as number); cell < last; cell++) {
      const end = ends[cell] as number
      cells.push(text.slice(at, end))
      at = end
    }
    const {hidden, filtered, problems} = marked.get(i) ?? plain
    rows.push({number: numbers[i] as number, hidden, filtered, cells, problems})
  }
  return rows
}
