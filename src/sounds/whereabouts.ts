import {realpath} from 'node:fs/promises'
import {posix} from 'node:path'
import {remembered} from '../formats/remembered.ts'
import {isLanguage, type SoundDirectory} from './directory.ts'

/**
 * Where the sound is that XiVO has by its path: in the sound directory, or in the folder of a language there; in another directory; or
 * in one of another machine, which cannot be looked at.
 */
export interface Whereabouts {
  name: string
  place: 'here' | 'elsewhere' | 'unknown'
  language?: string
}

/** Finds sounds by their path, whatever way it leads to the sound directory. Asks the file system about each folder once. */
export function locating(directory: SoundDirectory): (path: string) => Promise<Whereabouts> {
  const placeIn = remembered((folder: string) => placeOf(directory, folder))
  return async (path) => {
    const {dir, base: name} = posix.parse(posix.normalize(path))
    return {name, ...(await placeIn(dir))}
  }
}

/** A relative path is one in Asterisk's own directory of sounds. */
async function placeOf({path, asteriskPath}: SoundDirectory, folder: string): Promise<Omit<Whereabouts, 'name'>> {
  if (!folder.startsWith('/')) return {place: 'elsewhere'}
  const [ours, seen, real] = await Promise.all(
    [path, asteriskPath, folder].map((each) => realpath(each).catch(() => undefined)),
  )
  const within =
    beneath(asteriskPath, folder) ?? (ours !== undefined && real !== undefined ? beneath(ours, real) : undefined)
  if (within === '') return {place: 'here'}
  if (within !== undefined) return isLanguage(within) ? {place: 'here', language: within} : {place: 'elsewhere'}
  const isAsterisksMachine = seen !== undefined && seen === ours
  return {place: real === undefined && !isAsterisksMachine ? 'unknown' : 'elsewhere'}
}

function beneath(root: string, folder: string): string | undefined {
  if (folder === root) return ''
  return folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : undefined
}
