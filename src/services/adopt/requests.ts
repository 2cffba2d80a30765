import {allPeriods} from '../../database/callbacks/periods.ts'
import {
  holdRequests,
  insertCallbacks,
  ongoingUuids,
  type RequestChange,
  rewriteCallbacks,
  type StoredRequest,
  today,
} from '../../database/callbacks/requests.ts'
import type {Trx} from '../../database/connection/transact.ts'
import type {Recorded, RecordedRequest} from '../../formats/changes.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {personalColumnsOf} from '../../formats/request-fields.ts'
import type {OriginalList, OriginalRequest} from '../../original/callbacks.ts'
import type {Remarks} from '../../original/remarks.ts'
import {periodsByName} from '../callbacks/periods.ts'
import type {Recorder} from '../journal.ts'
import {type Action, type AdoptedItem, count, type KeptRequest} from './adoption.ts'

export interface AdoptedRequests {
  /** Of each list. */
  outcomes: {action: Action}[][]
  /** By the list's uuid. */
  ofLists: Map<number | string, Required<Pick<AdoptedItem, 'requests'>>>
  kept: KeptRequest[]
}

/** Takes the requests of lists over under their uuids. A request that was touched here stays as it is here. */
export async function adoptRequests(
  trx: Trx,
  record: Recorder,
  lists: readonly OriginalList[],
  country: PhoneCountry,
  remarks: Remarks,
): Promise<AdoptedRequests> {
  const uuids = lists.flatMap(({requests}) => requests.map(({uuid}) => uuid))
  const stored = new Map((await holdRequests(trx, uuids)).map((row) => [row.uuid, row]))
  const onlyHere = await countOnlyHere(trx, lists, new Set(uuids))
  const {standard} = await periodsByName(trx)
  const periods = new Set((await allPeriods(trx)).map(({uuid}) => uuid))
  const defaults = {due_date: await today(trx), preferred_period_uuid: standard.uuid}
  const result: AdoptedRequests = {outcomes: [], ofLists: new Map(), kept: []}
  for (const list of lists) {
    const outcomes: {action: Action}[] = []
    const fresh: (ReturnType<typeof toRow> & typeof defaults)[] = []
    const touched: RecordedRequest[] = []
    for (const request of list.requests) {
      if (request.periodUuid !== undefined && !periods.has(request.periodUuid)) {
        remarks.note(`request ${request.uuid}, preferredPeriodUuid`, 'is not a period of this XiVO', request.periodUuid)
        continue
      }
      const row = toRow(list.uuid, request)
      const here = stored.get(request.uuid)
      if (here === undefined) {
        fresh.push({...row, ...defaults, ...given(row)})
        touched.push({uuid: row.uuid})
        outcomes.push({action: 'create'})
        continue
      }
      const change = columnsOf(here, row)
      const fields = Object.keys(change)
      const action = fields.length === 0 ? 'same' : here.changed_at === null ? 'change' : 'keep'
      outcomes.push({action})
      if (action === 'change') {
        await rewriteCallbacks(trx, country, [request.uuid], change)
        touched.push({uuid: request.uuid, before: here.stored})
      }
      if (action === 'keep') result.kept.push({uuid: request.uuid, list: list.name, fields: fields.map(apiName)})
    }
    await insertCallbacks(trx, country, fresh)
    const {reject: _, ...counts} = count(outcomes)
    await record(adoptionOf(list, counts, touched), async () => {})
    result.outcomes.push(outcomes)
    result.ofLists.set(list.uuid, {requests: {...counts, onlyHere: onlyHere.get(list.uuid) ?? 0}})
  }
  return result
}

/** What was taken over into a list is one change, however many requests it is. */
function adoptionOf(
  {uuid, name}: OriginalList,
  {create, change}: {create: number; change: number},
  requests: readonly RecordedRequest[],
): Recorded[] {
  if (create + change === 0) return []
  return [{kind: 'adoption', id: uuid, name, after: {created: create, changed: change}, requests}]
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
  ...personalColumnsOf(request),
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
function columnsOf(here: StoredRequest, there: Row): RequestChange {
  return Object.fromEntries(
    Object.entries(there).filter(([column, value]) => value !== undefined && value !== here[column as keyof Row]),
  )
}

const apiName = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
