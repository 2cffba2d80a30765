/** Why a workbook cannot be read or written. */
export type WorkbookFault =
  | 'not-a-workbook'
  | 'encrypted'
  | 'damaged'
  | 'too-large'
  | 'too-many-parts'
  | 'part-too-large'
  | 'too-many-strings'
  | 'row-too-large'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'cell-too-long'
  | 'has-dtd'
  | 'unknown-entity'
  | 'unknown-encoding'

interface Where {
  /** The number of the row that the spreadsheet shows. */
  row?: number
  hints?: string[]
  cause?: unknown
}

/** `message` completes a sentence that begins with the file, and never contains the text of a cell. */
export class WorkbookError extends Error {
  readonly fault: WorkbookFault
  readonly row: number | undefined
  readonly hints: string[]

  constructor(fault: WorkbookFault, message: string, {row, hints = [], cause}: Where = {}) {
    super(message, {cause})
    this.name = 'WorkbookError'
    this.fault = fault
    this.row = row
    this.hints = hints
  }
}

export const damaged = (what: string, cause?: unknown) =>
  new WorkbookError('damaged', `is damaged: ${what}`, {hints: ['open it in the spreadsheet and save it again'], cause})
