import {importByUuid, markNotUndone} from '../../database/callbacks/imports.ts'
import {allLists, deleteList, insertList, type ListRow, lockList, updateList} from '../../database/callbacks/lists.ts'
import {keptRequests} from '../../database/history.ts'
import {allQueues} from '../../database/queues.ts'
import {
  countKept,
  countOthers,
  type Kept,
  type KeptCount,
  movedOn as movedRequests,
  restoreRequests,
} from '../../database/restore.ts'
import type {RequestJson} from '../../database/tables.ts'
import {KEPT_REQUESTS, type Recorded, type State} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {refuseDuringImport} from '../callbacks/import-lock.ts'
import {undoImportIn} from '../callbacks/imports.ts'
import {listChange, listState} from '../callbacks/lists.ts'
import {keptFields} from '../callbacks/view.ts'
import {nextPlace} from '../journal.ts'
import {movedOn, refuseMoved, reversedStates, threeStates} from './states.ts'
import type {Undoing} from './undo.ts'

export const keptUnder = ({context: {schema}, row: {run, place}}: Undoing): Kept => ({schema, run, place})

/** The change that records the undo, with the states of the undone one. */
export async function reversed({trx, row}: Undoing, place: number): Promise<Recorded> {
  const isOfRow = ['callbackRequest', 'doNotCall', 'ticket'].includes(row.kind)
  const kept = isOfRow ? (await keptRequests(trx, row)).find(({uuid}) => uuid === row.object_id) : undefined
  return {
    kind: row.kind,
    id: row.object_id,
    name: row.object_name,
    ...(row.after && {before: {...(kept?.after && keptFields(kept.after)), ...row.after}}),
    ...(row.before && {after: {...(kept?.before && keptFields(kept.before)), ...row.before}}),
    undoes: row.id,
    place,
  }
}

/** Restores requests, with their identities and times; deletes those that the change created. */
export async function undoRequests(undoing: Undoing): Promise<undefined> {
  await refuseForgotten(undoing)
  await refuseMovedRequests(undoing)
  await restore(undoing, async () => {})
}

/** How many requests or rows undo can restore. */
export async function refuseForgotten(undoing: Undoing): Promise<KeptCount> {
  const count = await countKept(undoing.trx, keptUnder(undoing))
  if (count.all > 0) return count
  const {undoDays} = undoing.context.settings
  throw movedOn(
    undoing.row,
    `the data that undo needs are gone: they are deleted after ${undoDays} days, or when a customer is erased`,
  )
}

async function refuseMovedRequests(undoing: Undoing): Promise<void> {
  const moved = await movedRequests(undoing.trx, keptUnder(undoing))
  if (moved.length === 0) return
  const [only, ...others] = moved
  const states = only && others.length === 0 ? threeStates(undoing.row, only, requestState) : []
  const few = moved
    .slice(0, FEW)
    .map(({uuid}) => uuid)
    .join(', ')
  const more = moved.length > FEW ? ` and ${moved.length - FEW} more` : ''
  throw movedOn(undoing.row, `${counted(moved.length, 'callback request')} changed since: ${few}${more}`, states)
}

/** What people know of a request. */
const requestState = (row: RequestJson): State => ({
  ...keptFields(row),
  listUuid: row.list_uuid,
  dueDate: row.due_date,
  preferredPeriodUuid: row.preferred_period_uuid,
  clotured: row.clotured,
  attempts: row.attempts,
})

const FEW = 10

async function restore(undoing: Undoing, withIt: () => Promise<void>): Promise<void> {
  const {context, trx, record} = undoing
  const place = nextPlace(context)
  const {schema, run, settings} = context
  await record(await reversed(undoing, place), async () => {
    await withIt()
    await restoreRequests(trx, keptUnder(undoing), {schema, run: run.uuid, place}, settings.phoneCountry)
  })
}

/** Restores a list: deletes a new one, creates a deleted one again with its requests, and reverts a changed one. */
export async function undoList(undoing: Undoing): Promise<undefined> {
  const {context, trx, record, row} = undoing
  const before = row.rows?.before as ListRow | undefined
  await refuseDuringImport(trx, row.object_id)
  await lockList(trx, row.object_id)
  const lists = await allLists(trx)
  const now = lists.find(({uuid}) => uuid === row.object_id)
  const queues = await allQueues(trx)
  refuseMoved(row, `the callback list '${row.object_name}'`, now, (each) => listState(each, queues))
  const namesake = lists.find(({uuid, name}) => uuid !== row.object_id && name === before?.name)
  if (namesake !== undefined && now?.name !== namesake.name) {
    throw movedOn(row, `another callback list is named '${namesake.name}' (${namesake.uuid})`, ['rename it first'])
  }
  const kept = keptUnder(undoing)
  const place = nextPlace(context)
  const undo = {schema: context.schema, run: context.run.uuid, place}
  const putBack = () => restoreRequests(trx, kept, undo, context.settings.phoneCountry)
  await refuseMovedRequests(undoing)
  if (before === undefined && now !== undefined) {
    const others = await countOthers(trx, now.uuid, kept)
    if (others > 0) throw movedOn(row, `the callback list '${now.name}' now has ${counted(others, 'callback request')}`)
  }
  const back = before !== undefined && now === undefined ? await refuseLostRequests(undoing) : undefined
  const reverse = reversedStates(row)
  const states = {...reverse, ...(back && {after: {...reverse.after, ...back}})}
  await record({...listChange(now, before, queues), ...states, undoes: row.id, place}, async () => {
    if (before === undefined) {
      await putBack()
      return deleteList(trx, row.object_id)
    }
    if (now === undefined) await insertList(trx, before)
    else await updateList(trx, before.uuid, before)
    await putBack()
  })
}

function warnErased({warnings}: Undoing, count: number): void {
  if (count > 0) warnings.push(`${counted(count, 'callback request')} erased since cannot be restored`)
}

/** How many requests of a deleted list come back: not those of customers who were erased since. */
async function refuseLostRequests(undoing: Undoing): Promise<{ongoing: number; closed: number}> {
  const {row} = undoing
  const {ongoing = 0, closed = 0} = (row.before ?? {}) as {ongoing?: number; closed?: number}
  const requests = ongoing + closed
  if (requests > KEPT_REQUESTS) {
    throw movedOn(row, `the list had ${requests} callback requests, and undo keeps at most ${KEPT_REQUESTS}`)
  }
  if (requests === 0) return {ongoing, closed}
  const {all, ...back} = await refuseForgotten(undoing)
  warnErased(undoing, requests - all)
  return back
}

/** Undoes an import, or the undoing of one. */
export async function undoImport(undoing: Undoing): Promise<{kept?: string[]} | undefined> {
  const {context, trx, record, row} = undoing
  if (row.after?.undone !== true) {
    const {kept} = await undoImportIn(context, trx, record, row.object_id, row.id)
    return {kept}
  }
  const there = await importByUuid(trx, row.object_id)
  if (there) await refuseDuringImport(trx, there.list_uuid)
  if (!there?.undone_at) throw movedOn(row, `the undo of the import ${row.object_id} was itself undone already`)
  const {deleted = 0} = (row.after ?? {}) as {deleted?: number}
  if (Number(deleted) > KEPT_REQUESTS) {
    throw movedOn(row, `${deleted} callback requests were deleted, and undo keeps at most ${KEPT_REQUESTS}`)
  }
  if (Number(deleted) > 0) warnErased(undoing, Number(deleted) - (await refuseForgotten(undoing)).all)
  await refuseMovedRequests(undoing)
  await restore(undoing, () => markNotUndone(trx, row.object_id))
  return undefined
}
