import {randomUUID} from 'node:crypto'
import type {Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {countRequests} from '../../database/callbacks/counts.ts'
import {copyListsAsJson, copyRemovedAsJson} from '../../database/callbacks/export.ts'
import {
  allLists,
  deleteList as deleteRow,
  insertList,
  type ListRow,
  lockList,
  lockLists,
  updateList,
} from '../../database/callbacks/lists.ts'
import {requestsOfLists} from '../../database/callbacks/requests.ts'
import type {Db} from '../../database/connection/connect.ts'
import {lock, wordsOfName} from '../../database/connection/locks.ts'
import {readAtOnce, type Trx} from '../../database/connection/transact.ts'
import {keepRequestsOfList} from '../../database/journal.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {conflict, invalid} from '../../errors.ts'
import {
  type Change,
  type Changed,
  changeOf,
  isUnchanged,
  KEPT_REQUESTS,
  type Recorded,
  type State,
  shownChange,
} from '../../formats/changes.ts'
import {jsonArray} from '../../formats/json-array.ts'
import {pick, type Reference} from '../../formats/references.ts'
import {type Tagged, tagOf} from '../../formats/tags.ts'
import {unfitName} from '../../formats/text.ts'
import {change, nextPlace, type Recorder, warning} from '../journal.ts'
import {queueAmong, queueByReference} from '../queues.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {pour} from '../streaming.ts'
import {tellingObjected} from './do-not-call.ts'
import {refuseDuringImport} from './import-lock.ts'
import {type Callback, toCallback} from './view.ts'

/** A container of callback requests, for one queue; `callbacks` are the ongoing ones. */
export interface CallbackList {
  uuid: string
  name: string
  queueId: number
  callbacks: Callback[]
}

/** One list, without its requests. CallbackListNotFound. */
export function getList(context: Context, reference: Reference): Promise<Tagged<ListHead>> {
  return readAtOnce(context, async (trx) => {
    const [row, queues] = await Promise.all([listByReference(trx, reference), allQueues(trx)])
    return {found: toHead(row), tag: tagOf(listChange(row, undefined, queues))}
  })
}

/** A new, empty list. QueueNotFound. Names need not be unique, as the API's clients expect. */
export function createList(
  context: Context,
  name: string,
  queue: Reference,
  key?: RequestKey,
): Promise<Changed<CallbackList>> {
  return change(context, (trx, record) =>
    answerOnce(context, trx, key, async () => ({...(await createListIn(trx, record, name, queue)), callbacks: []})),
  )
}

export async function createListIn(trx: Trx, record: Recorder, name: string, queue: Reference): Promise<ListHead> {
  const checked = checkName(name)
  const found = await queueByReference(trx, queue)
  const row = {uuid: randomUUID(), name: checked, queue_id: found.id}
  await record(listChange(undefined, row, [found]), () => insertList(trx, row))
  return toHead(row)
}

/** The same with unique names: Conflict if the name is taken; with `ifMissing`, a list of this name and queue is returned. */
export function createNamedList(
  context: Context,
  name: string,
  queue: Reference,
  {ifMissing = false} = {},
): Promise<Changed<CallbackList>> {
  return change(context, async (trx, record) => {
    const there = await lockName(trx, checkName(name))
    const [only, ...others] = there
    if (only === undefined) return {...(await createListIn(trx, record, name, queue)), callbacks: []}
    if (!ifMissing || others.length > 0) throw nameIsTaken(there, await allQueues(trx))
    const other = await otherQueue(trx, only, queue)
    if (other !== undefined) {
      throw conflict(`the callback list '${only.name}' (${only.uuid}) ${other}`, {
        hints: ['choose another name, or assign the list to the other queue'],
      })
    }
    return {...toHead(only), callbacks: (await requestsOfLists(trx, {list: only.uuid})).map(toCallback)}
  })
}

/** Reserves a name until the transaction ends. Returns the lists that already have it. */
async function lockName(trx: Trx, name: string): Promise<ListRow[]> {
  await lock(trx, {on: 'import', words: wordsOfName(name)})
  return (await allLists(trx)).filter((list) => list.name === name)
}

const queueText = ({queue_id: queue}: ListRow, queues: readonly QueueRow[]) =>
  `'${queues.find(({id}) => id === queue)?.name ?? queue}'`

const nameIsTaken = (there: readonly ListRow[], queues: readonly QueueRow[]) => {
  const each = there.map((list) => `${list.uuid} (queue ${queueText(list, queues)})`)
  return conflict(`a callback list named '${there[0]?.name}' already exists: ${each.join(', ')}`, {
    hints: [`rename it, choose another name, or use ${there.map(({uuid}) => `id:${uuid}`).join(' or ')}`],
  })
}

/** Says that the list is for another queue than this one; undefined when it is for this one. QueueNotFound. */
export async function otherQueue(trx: Trx, list: ListRow, queue: Reference): Promise<string | undefined> {
  const queues = await allQueues(trx)
  const wanted = queueAmong(queues, queue)
  if (list.queue_id === wanted.id) return undefined
  return `is for the queue ${queueText(list, queues)}, not for '${wanted.name}'`
}

export interface ListChange {
  name?: string
  queue?: Reference
}

/** A list without its requests, which are written into a sink. */
export type ListHead = Omit<CallbackList, 'callbacks'>

/**
 * Changes a list's name, or its queue and thereby that of its requests, or both; omitted fields keep their value.
 * Conflict when another list has the name.
 * The whole list, with its ongoing requests, goes into `sink` as one JSON document before the change is committed: memory does
 * not grow with the list, and a change whose answer cannot be stored is rolled back.
 */
export function changeList(
  context: Context,
  list: Reference,
  {name, queue}: ListChange,
  sink?: Writable,
): Promise<Changed<ListHead>> {
  const warnings: string[] = []
  const changing = change(context, async (trx, record, client) => {
    if (name === undefined && queue === undefined) throw invalid('nothing to change was given: name or queue')
    const wanted = name === undefined ? undefined : checkName(name)
    const namesakes = wanted === undefined ? [] : await lockName(trx, wanted)
    const before = await holdToChange(trx, context, list)
    if (wanted !== before.name && namesakes.length > 0) throw nameIsTaken(namesakes, await allQueues(trx))
    const after = {
      ...before,
      ...(wanted !== undefined && {name: wanted}),
      ...(queue !== undefined && {queue_id: (await queueByReference(trx, queue)).id}),
    }
    const queues = await allQueues(trx)
    const changed = listChange(before, after, queues)
    const update = () => record(changed, () => updateList(trx, before.uuid, after))
    await (after.queue_id === before.queue_id ? update() : tellingObjected(trx, warnings, update))
    const requests = () => copyListsAsJson(trx, client, context.schema, [after.uuid])
    if (sink) await pour(client, asDocument(context, after, requests(), changed), sink)
    return toHead(after)
  })
  return warning(changing, warnings)
}

/** Deletes a list with all its requests. The former list, with its closed requests, goes into `sink` in the same way. */
export function deleteList(context: Context, list: Reference, sink?: Writable): Promise<Changed<ListHead>> {
  return change(context, async (trx, record, client) => {
    const row = await holdToChange(trx, context, list)
    await deleteListIn(context, trx, record, row, async (changed) => {
      const requests = () => copyRemovedAsJson(trx, client, context.schema, row.uuid)
      if (sink) await pour(client, asDocument(context, row, requests(), changed), sink)
    })
    return toHead(row)
  })
}

/** Deletes a list that is held, with all its requests, which undo can bring back; `first` sees them once more. */
export async function deleteListIn(
  context: Context,
  trx: Trx,
  record: Recorder,
  row: ListRow,
  first: (changed: Change) => Promise<void> = async () => {},
): Promise<void> {
  const {before, ...rest} = listChange(row, undefined, await allQueues(trx))
  const counts = await countRequests(trx, row.uuid)
  const place = nextPlace(context)
  const changed = {...rest, before: {...before, ...counts}, place}
  await record(changed, async () => {
    if (counts.ongoing + counts.closed <= KEPT_REQUESTS) await keepRequestsOfList(trx, context, place, row.uuid)
    await first(changed)
    await deleteRow(trx, row.uuid)
  })
}

async function* asDocument(
  {dryRun}: Context,
  row: ListRow,
  requests: AsyncIterable<Uint8Array>,
  changed: Change,
): AsyncGenerator<string | Uint8Array> {
  yield `${JSON.stringify(toHead(row)).slice(0, -1)},"callbacks":`
  yield* jsonArray(requests)
  const changes = isUnchanged(changed) ? [] : [shownChange(changed)]
  yield dryRun ? `,${JSON.stringify({dryRun, changes}).slice(1)}` : '}'
}

/** A change of a list. */
export function listChange(
  before: ListRow | undefined,
  after: ListRow | undefined,
  queues: readonly Pick<QueueRow, 'id' | 'name'>[],
): Recorded {
  const {uuid: id = '', name = ''} = {...after, ...before}
  return changeOf({kind: 'callbackList', id, name}, before, after, (row) => listState(row, queues))
}

export function listState({name, queue_id: id}: ListRow, queues: readonly Pick<QueueRow, 'id' | 'name'>[]): State {
  return {name, queue: {id, name: queues.find((each) => each.id === id)?.name ?? `id:${id}`}}
}

/** The list of that unique name or uuid. */
export async function listByReference(db: Db, reference: Reference): Promise<ListRow> {
  return pick(await allLists(db), reference, {
    noun: 'CallbackList',
    singular: 'callback list',
    plural: 'callback lists',
    uuids: true,
    id: ({uuid}) => uuid,
    names: ({name}) => [name],
  })
}

/** Which lists: one, or those of a queue; without either, all. */
export interface WhichLists {
  list?: Reference | undefined
  queue?: Reference | undefined
}

export const areAll = ({list, queue}: WhichLists): boolean => list === undefined && queue === undefined

/** CallbackListNotFound, QueueNotFound. */
export async function listsOf(db: Db, {list, queue}: WhichLists): Promise<ListRow[]> {
  const lists = list === undefined ? await allLists(db) : [await listByReference(db, list)]
  if (queue === undefined) return lists
  const {id} = await queueByReference(db, queue)
  return lists.filter(({queue_id}) => queue_id === id)
}

/** The same, locked until the transaction ends. Busy while an import into it is running. */
export async function holdToChange(trx: Trx, {schema}: Context, reference: Reference): Promise<ListRow> {
  const {uuid} = await listByReference(trx, reference)
  await lockLists(trx, schema, {shared: true})
  await refuseDuringImport(trx, uuid, {shared: true})
  return holdListOf(trx, uuid)
}

/** The same, locked against deletion until the transaction ends. With `shared`, others may add requests to it. */
export async function holdList(trx: Trx, reference: Reference, options?: {shared: boolean}): Promise<ListRow> {
  return holdListOf(trx, (await listByReference(trx, reference)).uuid, options)
}

/** The same by its uuid; it may have been renamed or deleted before it was locked. */
export async function holdListOf(trx: Trx, uuid: string, options?: {shared: boolean}): Promise<ListRow> {
  const [, list] = await Promise.all([lockList(trx, uuid, options), listByReference(trx, `id:${uuid}`)])
  return list
}

function checkName(name: string): string {
  const trimmed = name.trim()
  const reason = unfitName(trimmed)
  if (reason) throw invalid(`a list's name ${reason}`)
  return trimmed
}

const toHead = ({uuid, name, queue_id}: ListRow): ListHead => ({uuid, name, queueId: queue_id})
