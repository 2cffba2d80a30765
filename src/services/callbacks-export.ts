import type {Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {Context} from '../context.ts'
import {copyListAsCsv, copyListsAsJson, dropConnection} from '../database/copy-out.ts'
import {snapshot} from '../database/transact.ts'
import {unavailable, usage} from '../errors.ts'
import {jsonArray} from '../formats/json-array.ts'
import type {Reference} from '../formats/references.ts'
import {listByReference} from './lists.ts'

export type ExportFormat = 'csv' | 'ndjson' | 'json'

/** Streams the ongoing requests of lists into `sink`, which is left open. CSV takes one list: it has no column to tell two apart. */
export async function exportCallbacks(
  context: Context,
  lists: readonly Reference[],
  format: ExportFormat,
  sink: Writable,
): Promise<void> {
  if (format === 'csv' && lists.length > 1) {
    throw usage('CSV holds one list, and several were named', {hints: ['take --ndjson or --json for several lists']})
  }
  let failure: unknown
  try {
    await snapshot(context, async (trx, client) => {
      const uuids: string[] = []
      for (const list of lists) uuids.push((await listByReference(trx, list)).uuid)
      const [first = ''] = uuids
      const rows =
        format === 'csv' ? copyListAsCsv(trx, client, first) : copyListsAsJson(trx, client, context.schema, uuids)
      try {
        if (format === 'json') await pipeline(rows, jsonArray, sink, {end: false})
        else await pipeline(rows, sink, {end: false})
      } catch (error) {
        failure = error
        // The rest of the COPY is nobody's: without its connection, the transaction need not wait for it.
        dropConnection(client)
        throw error
      }
    })
  } catch (error) {
    const first = failure ?? error
    if (isReaderGone(first)) return
    throw isUnwritable(first) ? unavailable(`the result could not be written: ${first.message}`, {cause: first}) : first
  }
}

/** Whoever read the export has enough: `| head`. */
const isReaderGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EPIPE'

/** A full disk and its like: the failed call was a write. */
const isUnwritable = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && error.syscall === 'write'
