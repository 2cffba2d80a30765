import {unavailable, usage} from './errors.ts'
import {WorkbookError} from './sheets/workbook-error.ts'

/** Handles a result that was not written completely: its reader may have stopped (`| head`). Throws any other error. */
export function settleUnwritten(error: unknown): void {
  if (isReaderGone(error)) return
  if (error instanceof WorkbookError) throw usage(`the workbook ${error.message}`, {hints: error.hints, cause: error})
  throw isUnwritable(error) ? unavailable(`the result could not be written: ${error.message}`, {cause: error}) : error
}

/** `| head` */
const isReaderGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EPIPE'

/** A full disk and its like: the failed call was a write. */
const isUnwritable = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && error.syscall === 'write'
