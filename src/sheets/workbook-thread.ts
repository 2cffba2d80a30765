import {on} from 'node:events'
import {type MessagePort, parentPort, workerData} from 'node:worker_threads'
import {openWorkbook, type Workbook} from './workbook.ts'
import type {Answer, Failure, RowsAsked} from './workbook-apart.ts'
import {WorkbookError} from './workbook-error.ts'

/** The part of `openWorkbookApart` that runs in the thread. */
async function serve(port: MessagePort): Promise<void> {
  try {
    const workbook = await openWorkbook(workerData as Uint8Array)
    const {kind, writer, sheets} = workbook
    port.on('message', (asked: RowsAsked) => tellRows(workbook, asked))
    port.postMessage({told: {kind, writer, sheets}} satisfies Answer<Omit<Workbook, 'rows' | 'close'>>)
  } catch (error) {
    port.postMessage({failure: failureOf(error)})
  }
}

/** Posts a batch for each message, and `undefined` behind the last. */
async function tellRows(workbook: Workbook, {sheet, port}: RowsAsked): Promise<void> {
  const turns = on(port, 'message', {close: ['close']})
  try {
    for await (const batch of workbook.rows(workbook.sheets[sheet] as Workbook['sheets'][number])) {
      if ((await turns.next()).done) return
      port.postMessage({told: batch})
    }
    port.postMessage({told: undefined})
  } catch (error) {
    port.postMessage({failure: failureOf(error)})
  }
}

/** A message keeps the text of an error, but not its other properties. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof WorkbookError)) return {error}
  const {fault, message, row, hints} = error
  return {fault, message, where: {...(row !== undefined && {row}), hints}}
}

if (parentPort) serve(parentPort)
