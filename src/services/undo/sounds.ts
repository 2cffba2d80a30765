import type {JournalRow} from '../../database/history.ts'
import {bringingBack, puttingBack, settingAside} from '../../sounds/moves.ts'
import {hashOf, isAside} from '../../sounds/place.ts'
import {refusePlayed} from '../dissuasion/players.ts'
import {isSilencedWithout} from '../dissuasion/silenced.ts'
import {isRenaming, undoRenaming} from './renamed-sound.ts'
import {movedOn, reversedStates} from './states.ts'
import type {Undoing} from './undo.ts'

/** A file as the journal knows it. */
export interface Kept {
  sha256: string
}

/** Sets the file of an added sound aside, or restores a removed one. Refuses if the sound is played, or the file has been replaced. */
export async function undoSound(undoing: Undoing): Promise<undefined> {
  const {context, row, record, moves} = undoing
  if (row.rows && isRenaming(row.rows)) return undoRenaming(undoing, row.rows)
  const {before, after} = keptOf(row)
  const file = row.object_name
  const found = await hashOf(context.sounds, file)
  if (found !== after?.sha256)
    throw movedOn(row, `the file '${file}' ${found === undefined ? 'is gone' : 'has been replaced'}`)
  if (after && !before) await refuseSilence(undoing)
  if (before && !(await isAside(context.sounds, file, before.sha256))) {
    throw movedOn(row, `the file '${file}' is no longer kept`)
  }
  const change = {
    kind: row.kind,
    id: file,
    name: file,
    undoes: row.id,
    rows: {...(after && {before: after}), ...(before && {after: before})},
  }
  await record({...change, ...reversedStates(row)}, async () => {
    if (after && before) moves.push(puttingBack(context.sounds, file, before.sha256, after.sha256))
    else if (after) moves.push(settingAside(context.sounds, file, after.sha256))
    else if (before) moves.push(bringingBack(context.sounds, file, before.sha256))
  })
}

export const keptOf = ({rows}: Pick<JournalRow, 'rows'>) => (rows ?? {}) as {before?: Kept; after?: Kept}

const nameOf = (file: string) => file.replace(/\.[^.]*$/, '')

/** Unless another file of the same name stays, or comes back with it. */
async function refuseSilence({context: {sounds}, trx, row, rows}: Undoing): Promise<void> {
  const file = row.object_name
  const name = nameOf(file)
  const comesBack = rows.some(
    (each) => each.kind === 'sound' && keptOf(each).before && nameOf(each.object_name) === name,
  )
  if (comesBack) return
  if (!(await isSilencedWithout(sounds, name, new Set([file])))) return
  await refusePlayed(trx, sounds, name, (why) => movedOn(row, why))
}
