import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import {requestsOfLists} from '../database/callbacks.ts'
import type {Db} from '../database/connect.ts'
import {allLists, deleteList as deleteRow, insertList, type ListRow, lockList, updateList} from '../database/lists.ts'
import {type Trx, transact} from '../database/transact.ts'
import {invalid} from '../errors.ts'
import {isUuid} from '../formats/filters.ts'
import {pick, type Reference} from '../formats/references.ts'
import {unstorable} from '../formats/text.ts'
import {type Callback, toCallback} from './callback-view.ts'
import {queueByReference} from './queues.ts'
import {answerOnce, type RequestKey} from './request-keys.ts'

/** A container of callback requests, for one queue; `callbacks` are the ongoing ones. */
export interface CallbackList {
  uuid: string
  name: string
  queueId: number
  callbacks: Callback[]
}

/** A new, empty list. QueueNotFound. Several lists may have one name; they are then told apart by uuid. */
export async function createList(
  context: Context,
  name: string,
  queue: Reference,
  key?: RequestKey,
): Promise<CallbackList> {
  return transact(context, (trx) => answerOnce(context, trx, key, () => createListIn(trx, name, queue)))
}

export async function createListIn(trx: Trx, name: string, queue: Reference): Promise<CallbackList> {
  const row = {uuid: randomUUID(), name: checkName(name), queue_id: (await queueByReference(trx, queue)).id}
  await insertList(trx, row)
  return toList(row, [])
}

/** How many lists have this name: from two on, it means none of them. */
export async function countNamesakes({db}: Context, name: string): Promise<number> {
  return (await allLists(db)).filter((list) => list.name === name).length
}

export interface ListChange {
  name?: string
  queue?: Reference
}

export interface ChangedList {
  before: {name: string; queueId: number}
  after: CallbackList
}

/** Gives a list another name, or points it, and with it its requests, at another queue, or both; what is left out stays. */
export async function changeList(context: Context, list: Reference, change: ListChange): Promise<ChangedList> {
  return transact(context, async (trx) => {
    const {before, after} = await changeRow(trx, list, change)
    const callbacks = (await requestsOfLists(trx, {list: after.uuid})).map(toCallback)
    return {before: {name: before.name, queueId: before.queue_id}, after: toList(after, callbacks)}
  })
}

export async function changeRow(
  trx: Trx,
  list: Reference,
  {name, queue}: ListChange,
): Promise<{before: ListRow; after: ListRow}> {
  if (name === undefined && queue === undefined) throw invalid('nothing was said to change')
  const before = await holdList(trx, list)
  const after = {
    ...before,
    ...(name !== undefined && {name: checkName(name)}),
    ...(queue !== undefined && {queue_id: (await queueByReference(trx, queue)).id}),
  }
  await updateList(trx, before.uuid, after)
  return {before, after}
}

/** Deletes a list with all its requests, and returns it as it was: closed requests included. */
export async function deleteList(context: Context, list: Reference): Promise<CallbackList> {
  return transact(context, async (trx) => {
    const row = await holdList(trx, list)
    const callbacks = (await requestsOfLists(trx, {list: row.uuid, closed: true})).map(toCallback)
    await deleteRow(trx, row.uuid)
    return toList(row, callbacks)
  })
}

/** The list of that name, when only one has it, or uuid. */
export async function listByReference(db: Db, reference: Reference): Promise<ListRow> {
  const spelt = isUuid(reference.replace(/^id:/, '')) ? reference.toLowerCase() : reference
  return pick(await allLists(db), spelt, {
    noun: 'CallbackList',
    singular: 'callback list',
    plural: 'callback lists',
    id: ({uuid}) => uuid,
    names: ({name}) => [name],
  })
}

/** The same, held until the transaction ends: nobody deletes it meanwhile. When `shared`, others may add to it too. */
export async function holdList(trx: Trx, reference: Reference, options?: {shared: boolean}): Promise<ListRow> {
  const {uuid} = await listByReference(trx, reference)
  await lockList(trx, uuid, options)
  return listByReference(trx, `id:${uuid}`)
}

function checkName(name: string): string {
  const trimmed = name.trim()
  const reason = trimmed === '' ? 'must not be empty' : unstorable(trimmed)
  if (reason) throw invalid(`a list's name ${reason}`)
  return trimmed
}

const toList = ({uuid, name, queue_id}: ListRow, callbacks: Callback[]): CallbackList => ({
  uuid,
  name,
  queueId: queue_id,
  callbacks,
})
