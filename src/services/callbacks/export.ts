import type {Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {copyListAsCsv, copyListsAsJson} from '../../database/callbacks/export.ts'
import {atItsOwnPace} from '../../database/connection/transact.ts'
import {usage} from '../../errors.ts'
import {jsonArray} from '../../formats/json-array.ts'
import type {Reference} from '../../formats/references.ts'
import {settleUnwritten} from '../../unwritten.ts'
import {streamSnapshot} from '../streaming.ts'
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
    throw usage('CSV holds one list, and several were named', {hints: [{give: 'ndjson', when: 'for several lists'}]})
  }
  try {
    await streamSnapshot(atItsOwnPace(context), sink, async function* (trx, client) {
      const uuids: string[] = []
      for (const list of lists) uuids.push((await listByReference(trx, list)).uuid)
      const [first = ''] = uuids
      if (format === 'csv') return yield* copyListAsCsv(trx, client, first)
      const rows = copyListsAsJson(trx, client, context.schema, uuids)
      yield* format === 'json' ? jsonArray(rows) : rows
    })
  } catch (error) {
    settleUnwritten(error)
  }
}
