import {deleteOverride, type OverrideRow, overrideById, overrides, putOverride} from '../../database/overrides.ts'
import {bringingBack, settingAside} from '../../sounds/moves.ts'
import {hashOf, isAside} from '../../sounds/place.ts'
import {overrideChange, overrideState, stateOf} from '../dissuasion/override-steps.ts'
import {refusePlayed} from '../dissuasion/players.ts'
import {movedOn, refuseMoved} from './states.ts'
import type {Undoing} from './undo.ts'

/** Restores an override and its files; the rows of dialaction are changes of their own in the same run. */
export async function undoOverride(undoing: Undoing): Promise<undefined> {
  const {trx, record, row} = undoing
  const id = Number(row.object_id)
  const now = await overrideById(trx, id)
  refuseMoved(row, `the override ${id}`, now, overrideState)
  const before = (row.rows?.before ?? undefined) as OverrideRow | undefined
  await record({...overrideChange(now, before), undoes: row.id}, () =>
    before === undefined ? deleteOverride(trx, id) : putOverride(trx, before),
  )
  if (isOver(now) && !isOver(before)) await filesBack(undoing, before as OverrideRow)
  if (!isOver(now) && isOver(before)) await filesAway(undoing, now as OverrideRow)
}

/** Ended, or not there. */
const isOver = (row: OverrideRow | undefined) => row === undefined || stateOf(row) === 'ended'

async function filesBack({context: {sounds}, row, moves}: Undoing, {queues, sha256}: OverrideRow): Promise<void> {
  for (const {file, placed} of queues) {
    const found = placed ? await hashOf(sounds, file) : sha256
    if (found === sha256) continue
    if (found !== undefined) throw movedOn(row, `the file '${file}' has been replaced`)
    if (!(await isAside(sounds, file, sha256))) throw movedOn(row, `the file '${file}' is no longer kept`)
    moves.push(bringingBack(sounds, file, sha256))
  }
}

async function filesAway(
  {context: {sounds}, trx, row, moves}: Undoing,
  {id, queues, sha256}: OverrideRow,
): Promise<void> {
  const others = (await overrides(trx, {live: true})).filter((each) => each.id !== id)
  for (const {file, soundFile, placed} of queues) {
    if (placed) await refusePlayed(trx, sounds, soundFile, (why) => movedOn(row, why))
    const isWanted = others.some((other) => other.queues.some((queue) => queue.file === file))
    if (!placed || isWanted || (await hashOf(sounds, file)) !== sha256) continue
    moves.push(settingAside(sounds, file, sha256))
  }
}
