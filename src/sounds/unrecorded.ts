import {lstat, readdir} from 'node:fs/promises'
import {basename, join} from 'node:path'
import type {SoundDirectory} from './directory.ts'
import {abandonedDrafts} from './drafts.ts'
import {hashOf} from './place.ts'

/** Sounds that got their name from a program that was ended by force before it could record them: its draft is still there. */
export async function unrecordedSounds(directory: SoundDirectory): Promise<string[]> {
  const drafts = (await abandonedDrafts(directory)).map((path) => basename(path))
  if (drafts.length === 0) return []
  const names = (await readdir(directory.path)).filter((name) => !name.startsWith('.')).sort()
  const found = new Set<string>()
  for (const draft of drafts) for (const name of await placedFrom(directory, draft, names)) found.add(name)
  return [...found].sort()
}

/** Its links or, on a file system without links, its copies, which are younger. The file that was given may have the same bytes. */
async function placedFrom(directory: SoundDirectory, draft: string, names: readonly string[]): Promise<string[]> {
  const of = (name: string) => lstat(join(directory.path, name)).catch(() => undefined)
  const original = await of(draft)
  if (original === undefined) return []
  const hash = original.nlink > 1 ? undefined : await hashOf(directory, draft)
  const placed: string[] = []
  for (const name of names) {
    const each = await of(name)
    if (each?.ino === original.ino) placed.push(name)
    else if (hash !== undefined && each?.isFile() && each.size === original.size && each.mtimeMs >= original.mtimeMs) {
      if ((await hashOf(directory, name)) === hash) placed.push(name)
    }
  }
  return placed
}
