import {
  holdRequests,
  insertCallbacks,
  ongoingUuids,
  type RequestChange,
  rewriteCallback,
  type StoredRequest,
  today,
} from '../database/callbacks.ts'
import {allLists, insertList, type ListRow, updateList} from '../database/lists.ts'
import {allPeriods} from '../database/periods.ts'
import {allQueues} from '../database/queues.ts'
import type {Trx} from '../database/transact.ts'
import type {OriginalList, OriginalRequest} from '../original/callbacks.ts'
import type {Remarks} from '../original/remarks.ts'
import {type AdoptedItem, actionFor, differencesOf, type KeptRequest} from './adoption.ts'
import {periodsByName} from './periods.ts'

export interface AdoptedLists {
  items: AdoptedItem[]
  keptRequests: KeptRequest[]
  rejected: {lists: number; requests: number}
}

/** Takes lists and requests over under their uuids. A request that was touched here stays as it is here. */
export async function adoptLists(
  trx: Trx,
  lists: readonly OriginalList[],
  {overwrite}: {overwrite: boolean},
  remarks: Remarks,
): Promise<AdoptedLists> {
  const queues = new Map((await allQueues(trx)).map(({id, name}) => [id, name]))
  const here = new Map((await allLists(trx)).map((row) => [row.uuid, row]))
  const rejected = {lists: 0, requests: 0}
  const items: AdoptedItem[] = []
  const adopted: OriginalList[] = []
  for (const list of lists) {
    if (queues.has(list.queueId)) {
      items.push(await adoptList(trx, list, here.get(list.uuid), {overwrite, queues}))
      adopted.push(list)
    } else {
      remarks.note(`list ${list.uuid}, queueId`, 'is no queue of this XiVO', String(list.queueId))
      rejected.lists++
      rejected.requests += list.requests.length
    }
  }
  const requests = await adoptRequests(trx, adopted, remarks)
  rejected.requests += requests.rejected
  return {items: items.map((item, i) => ({...item, ...requests.ofLists[i]})), keptRequests: requests.kept, rejected}
}

async function adoptList(
  trx: Trx,
  {uuid, name, queueId}: OriginalList,
  here: ListRow | undefined,
  {overwrite, queues}: {overwrite: boolean; queues: ReadonlyMap<number, string>},
): Promise<AdoptedItem> {
  if (here === undefined) {
    await insertList(trx, {uuid, name, queue_id: queueId})
    return {what: 'list', name, action: 'create', differences: []}
  }
  const queueOf = (id: number) => queues.get(id) ?? id
  const differences = differencesOf({name: [here.name, name], queue: [queueOf(here.queue_id), queueOf(queueId)]})
  const action = actionFor(differences, overwrite)
  if (action === 'change') await updateList(trx, uuid, {name, queue_id: queueId})
  return {what: 'list', name, action, differences}
}

interface AdoptedRequests {
  ofLists: Required<Pick<AdoptedItem, 'requests'>>[]
  kept: KeptRequest[]
  rejected: number
}

async function adoptRequests(trx: Trx, lists: readonly OriginalList[], remarks: Remarks): Promise<AdoptedRequests> {
  const uuids = lists.flatMap(({requests}) => requests.map(({uuid}) => uuid))
  const stored = new Map((await holdRequests(trx, uuids)).map((row) => [row.uuid, row]))
  const onlyHere = await countOnlyHere(trx, lists, new Set(uuids))
  const {standard} = await periodsByName(trx)
  const periods = new Set((await allPeriods(trx)).map(({uuid}) => uuid))
  const defaults = {due_date: await today(trx), preferred_period_uuid: standard.uuid}
  const result: AdoptedRequests = {ofLists: [], kept: [], rejected: 0}
  for (const list of lists) {
    const counts = {create: 0, change: 0, same: 0, keep: 0, onlyHere: onlyHere.get(list.uuid) ?? 0}
    const fresh: (ReturnType<typeof toRow> & typeof defaults)[] = []
    for (const request of list.requests) {
      if (request.periodUuid !== undefined && !periods.has(request.periodUuid)) {
        remarks.note(`request ${request.uuid}, preferredPeriodUuid`, 'is no period here', request.periodUuid)
        result.rejected++
        continue
      }
      const row = toRow(list.uuid, request)
      const here = stored.get(request.uuid)
      if (here === undefined) {
        fresh.push({...row, ...defaults, ...given(row)})
        counts.create++
        continue
      }
      const change = changeOf(here, row)
      const fields = Object.keys(change)
      const action = actionFor(fields, here.changed_at === null)
      counts[action]++
      if (action === 'change') await rewriteCallback(trx, request.uuid, change)
      if (action === 'keep') result.kept.push({uuid: request.uuid, list: list.name, fields: fields.map(apiName)})
    }
    await insertCallbacks(trx, fresh)
    result.ofLists.push({requests: counts})
  }
  return result
}

/** Closed in the original since they were taken over, or made here: which of the two cannot be told. */
async function countOnlyHere(trx: Trx, lists: readonly OriginalList[], there: ReadonlySet<string>) {
  const counts = new Map<string, number>()
  const ongoing = await ongoingUuids(
    trx,
    lists.map(({uuid}) => uuid),
  )
  for (const {uuid, list_uuid} of ongoing) {
    if (!there.has(uuid)) counts.set(list_uuid, (counts.get(list_uuid) ?? 0) + 1)
  }
  return counts
}

/** As it would be stored; what the original leaves out of due date and period is not decided yet. */
const toRow = (list: string, request: OriginalRequest) => ({
  uuid: request.uuid,
  list_uuid: list,
  phone_number: request.phoneNumber ?? null,
  mobile_phone_number: request.mobilePhoneNumber ?? null,
  first_name: request.firstName ?? null,
  last_name: request.lastName ?? null,
  company: request.company ?? null,
  description: request.description ?? null,
  due_date: request.dueDate,
  preferred_period_uuid: request.periodUuid,
  clotured: request.clotured,
})

type Row = ReturnType<typeof toRow>

/** The two that a request always has, as far as the original says them. */
const given = ({due_date, preferred_period_uuid}: Row) => ({
  ...(due_date !== undefined && {due_date}),
  ...(preferred_period_uuid !== undefined && {preferred_period_uuid}),
})

/** What would make the stored request what the original has. */
function changeOf(here: StoredRequest, there: Row): RequestChange {
  return Object.fromEntries(
    Object.entries(there).filter(([column, value]) => value !== undefined && value !== here[column as keyof Row]),
  )
}

const apiName = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
