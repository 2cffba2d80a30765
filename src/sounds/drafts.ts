import {lstat, readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {isDraft, isKept, type SoundDirectory} from './directory.ts'

/** In milliseconds: no sound takes longer to be written. */
const OLD = 3_600_000

/** What a program left that was ended by force while it added a sound. */
export async function abandonedDrafts({path}: SoundDirectory): Promise<string[]> {
  const drafts = (await readdir(path)).filter(isDraft).sort()
  const ages = await Promise.all(
    drafts.map((name) =>
      stat(join(path, name)).then(
        ({mtimeMs}) => Date.now() - mtimeMs,
        () => 0,
      ),
    ),
  )
  return drafts.filter((_, i) => (ages[i] ?? 0) > OLD).map((name) => join(path, name))
}

/** What was set aside for undo an hour ago or earlier, also in folders of languages; by its path in the directory. */
export async function keptFiles({path}: SoundDirectory): Promise<string[]> {
  const entries = await readdir(path, {withFileTypes: true})
  const folders = entries.filter((entry) => entry.isDirectory()).map(({name}) => name)
  const kept = entries.map(({name}) => name).filter(isKept)
  for (const folder of folders) {
    const names = await readdir(join(path, folder)).catch(() => [])
    kept.push(...names.filter(isKept).map((name) => `${folder}/${name}`))
  }
  const old: string[] = []
  for (const file of kept.sort()) {
    const changed = await lstat(join(path, file)).then(
      ({ctimeMs}) => ctimeMs,
      () => Date.now(),
    )
    if (Date.now() - changed > OLD) old.push(file)
  }
  return old
}
