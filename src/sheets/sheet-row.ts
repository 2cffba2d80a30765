/** Why a cell has no value: it shows an error (`#REF!`), or no program has calculated its formula yet. */
export interface CellProblem {
  /** From 0. */
  column: number
  problem: 'error' | 'not-calculated'
}

/** A row with something in it. */
export interface SheetRow {
  /** As the sheet counts it, from 1. */
  number: number
  hidden: boolean
  /** Hidden by a filter; only .ods says so. */
  filtered: boolean
  /** What the cells hold, up to the last one that has something; an error cell holds its code. */
  cells: string[]
  problems: CellProblem[]
}

/** Shared by the rows that have none: nearly all. */
export const noProblems: CellProblem[] = []
