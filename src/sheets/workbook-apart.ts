import {on, once} from 'node:events'
import {createRequire} from 'node:module'
import {MessageChannel, type MessagePort, Worker} from 'node:worker_threads'
import {type PackedRows, unpacked} from './packed-rows.ts'
import type {SheetRow} from './sheet-row.ts'
import type {Workbook} from './workbook.ts'
import {WorkbookError, type WorkbookFault} from './workbook-error.ts'

/** What the thread posts. */
export type Answer<Told> = {told: Told} | {failure: Failure}

export type Failure = {error: unknown} | {fault: WorkbookFault; message: string; where: {row?: number; hints: string[]}}

/** The rows of a sheet, by its index, are posted to the port. */
export interface RowsAsked {
  sheet: number
  port: MessagePort
}

/** The batches that the thread may be ahead of its reader. */
const AHEAD = 2

/**
 * Like `openWorkbook`, in a thread of its own: a large workbook is read while its rows are used. The bytes go over to the thread, and
 * are no longer there for the caller. `close` ends the thread.
 */
export async function openWorkbookApart(bytes: Uint8Array<ArrayBuffer>): Promise<Workbook> {
  const thread = new Worker(createRequire(import.meta.url).resolve('#workbook-thread'), {
    workerData: bytes,
    transferList: [bytes.buffer],
  })
  const died = new AbortController()
  thread.on('error', (error) => died.abort(error))
  const close = async () => {
    await thread.terminate()
  }
  try {
    const [answer] = await unlessDead(once(thread, 'message', {signal: died.signal}))
    const {kind, writer, sheets} = told(answer as Answer<Omit<Workbook, 'rows' | 'close'>>)
    return {kind, writer, sheets, rows: (sheet) => rowsOf(thread, sheets.indexOf(sheet), died.signal), close}
  } catch (error) {
    await close()
    throw error
  }
}

async function* rowsOf(thread: Worker, sheet: number, signal: AbortSignal): AsyncGenerator<SheetRow[]> {
  const {port1: port, port2} = new MessageChannel()
  const answers = on(port, 'message', {signal})
  thread.postMessage({sheet, port: port2} satisfies RowsAsked, [port2])
  try {
    for (let i = 0; i < AHEAD; i++) port.postMessage('next')
    for (;;) {
      const {value} = await unlessDead(answers.next())
      const batch = told(value[0] as Answer<PackedRows | undefined>)
      if (batch === undefined) return
      port.postMessage('next')
      yield unpacked(batch)
    }
  } finally {
    port.close()
  }
}

function told<Told>(answer: Answer<Told>): Told {
  if ('told' in answer) return answer.told
  const {failure} = answer
  throw 'fault' in failure ? new WorkbookError(failure.fault, failure.message, failure.where) : failure.error
}

/** The error that ended the thread, in place of the `AbortError`. */
async function unlessDead<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? error.cause : error
  }
}
