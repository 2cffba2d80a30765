import type {Writable} from 'node:stream'
import type {Context} from '../context.ts'
import {copyListsAsJson, copyRemovedAsJson} from '../database/copy-out.ts'
import {deleteList, type ListRow} from '../database/lists.ts'
import {transact} from '../database/transact.ts'
import {jsonArray} from '../formats/json-array.ts'
import type {Reference} from '../formats/references.ts'
import {changeRow, holdList, type ListChange} from './lists.ts'
import {pour} from './streaming.ts'

/**
 * What `changeList` makes of a list, as one JSON document into `sink`, which takes all of it before the change is committed:
 * memory does not grow with the list, and a change whose answer cannot be kept is none.
 */
export function streamChangedList(
  context: Context,
  sink: Writable,
  list: Reference,
  change: ListChange,
): Promise<void> {
  return transact(context, async (trx, client) => {
    const {after} = await changeRow(trx, list, change)
    await pour(client, asDocument(after, copyListsAsJson(trx, client, context.schema, [after.uuid])), sink)
  })
}

/** What `deleteList` gives, in the same way. */
export function streamDeletedList(context: Context, sink: Writable, list: Reference): Promise<void> {
  return transact(context, async (trx, client) => {
    const row = await holdList(trx, list)
    await pour(client, asDocument(row, copyRemovedAsJson(trx, client, context.schema, row.uuid)), sink)
    await deleteList(trx, row.uuid)
  })
}

async function* asDocument({uuid, name, queue_id: queueId}: ListRow, requests: AsyncIterable<Uint8Array>) {
  yield `${JSON.stringify({uuid, name, queueId}).slice(0, -1)},"callbacks":`
  yield* jsonArray(requests)
  yield '}'
}
