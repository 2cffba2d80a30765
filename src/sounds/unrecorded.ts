import {readdir, stat} from 'node:fs/promises'
import {basename, join} from 'node:path'
import type {SoundDirectory} from './directory.ts'
import {abandonedDrafts} from './drafts.ts'
import {hashOf} from './place.ts'

/** Sounds that got their name from a program that was ended by force before it could record them: its draft has the same bytes. */
export async function unrecordedSounds(directory: SoundDirectory): Promise<string[]> {
  const drafts = (await abandonedDrafts(directory)).map((path) => basename(path))
  if (drafts.length === 0) return []
  const names = (await readdir(directory.path)).filter((name) => !name.startsWith('.')).sort()
  const sizeOf = (name: string) => stat(join(directory.path, name)).then(({size}) => size)
  const sizes = new Set(await Promise.all(drafts.map(sizeOf)))
  const hashes = new Set(await Promise.all(drafts.map((draft) => hashOf(directory, draft))))
  const found: string[] = []
  for (const name of names) {
    const size = await sizeOf(name).catch(() => -1)
    if (sizes.has(size) && hashes.has(await hashOf(directory, name))) found.push(name)
  }
  return found
}
