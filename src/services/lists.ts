import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import {requestsOfLists} from '../database/callbacks.ts'
import type {Db} from '../database/connect.ts'
import {lock} from '../database/imports.ts'
import {allLists, deleteList as deleteRow, insertList, type ListRow, lockList, updateList} from '../database/lists.ts'
import {type Trx, transact} from '../database/transact.ts'
import {conflict, invalid} from '../errors.ts'
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

/** A new, empty list. QueueNotFound. Several lists may have one name, as the API's clients expect; then only uuids tell them apart. */
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

/** The same for people, who go by names: Conflict when a list has the name; with `ifMissing` that list will do if it is for the queue. */
export async function createNamedList(
  context: Context,
  name: string,
  queue: Reference,
  {ifMissing = false} = {},
): Promise<{list: CallbackList; created: boolean}> {
  return transact(context, async (trx) => {
    const there = await lockName(trx, checkName(name))
    const [only, ...others] = there
    if (only === undefined) return {list: await createListIn(trx, name, queue), created: true}
    if (!ifMissing || others.length > 0) throw nameIsTaken(there)
    const {id} = await queueByReference(trx, queue)
    if (only.queue_id !== id) throw isForAnotherQueue(only, id)
    return {list: toList(only, (await requestsOfLists(trx, {list: only.uuid})).map(toCallback)), created: false}
  })
}

/** Keeps others who go by names from giving a list this one until the transaction ends. Returns those that have it. */
async function lockName(trx: Trx, name: string): Promise<ListRow[]> {
  await lock(trx, `list ${name}`)
  return (await allLists(trx)).filter((list) => list.name === name)
}

const nameIsTaken = (there: readonly ListRow[]) => {
  const each = there.map(({uuid, queue_id}) => `${uuid} (queue ${queue_id})`)
  return conflict(`a callback list named '${there[0]?.name}' is there already: ${each.join(', ')}`, {
    hints: [`rename it, choose another name, or use ${there.map(({uuid}) => `id:${uuid}`).join(' or ')}`],
  })
}

const isForAnotherQueue = ({name, uuid, queue_id}: ListRow, queue: number) =>
  conflict(`the callback list '${name}' (${uuid}) is for queue ${queue_id}, not for queue ${queue}`, {
    hints: ['choose another name, or give the list to the other queue'],
  })

export interface ListChange {
  name?: string
  queue?: Reference
}

export interface ChangedList {
  before: {name: string; queueId: number}
  after: CallbackList
}

/** Gives a list another name, or points it, and with it its requests, at another queue, or both; what is left out stays. Conflict when another list has the name. */
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
  const wanted = name === undefined ? undefined : checkName(name)
  const namesakes = wanted === undefined ? [] : await lockName(trx, wanted)
  const before = await holdList(trx, list)
  if (wanted !== before.name && namesakes.length > 0) throw nameIsTaken(namesakes)
  const after = {
    ...before,
    ...(wanted !== undefined && {name: wanted}),
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
