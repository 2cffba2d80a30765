import type {Db} from '../../database/connection/connect.ts'
import {soundChanges} from '../../database/history.ts'
import {overrides} from '../../database/overrides.ts'
import type {SoundDirectory} from '../../sounds/directory.ts'
import {aside, hashOf} from '../../sounds/place.ts'
import {isRenaming, type Renamed} from './renamed-sound.ts'
import {type Kept, keptOf} from './sounds.ts'

type Digest = string | undefined

/** The names of kept sounds that undo brings back, if the changes of sounds are undone from the latest on. */
export async function restorable(db: Db, directory: SoundDirectory): Promise<Set<string>> {
  const found = new Set<string>()
  const contents = new Map<string, Digest>()
  const contentOf = async (file: string): Promise<Digest> => {
    if (!contents.has(file)) contents.set(file, await hashOf(directory, file).catch(() => ''))
    return contents.get(file)
  }
  const placed = (await overrides(db, {live: false})).flatMap(({queues, sha256}) =>
    queues.flatMap((queue) => (queue.placed ? {file: queue.file, sha256} : [])),
  )
  const addOverridden = async () => {
    for (const {file, sha256} of placed) {
      if ([undefined, sha256].includes(await contentOf(file))) found.add(aside(file, sha256))
    }
  }
  await addOverridden()
  for (const {file, rows} of await soundChanges(db)) {
    if (rows && isRenaming(rows)) await undoneRenaming(rows)
    else await undone(file, keptOf({rows}))
  }
  await addOverridden()
  return found

  async function undone(file: string, {before, after}: {before?: Kept; after?: Kept}): Promise<void> {
    if ((await contentOf(file)) !== after?.sha256) return
    if (before) found.add(aside(file, before.sha256))
    contents.set(file, before?.sha256)
  }

  async function undoneRenaming({before, after}: Renamed): Promise<void> {
    for (const {file, sha256} of after.files) if ((await contentOf(file)) !== sha256) return
    for (const {file} of after.files) contents.set(file, undefined)
    for (const {file, sha256} of before.files) contents.set(file, sha256)
  }
}
