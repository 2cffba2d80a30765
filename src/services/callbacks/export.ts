import type {Readable, Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {copyListAsCsv, copyListsAsJson} from '../../database/callbacks/export.ts'
import {wholeCallbackJson} from '../../database/callbacks/json.ts'
import type {ListRow} from '../../database/callbacks/lists.ts'
import {atItsOwnPace} from '../../database/connection/transact.ts'
import {usage} from '../../errors.ts'
import {ownWriter} from '../../formats/call-list-form.ts'
import {jsonArray} from '../../formats/json-array.ts'
import type {Reference} from '../../formats/references.ts'
import {type CallbackField, callbackFields} from '../../formats/request-fields.ts'
import type {WrittenColumn} from '../../sheets/write-xlsx.ts'
import {settleUnwritten} from '../../unwritten.ts'
import {streamSnapshot} from '../streaming.ts'
import {listByReference} from './lists.ts'

export type ExportFormat = 'csv' | 'excel-fr' | 'xlsx' | 'ndjson' | 'json'

/**
 * Streams the ongoing requests of lists into `sink`, which stays open. Formats that import reads accept one list: they have no
 * column for the list.
 */
export async function exportCallbacks(
  context: Context,
  lists: readonly Reference[],
  format: ExportFormat,
  sink: Writable,
): Promise<void> {
  const isJson = format === 'json' || format === 'ndjson'
  if (!isJson && lists.length > 1) {
    const name = format === 'xlsx' ? 'a workbook' : 'CSV'
    throw usage(`${name} can hold one list, and several were given`, {
      hints: [{give: 'ndjson', when: 'for several lists'}],
    })
  }
  try {
    await streamSnapshot(
      atItsOwnPace(context),
      sink,
      async function* (trx, client) {
        const found: ListRow[] = []
        for (const list of lists) found.push(await listByReference(trx, list))
        const [first] = found
        if (first && !isJson) return yield* oneList(copyListAsCsv(trx, client, first.uuid), first, format)
        const uuids = found.map(({uuid}) => uuid)
        const rows = copyListsAsJson(trx, client, context.schema, uuids, wholeCallbackJson())
        yield* format === 'json' ? jsonArray(rows) : rows
      },
      {copies: true},
    )
  } catch (error) {
    settleUnwritten(error)
  }
}

/** One list as CSV, in a form that import can read. */
async function* oneList(csv: Readable, {name}: ListRow, format: 'csv' | 'excel-fr' | 'xlsx') {
  if (format === 'csv') return yield* csv
  const {csvRecords} = await import('../../formats/csv-records.ts')
  const records = csvRecords(csv, '|')
  if (format === 'excel-fr') return yield* (await import('../../formats/excel-csv.ts')).excelCsv(records)
  const {writeXlsx} = await import('../../sheets/write-xlsx.ts')
  yield* writeXlsx({sheets: [{name, columns, rows: withoutHeader(records)}], writer: ownWriter})
}

async function* withoutHeader(records: AsyncIterable<string[][]>): AsyncGenerator<string[][]> {
  let isFirst = true
  for await (const batch of records) {
    const rows = isFirst ? batch.slice(1) : batch
    if (batch.length > 0) isFirst = false
    yield rows
  }
}

const widths: Partial<Record<CallbackField, number>> = {dueDate: 12, company: 24, description: 40}

const columns = callbackFields.map((title): WrittenColumn => {
  const type = title === 'dueDate' ? 'day' : 'text'
  return {title, type, width: widths[title] ?? 20}
})
