import {join} from 'node:path'
import {type Change, changeOf} from '../../formats/changes.ts'
import {isSameFile} from '../../sounds/moves.ts'
import {hashOf} from '../../sounds/place.ts'
import {follow} from '../dissuasion/following.ts'
import {type KnownFile, type NamedFiles, renamingOf, soundState} from '../dissuasion/stored-sounds.ts'
import {movedOn} from './states.ts'
import type {Undoing} from './undo.ts'

/** Gives a renamed sound its former name, also in what was set to play it since. Refuses if its files have been replaced. */
export async function undoRenaming(undoing: Undoing, {before, after}: Renamed): Promise<undefined> {
  const {context, trx, record, row, rows, moves} = undoing
  const directory = context.sounds
  for (const {file, sha256} of after.files) {
    if ((await hashOf(directory, file)) !== sha256)
      throw movedOn(row, `the file '${file}' is gone or has been replaced`)
  }
  await refuseTakenAgain(undoing, before.files, after.files)
  const object = {kind: row.kind, id: before.name, name: before.name}
  await record({...changeOf(object, after, before, soundState), undoes: row.id}, async () => {
    moves.push(...renamingOf(directory, after.files, before.files))
  })
  const isLeft = ({kind, id}: Pick<Change, 'kind' | 'id'>) =>
    rows.some((each) => each.kind === kind && each.object_id === String(id))
  const refusal = (why: string) => movedOn(row, why)
  await follow({trx, record, directory, refusal, isLeft}, after.name, before.name)
}

/** A file that still has its former name too, because its program was ended by force, is no other one. */
async function refuseTakenAgain(
  {context: {sounds}, row}: Undoing,
  before: readonly KnownFile[],
  after: readonly KnownFile[],
) {
  for (const [i, {file}] of before.entries()) {
    if ((await hashOf(sounds, file)) === undefined) continue
    if (!(await isSameFile(join(sounds.path, file), join(sounds.path, after[i]?.file ?? file)))) {
      throw movedOn(row, `there is now another file '${file}'`)
    }
  }
}

/** The rows of a change that renamed a sound. */
export interface Renamed {
  before: NamedFiles
  after: NamedFiles
}

export const isRenaming = (rows: object): rows is Renamed =>
  'before' in rows && typeof rows.before === 'object' && rows.before !== null && 'files' in rows.before
