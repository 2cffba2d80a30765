import {dirname} from 'node:path'
import type {SoundDirectory, SoundFile} from './directory.ts'
import {extensions} from './formats.ts'
import {aside, hashOf} from './place.ts'

/** The name of a file that was set aside, where it is that of a sound at hand or of one that something plays, in whatever format. */
export async function formerName(
  directory: SoundDirectory,
  kept: string,
  sounds: readonly SoundFile[],
  played: Iterable<string>,
): Promise<string | undefined> {
  const sha256 = await hashOf(directory, kept).catch(() => undefined)
  if (sha256 === undefined) return undefined
  for (const name of candidates(dirname(kept), sounds, played)) if (aside(name, sha256) === kept) return name
  return undefined
}

/** What is there first: a file that was replaced has given its name to another one. */
function* candidates(folder: string, sounds: readonly SoundFile[], played: Iterable<string>): Generator<string> {
  for (const {file} of sounds) yield file
  const prefix = folder === '.' ? '' : `${folder}/`
  for (const name of new Set([...sounds.map((sound) => sound.name), ...played])) {
    for (const extension of extensions) yield `${prefix}${name}.${extension}`
  }
}
