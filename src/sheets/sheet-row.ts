/** A cell without a value: it shows an error (`#REF!`), or its formula was never calculated. */
export interface CellProblem {
  /** From 0. */
  column: number
  problem: 'error' | 'not-calculated'
}

/** A row that is not empty. */
export interface SheetRow {
  /** The number that the spreadsheet shows. */
  number: number
  hidden: boolean
  /** Hidden by a filter; only .ods files say so. */
  filtered: boolean
  /** The texts of the cells up to the last one that is not empty; of an error, its code. */
  cells: string[]
  problems: CellProblem[]
}

/** Shared by all rows without problems. */
export const noProblems: CellProblem[] = []
