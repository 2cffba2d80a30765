import {type AppError, type Hint, invalidCsv, type Problem} from '../../errors.ts'
import type {ListForm} from '../../formats/call-list-form.ts'
import type {Remark} from '../../formats/callback-fields.ts'
import {UNFINISHED} from './call-list.ts'

/** The result of reading the lines of a call list. */
export interface LinesTally {
  bad: number
  broken: boolean
  problems: Problem[]
  repaired: number
  repairs: Problem[]
  warnings: Problem[]
  form?: ListForm
  /** Flags that would make the bad lines readable. */
  hints: Hint[]
}

export const noLines = (): LinesTally => ({
  bad: 0,
  broken: false,
  problems: [],
  repaired: 0,
  repairs: [],
  warnings: [],
  hints: [],
})

/** Problems beyond these are counted, not kept: a file may be wrong on every line. */
export const KEPT_PROBLEMS = 10_000

export function addRemarks(tally: LinesTally, remarks: readonly Remark[]): void {
  for (const {is, ...remark} of remarks) {
    if (is === 'repair') tally.repaired++
    const kept = is === 'repair' ? tally.repairs : tally.warnings
    if (kept.length < KEPT_PROBLEMS) kept.push(remark)
  }
}

export function addBad(tally: LinesTally, problems: readonly Problem[]): void {
  tally.bad++
  if (tally.problems.length < KEPT_PROBLEMS) tally.problems.push(...problems)
}

/** The file ends in its middle: what was read until then counts as bad. */
export function addBreak(tally: LinesTally, problem: Problem, hints: readonly Hint[]): void {
  tally.broken = true
  tally.hints.push(...hints)
  addBad(tally, [problem])
}

interface Reading {
  form?: ListForm | undefined
  hints: readonly Hint[]
  isUnfinished: boolean
}

/** What is known once everything was read; `nothing` says that there was no line. */
export function addReading(tally: LinesTally, {form, hints, isUnfinished}: Reading, nothing: string | undefined): void {
  if (form) tally.form = form
  tally.hints.push(...hints)
  if (isUnfinished) tally.warnings.push({reason: UNFINISHED})
  if (nothing !== undefined) tally.warnings.push({reason: nothing})
}

/** InvalidCsv, with everything that is wrong. */
export function badLines({bad, problems, hints}: LinesTally, good: number, first: readonly Hint[] = []): AppError {
  const lines = bad === 1 ? '1 line is bad' : `${bad} lines are bad`
  return invalidCsv(`${lines}, ${good} good: nothing was imported`, {problems, hints: [...first, ...hints]})
}
