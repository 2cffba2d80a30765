import type {Stats} from 'node:fs'
import {realpath, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {isReadByAsterisk} from './access.ts'
import {allSounds, extensionOf, type SoundDirectory, type SoundFile} from './directory.ts'
import {isPlain, plain, unlisted} from './name.ts'

/** What is wrong with a file in the sound directory. */
export interface UnfitFile {
  path: string
  /** Asterisk may not read it. */
  closed: boolean
  /** The reason why XiVO does not list it. */
  refused?: string
  /** A free name that XiVO would list. */
  better?: string
}

/** The files with a problem, sorted by name. Hidden files are not sounds. */
export async function unfitFiles(directory: SoundDirectory): Promise<UnfitFile[]> {
  const folder = await stat(directory.path)
  const all = await allSounds(directory)
  const names = all.map(({file}) => file)
  const looked = await Promise.all(
    all.filter(({file}) => !file.startsWith('.')).map((file) => look(directory.path, file, folder, names)),
  )
  return looked.filter(({closed, refused}) => closed || refused !== undefined)
}

/** XiVO looks into no language folder; Asterisk does. */
async function look(path: string, {file, language}: SoundFile, folder: Stats, files: string[]): Promise<UnfitFile> {
  const full = join(path, file)
  const stats = await stat(full).catch(() => undefined)
  const refused = language === undefined ? whyRefused(file) : undefined
  const better = refused === undefined ? undefined : cleaned(file)
  return {
    path: full,
    closed: stats !== undefined && !isReadByAsterisk(folder, stats),
    ...(refused !== undefined && {refused}),
    ...(better !== undefined && !files.includes(better) && {better: join(path, better)}),
  }
}

/** Applies the rules of XiVO's web interface for files that it accepts and lists. */
function whyRefused(file: string): string | undefined {
  const extension = extensionOf(file)
  if (extension === undefined) return 'it has no extension'
  const name = file.slice(0, -extension.length - 1)
  const [unoffered] = unlisted({name, file})
  if (unoffered !== undefined) return unoffered
  return isPlain(name)
    ? undefined
    : "its name is too long, or has other characters than letters, digits, '_', '-' and '.'"
}

function cleaned(file: string): string | undefined {
  const name = plain(file)
  return whyRefused(name) === undefined ? name : undefined
}

/** Can users other than the owner list the directory? */
export async function isOpen({path}: SoundDirectory): Promise<boolean> {
  const {mode} = await stat(path)
  return [0o050, 0o005].some((bits) => (mode & bits) === bits)
}

/** The directory that Asterisk plays from, if it exists on this machine and is not ours. */
export async function otherDirectory({path, asteriskPath}: SoundDirectory): Promise<string | undefined> {
  const played = await realpath(asteriskPath).catch(() => undefined)
  return played !== undefined && played !== (await realpath(path)) ? played : undefined
}
