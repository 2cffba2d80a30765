import {on} from 'node:events'
import {type MessagePort, parentPort, workerData} from 'node:worker_threads'
import {packed} from './packed-rows.ts'
import type {SheetRow} from './sheet-row.ts'
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

/** The rows of a message: fewer cost more time, and a thousand take 30 MB more, because less of both heaps is short-lived. */
const BATCH = 100
/** The characters of a message: of rows with long texts it has fewer. */
const CHARACTERS = 1024 * 1024

/** Posts a batch for each message, and `undefined` behind the last. */
async function tellRows(workbook: Workbook, {sheet, port}: RowsAsked): Promise<void> {
  const turns = on(port, 'message', {close: ['close']})
  let batch: SheetRow[] = []
  let characters = 0
  const post = () => {
    const rows = batch
    batch = []
    characters = 0
    if (rows.length > 0) port.postMessage({told: packed(rows)})
  }
  try {
    for await (const rows of workbook.rows(workbook.sheets[sheet] as Workbook['sheets'][number])) {
      for (const row of rows) {
        batch.push(row)
        characters += textLength(row)
        if (characters < CHARACTERS) continue
        if ((await turns.next()).done) return
        post()
      }
      if (batch.length < BATCH) continue
      if ((await turns.next()).done) return
      post()
    }
    post()
    port.postMessage({told: undefined})
  } catch (error) {
    post()
    port.postMessage({failure: failureOf(error)})
  }
}

function textLength({cells}: SheetRow): number {
  let length = 0
  for (const cell of cells) length += cell.length
  return length
}

/** A message keeps the text of an error, but not its other properties. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof WorkbookError)) return {error}
  const {fault, message, row, hints} = error
  return {fault, message, where: {...(row !== undefined && {row}), hints}}
}

if (parentPort) serve(parentPort)
