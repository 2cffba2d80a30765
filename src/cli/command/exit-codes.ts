import type {ErrorKind} from '../../errors.ts'

/** The one table of exit codes; 0 is done or nothing to do. */
export const exitCodes: Record<ErrorKind, number> = {
  bug: 1,
  usage: 2,
  invalid: 3,
  'not-found': 4,
  refused: 5,
  unavailable: 6,
  conflict: 7,
  'outcome-unknown': 8,
  interrupted: 130,
  terminated: 143,
}

/** An import that left bad lines out, as it was asked to. */
export const PARTIAL_IMPORT = 9
