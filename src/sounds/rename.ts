import {link, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {SoundDirectory} from './directory.ts'
import {aside, taken, unwritable} from './place.ts'

/** A file that gets another name. Between `begin` and `finish` it has both, so that at no moment it has none. */
export interface Renaming {
  begin: () => Promise<void>
  finish: () => Promise<void>
  cancel: () => Promise<void>
}

/** Conflict when a file has the new name. */
export function renaming({path}: SoundDirectory, from: string, to: string): Renaming {
  const [old, fresh] = [join(path, from), join(path, to)]
  return {
    begin: async () => {
      try {
        await link(old, fresh)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken(path, to)
        throw unwritable(path, error)
      }
    },
    finish: () => rm(old, {force: true}),
    cancel: () => rm(fresh, {force: true}),
  }
}

/** A file that is taken away and kept. One that an earlier attempt left there has the same bytes. */
export function settingAside(directory: SoundDirectory, file: string, sha256: string): Renaming {
  const kept = aside(file, sha256)
  const moving = renaming(directory, file, kept)
  return {
    ...moving,
    begin: async () => {
      await rm(join(directory.path, kept), {force: true})
      await moving.begin()
    },
  }
}
