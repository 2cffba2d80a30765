import {allSoundUses} from '../../database/dissuasion.ts'
import {asteriskFile, soundNames} from '../../sounds/directory.ts'
import {bringBack, hashOf, isAside, setAside} from '../../sounds/place.ts'
import {movedOn, reversedStates} from './states.ts'
import type {Undoing} from './undo.ts'

/** Takes an added sound away, and keeps its file; or brings it back. One that is played, or another file by now, stays. */
export async function undoSound(undoing: Undoing): Promise<undefined> {
  const {context, row, record, moves} = undoing
  const {before, after} = (row.rows ?? {}) as {before?: {sha256: string}; after?: {sha256: string}}
  const file = row.object_name
  const found = await hashOf(context.sounds, file)
  if (found !== after?.sha256)
    throw movedOn(row, `the file '${file}' is ${found === undefined ? 'gone' : 'another one'}`)
  if (after) await refusePlayed(undoing)
  else if (before && !(await isAside(context.sounds, file, before.sha256))) {
    throw movedOn(row, `the file '${file}' is not kept any more`)
  }
  const change = {
    kind: row.kind,
    id: file,
    name: file,
    undoes: row.id,
    rows: {...(after && {before: after}), ...(before && {after: before})},
  }
  await record({...change, ...reversedStates(row)}, async () => {
    const {sha256 = ''} = after ?? before ?? {}
    const away = () => setAside(context.sounds, file, sha256)
    const back = () => bringBack(context.sounds, file, sha256)
    moves.push(after ? {make: away, revert: back} : {make: back, revert: away})
  })
}

async function refusePlayed({context: {sounds}, trx, row}: Undoing): Promise<void> {
  const file = row.object_name
  const name = file.replace(/\.[^.]*$/, '')
  if (!(await soundNames(sounds)).has(name)) return
  const uses = (await allSoundUses(trx)).filter(({path}) => path === asteriskFile(sounds, name))
  const [use] = uses
  if (use) throw movedOn(row, `the sound '${file}' is played by ${use.category} ${use.categoryval}`)
}
