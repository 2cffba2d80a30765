import {
  type DissuasionRow,
  deleteDissuasion,
  lockDestination,
  lockDissuasion,
  putDestination,
  putDissuasion,
} from '../../database/dissuasion.ts'
import {allQueues} from '../../database/queues.ts'
import {deleteProfile, putRights, type StoredRights, storedRights} from '../../database/rights.ts'
import {changeOf} from '../../formats/changes.ts'
import {dissuasionState} from '../dissuasion/dissuasion.ts'
import {keyOf} from '../dissuasion/following.ts'
import {rightsChange, rightsState} from '../rights/rights.ts'
import {refuseMoved} from './states.ts'
import type {Undoing} from './undo.ts'

/** Restores a user's profile and rights, row by row, including rights on objects that XiVO no longer has. */
export async function undoRights({trx, record, row}: Undoing): Promise<undefined> {
  const userId = Number(row.object_id)
  const now = await storedRights(trx, userId)
  refuseMoved(sorted(row), `the profile of ${row.object_name}`, now, rightsState)
  const before = row.rows?.before as StoredRights | undefined
  await record({...rightsChange(userId, row.object_name, now, before), undoes: row.id}, () =>
    before === undefined ? deleteProfile(trx, userId) : putRights(trx, before),
  )
}

const sorted = (row: Undoing['row']): Undoing['row'] => ({
  ...row,
  rows: row.rows && {
    ...row.rows,
    ...(row.rows.after !== undefined && {after: inOrder(row.rows.after as StoredRights)}),
  },
})

/** Rights have no order. */
const inOrder = ({profile, rows}: StoredRights): StoredRights => ({
  profile,
  rows: [...rows].sort((a, b) => (a.kind < b.kind ? -1 : Number(a.kind > b.kind)) || a.object_id - b.object_id),
})

/** Restores XiVO's row to the byte, whatever the destination; deletes it if there was none. */
export function undoDissuasion(undoing: Undoing): Promise<undefined> {
  const {trx, row} = undoing
  const queueId = Number(row.object_id)
  return putBack(undoing, `the dissuasion of '${row.object_name}'`, {
    id: queueId,
    lock: () => lockDissuasion(trx, queueId),
    write: (before) => (before === undefined ? deleteDissuasion(trx, queueId) : putDissuasion(trx, queueId, before)),
  })
}

/** The same for a row that followed a sound; it was there. */
export function undoDestination(undoing: Undoing): Promise<undefined> {
  const {trx, row} = undoing
  const key = keyOf(row.object_id)
  return putBack(undoing, `the destination of ${row.object_name} (${key.event})`, {
    id: row.object_id,
    lock: () => lockDestination(trx, key),
    write: async (before) => {
      if (before !== undefined) await putDestination(trx, key, before)
    },
  })
}

async function putBack(
  {trx, record, row}: Undoing,
  what: string,
  {
    id,
    lock,
    write,
  }: {
    id: number | string
    lock: () => Promise<DissuasionRow | undefined>
    write: (before: DissuasionRow | undefined) => Promise<void>
  },
): Promise<undefined> {
  const now = await lock()
  const queues = await allQueues(trx)
  const toState = (each: DissuasionRow) => dissuasionState(each, queues)
  refuseMoved(row, what, now, toState)
  const before = row.rows?.before as DissuasionRow | undefined
  const object = {kind: row.kind, id, name: row.object_name}
  await record({...changeOf(object, now, before, toState), undoes: row.id}, () => write(before))
}
