import type {Context} from '../../context.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {
  allSoundUses,
  isDissuasion,
  lockDissuasion,
  moveSoundUses,
  putDissuasion,
  type SoundUseRow,
} from '../../database/dissuasion.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {conflict, notFound} from '../../errors.ts'
import {type Changed, changeOf, type Recorded} from '../../formats/changes.ts'
import {nameHints} from '../../formats/nearest.ts'
import {asteriskFile, extensionOf, filesOnce, type Sound, type SoundDirectory} from '../../sounds/directory.ts'
import {type FileMove, renaming, settingAside} from '../../sounds/moves.ts'
import {refuseHidden, refuseUnfit} from '../../sounds/name.ts'
import {hashOf, sizeOf} from '../../sounds/place.ts'
import {change, type Recorder} from '../journal.ts'
import {moving} from '../moving.ts'
import {dissuasionState} from './dissuasion.ts'
import {isSilencedWithout} from './silenced.ts'

export interface StoredSound {
  soundFile: string
  /** In all formats and languages. */
  files: string[]
}

/** A file, by what it contains. */
export interface KnownFile {
  file: string
  sha256: string
}

/** A sound's name and its files, as undo needs them. */
export interface NamedFiles {
  name: string
  files: KnownFile[]
}

/**
 * Takes a sound away, or one of its files that is given with its extension. Undo brings it back. Conflict while the sound is played
 * and no other file of it would be left.
 */
export async function removeSound(context: Context, wanted: string): Promise<Changed<StoredSound>> {
  const {sounds: directory} = context
  const chosen = chooseFiles(await filesOnce(directory), wanted)
  const {name} = chosen[0]
  const files = await known(directory, chosen)
  const removals = await Promise.all(files.map((each) => removal(directory, each)))
  const moves = files.map(({file, sha256}) => settingAside(directory, file, sha256))
  return moving(context, (move) =>
    change(context, async (trx, record) => {
      if (await isSilencedWithout(directory, name, new Set(chosen.map(({file}) => file)))) {
        await refusePlayed(trx, directory, name)
      }
      await record(removals, () => move(moves))
      return {soundFile: name, files: files.map(({file}) => file)}
    }),
  )
}

async function removal(directory: SoundDirectory, {file, sha256}: KnownFile): Promise<Recorded> {
  const bytes = await sizeOf(directory, file)
  return {kind: 'sound', id: file, name: file, before: {bytes}, rows: {before: {sha256}}}
}

/** Gives a sound another name, in all formats and languages; all that plays it plays it under its new name. Conflict when that is taken. */
export async function renameSound(context: Context, wanted: string, newName: string): Promise<Changed<StoredSound>> {
  const {sounds: directory} = context
  const all = await filesOnce(directory)
  const [{name: from}] = chooseFiles(all, wanted)
  const own = all.filter(({name}) => name === from)
  const to = withoutExtensionOf(own, newName)
  refuseHidden(to)
  refuseUnfit(directory, to, (better) => (better === undefined ? [] : [`'${better}' would do`]))
  const files = await known(directory, own)
  const renamed = files.map(({file, sha256}) => ({file: renamedFile(file, from, to), sha256}))
  if (from === to) return {result: {soundFile: to, files: files.map(({file}) => file)}, changes: []}
  if (all.some(({name}) => name === to)) throw conflict(`there is a sound '${to}' already: nothing was renamed`)
  const hints: string[] = []
  const changed = await moving(context, (move) =>
    change(context, async (trx, record) => {
      const object = {kind: 'sound', id: to, name: to} as const
      const [before, after] = [
        {name: from, files},
        {name: to, files: renamed},
      ]
      await record(changeOf(object, before, after, soundState), () => move(renamingOf(directory, files, renamed)))
      hints.push(...(await follow(trx, record, directory, from, to)))
      return {soundFile: to, files: renamed.map(({file}) => file)}
    }),
  )
  const said = [...hints, ...(changed.hints ?? [])]
  return {...changed, ...(said.length > 0 && {hints: said})}
}

export const soundState = ({name, files}: NamedFiles) => ({name, files: files.map(({file}) => file)})

export const renamingOf = (
  directory: SoundDirectory,
  from: readonly KnownFile[],
  to: readonly KnownFile[],
): FileMove[] => from.map(({file}, i) => renaming(directory, file, to[i]?.file ?? file))

/** Lets all that plays a sound play it under its new name; says who that is besides the dissuasions of queues, which are changes. */
export async function follow(
  trx: Trx,
  record: Recorder,
  directory: SoundDirectory,
  from: string,
  to: string,
): Promise<string[]> {
  const [old, path] = [asteriskFile(directory, from), asteriskFile(directory, to)]
  const queues = await allQueues(trx)
  const uses = (await allSoundUses(trx)).filter((use) => use.path === old)
  const fixed = uses.filter(({category}) => category === 'schedule' || category === 'paging')
  if (fixed.length > 0)
    throw conflict(`'${from}' is played by ${usersText(fixed, queues)}, which only XiVO's web interface changes`)
  const ofQueues = uses.filter(isDissuasion).flatMap((use) => queueOf(use, queues) ?? [])
  for (const queue of ofQueues) {
    const before = await lockDissuasion(trx, queue.id)
    // Somebody may have changed it until it was locked.
    if (before?.action !== 'sound' || before.linked !== 1 || before.actionarg1 !== old) continue
    const after = {...before, actionarg1: path}
    const {id, name} = queue
    const following = changeOf({kind: 'dissuasion', id, name}, before, after, (row) => dissuasionState(row, queues))
    await record(following, () => putDissuasion(trx, id, after))
  }
  await moveSoundUses(trx, old, path)
  const others = uses.filter((use) => !isDissuasion(use) || queueOf(use, queues) === undefined)
  const unoffered = ofQueues.filter(({name}) => !to.startsWith(`${name}_`))
  return [
    ...(others.length > 0 ? [`played under its new name by ${usersText(others, queues)} too`] : []),
    ...unoffered.map(
      ({name}) => `the queue '${name}' plays it, but is not offered it: its name does not begin with '${name}_'`,
    ),
  ]
}

/** All files of a sound that is named without extension, or the one file that is meant. */
function chooseFiles(all: readonly Sound[], wanted: string): [Sound, ...Sound[]] {
  const byName = all.filter(({name}) => name === wanted)
  const [first, ...others] = byName.length > 0 ? byName : all.filter(({file}) => file === wanted)
  if (first) return [first, ...others]
  const names = [...new Set(all.map(({name}) => name))]
  throw notFound('File', `no sound file '${wanted}'`, {hints: nameHints('sound files', wanted, names)})
}

/** One after the other: some are large. */
async function known(directory: SoundDirectory, files: readonly Sound[]): Promise<KnownFile[]> {
  const all: KnownFile[] = []
  const outside = files.find(({file}) => file.startsWith('../'))
  if (outside)
    throw conflict(
      `'${outside.file}' is not in ${directory.path}, but in a folder that is linked there: nothing was changed`,
    )
  for (const {file} of files) all.push({file, sha256: (await hashOf(directory, file)) ?? ''})
  return all
}

/** `closed.wav` to `shut.wav` is `closed` to `shut`. */
function withoutExtensionOf(files: readonly Sound[], newName: string): string {
  const extension = extensionOf(newName)
  const isOwn = extension !== undefined && files.some(({file}) => extensionOf(file) === extension)
  return isOwn ? newName.slice(0, -extension.length - 1) : newName
}

/** In the same folder, with the same extension. */
function renamedFile(file: string, from: string, to: string): string {
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  return folder + to + file.slice(folder.length + from.length)
}

async function refusePlayed(trx: Trx, directory: SoundDirectory, name: string): Promise<void> {
  const path = asteriskFile(directory, name)
  const uses = (await allSoundUses(trx)).filter((use) => use.path === path)
  if (uses.length === 0) return
  throw conflict(`'${name}' is played by ${usersText(uses, await allQueues(trx))}: nothing was removed`)
}

const usersText = (uses: readonly SoundUseRow[], queues: readonly QueueRow[]) =>
  uses.map((use) => `${queueOf(use, queues)?.name ?? `${use.category} ${use.categoryval}`} (${use.event})`).join(', ')

const queueOf = ({category, categoryval}: SoundUseRow, queues: readonly QueueRow[]) =>
  category === 'queue' ? queues.find(({id}) => String(id) === categoryval) : undefined
