import type {Context} from '../../context.ts'
import {lock} from '../../database/connection/locks.ts'
import {conflict, notFound} from '../../errors.ts'
import {type Changed, changeOf, type Recorded} from '../../formats/changes.ts'
import {nameHints} from '../../formats/nearest.ts'
import {extensionOf, filesOnce, type Sound, type SoundDirectory} from '../../sounds/directory.ts'
import {type FileMove, renaming, settingAside} from '../../sounds/moves.ts'
import {refuseHidden, refuseUnfit} from '../../sounds/name.ts'
import {hashOf, sizeOf} from '../../sounds/place.ts'
import {changeWithFiles} from '../moving.ts'
import {follow} from './following.ts'
import {refusePlayed} from './players.ts'
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
  return changeWithFiles(context, async (trx, record, move) => {
    await lock(trx, {on: 'sounds'})
    const chosen = chooseFiles(await filesOnce(directory), wanted)
    const {name} = chosen[0]
    const files = await known(directory, chosen)
    const removals = await Promise.all(files.map((each) => removal(directory, each)))
    const moves = files.map(({file, sha256}) => settingAside(directory, file, sha256))
    if (await isSilencedWithout(directory, name, new Set(chosen.map(({file}) => file)))) {
      await refusePlayed(trx, directory, name, (why) =>
        conflict(`${why}: nothing was removed`, {
          hints: [
            {run: 'dissuasion set-sound', words: ['QUEUE', 'SOUND'], when: 'to choose another sound for a queue first'},
          ],
        }),
      )
    }
    await record(removals, () => move(moves))
    return {soundFile: name, files: files.map(({file}) => file)}
  })
}

async function removal(directory: SoundDirectory, {file, sha256}: KnownFile): Promise<Recorded> {
  const bytes = await sizeOf(directory, file)
  return {kind: 'sound', id: file, name: file, before: {bytes}, rows: {before: {sha256}}}
}

/** Gives a sound another name, in all formats and languages; all that plays it plays it under its new name. Conflict when that is taken. */
export async function renameSound(context: Context, wanted: string, newName: string): Promise<Changed<StoredSound>> {
  const {sounds: directory} = context
  const {
    result: {queues, ...result},
    hints = [],
    ...changed
  } = await changeWithFiles(context, async (trx, record, move) => {
    await lock(trx, {on: 'sounds'})
    const {from, to, files, renamed} = await renamedFiles(directory, wanted, newName)
    const result = {soundFile: to, files: renamed.map(({file}) => file)}
    if (from === to) return {...result, queues: []}
    const object = {kind: 'sound', id: to, name: to} as const
    const [before, after] = [
      {name: from, files},
      {name: to, files: renamed},
    ]
    await record(changeOf(object, before, after, soundState), () => move(renamingOf(directory, files, renamed)))
    const refusal = (why: string) => conflict(`${why}: nothing was renamed`)
    return {...result, queues: await follow({trx, record, directory, refusal}, from, to)}
  })
  const to = result.soundFile
  const unoffered = queues.filter(({name}) => !to.startsWith(`${name}_`)).map(({name}) => notOffered(name))
  const said = [...unoffered, ...hints]
  return {...changed, result, ...(said.length > 0 && {hints: said})}
}

/** The files of a sound as they are and as they will be. */
async function renamedFiles(directory: SoundDirectory, wanted: string, newName: string) {
  const all = await filesOnce(directory)
  const [{name: from}] = chooseFiles(all, wanted)
  const own = all.filter(({name}) => name === from)
  const to = withoutExtensionOf(own, newName)
  refuseHidden(to)
  refuseUnfit(directory, to, (better) => (better === undefined ? [] : [`'${better}' would do`]))
  const files = await known(directory, own)
  const renamed = files.map(({file, sha256}) => ({file: renamedFile(file, from, to), sha256}))
  if (from !== to && all.some(({name}) => name === to))
    throw conflict(`there is a sound '${to}' already: nothing was renamed`)
  return {from, to, files, renamed}
}

const notOffered = (queue: string) =>
  `the queue '${queue}' plays the sound, but it is no longer offered for this queue: its name does not begin with '${queue}_'`

export const soundState = ({name, files}: NamedFiles) => ({name, files: files.map(({file}) => file)})

export const renamingOf = (
  directory: SoundDirectory,
  from: readonly KnownFile[],
  to: readonly KnownFile[],
): FileMove[] => from.map(({file}, i) => renaming(directory, file, to[i]?.file ?? file))

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
