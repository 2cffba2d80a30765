import {createReadStream, type Dirent} from 'node:fs'
import {readdir, realpath, stat} from 'node:fs/promises'
import {basename, dirname, join, relative} from 'node:path'
import {unavailable} from '../errors.ts'
import type {Settings} from '../settings/load.ts'
import {isPlayable} from './formats.ts'

/** The sound directory, as this program and as Asterisk see it. */
export interface SoundDirectory {
  path: string
  asteriskPath: string
}

/** A sound file: `name` is the file name without its extension, as Asterisk expects it. */
export interface Sound {
  name: string
  file: string
}

export function soundDirectory({soundsDir, soundsAsteriskDir}: Settings): SoundDirectory {
  return {path: soundsDir, asteriskPath: soundsAsteriskDir.replace(/\/+$/, '')}
}

/** How XiVO stores a sound: the full path as Asterisk sees it, without extension. */
export const asteriskFile = ({asteriskPath}: SoundDirectory, name: string) => `${asteriskPath}/${name}`

/** The files whose name starts with `prefix`, sorted by name. A sound in two formats appears twice. Unavailable when the directory cannot be read. */
export async function soundsStartingWith(directory: SoundDirectory, prefix: string): Promise<Sound[]> {
  const files = (await filesOf(directory)).filter((file) => file.startsWith(prefix))
  return files.map((file) => ({file, name: prefix + withoutExtension(file.slice(prefix.length))})).sort(byName)
}

/** The names of all files. */
export async function soundNames(directory: SoundDirectory): Promise<Set<string>> {
  return new Set((await filesOf(directory)).map(withoutExtension))
}

/** A file of a sound, sound or not; `file` is its path in the sound directory, `language` the folder that it is in. */
export interface SoundFile extends Sound {
  language?: string
}

/** Every file by its full name, sound or not; folders and dangling links that are named like a sound too: Asterisk meets them. */
export async function allSounds({path}: SoundDirectory): Promise<SoundFile[]> {
  const entries = await readDirectory(path)
  const languages = entries.filter((entry) => isLanguage(entry.name) && !entry.isFile())
  const inside = languages.map(async ({name: language}) => {
    const files = await readdir(join(path, language), {withFileTypes: true}).catch(() => [])
    return files
      .filter(isNamedAsSound)
      .map(({name}) => ({name: withoutExtension(name), file: `${language}/${name}`, language}))
  })
  const own = entries.filter(isNamedAsSound).map(({name}) => ({name: withoutExtension(name), file: name}))
  return [...own, ...(await Promise.all(inside)).flat()].sort(byFile)
}

/** The same, each in its own folder only: a folder that is a link shows the files of another one again. */
export async function filesOnce(directory: SoundDirectory): Promise<SoundFile[]> {
  const root = await realpath(directory.path)
  const files = await allSounds(directory)
  const folders = new Map<string, string>()
  for (const folder of new Set(files.map(({file}) => dirname(file)))) {
    folders.set(folder, await realpath(join(directory.path, folder)))
  }
  const own = files.map((sound) => {
    const file = relative(root, join(folders.get(dirname(sound.file)) ?? root, basename(sound.file)))
    return [file, {...sound, file}] as const
  })
  return [...new Map(own).values()]
}

/** A language as Asterisk spells it, and thus a folder of it: `fr`, `fr_FR`, `fil_PH`. Three letters alone are rather `old` or `bak`. */
export const isLanguage = (name: string) =>
  /^(?:[a-z]{2}|[a-z]{3}(?=_))(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|\d{3}))?$/.test(name)

function isNamedAsSound(entry: Dirent): boolean {
  if (isUnfinished(entry.name)) return false
  return entry.isFile() || isPlayable(extensionOf(entry.name) ?? '')
}

/** The content of a file. */
export const bytesOf = ({path}: SoundDirectory, file: string): AsyncIterable<Uint8Array> =>
  createReadStream(join(path, file))

/** Removes the last extension only: `export.uk_closed.wav` is the sound `export.uk_closed`. */
const withoutExtension = (file: string) => file.replace(/\.[^.]*$/, '')

/** Without the dot; undefined when there is none. Case matters, as in Asterisk: `.WAV` is not `.wav`. */
export const extensionOf = (file: string) => /\.([^.]*)$/.exec(file)?.[1]

/** Compares code units, for the same order on every machine. */
const byName = (a: Sound, b: Sound) => (a.name < b.name ? -1 : Number(a.name > b.name))

const byFile = (a: Sound, b: Sound) => (a.file < b.file ? -1 : Number(a.file > b.file))

/** The name of a sound while it is being written, which neither xivoctl nor XiVO treats as a sound. */
export const unfinished = (id: string) => `.xivoctl-${id}.tmp`
/** One that is being written, or was when its program was ended by force; not one that is kept for undo. */
export const isDraft = (file: string) => /^\.xivoctl-[\da-f-]{36}\.tmp$/.test(file)

/** One that is kept for undo. */
export const isKept = (file: string) => /^\.xivoctl-undone-[\da-f]{64}\.tmp$/.test(file)

const isUnfinished = (file: string) => /^\.xivoctl-.*\.tmp$/.test(file)

async function filesOf({path}: SoundDirectory): Promise<string[]> {
  const entries = await readDirectory(path)
  const regular = await Promise.all(entries.map((entry) => isFile(path, entry)))
  return entries.filter(({name}, i) => regular[i] && !isUnfinished(name)).map(({name}) => name)
}

async function readDirectory(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, {withFileTypes: true})
  } catch (cause) {
    throw unavailable(`the sound directory '${path}' cannot be read: ${reasonOf(cause)}`, {
      cause,
      hints: ["set XIVOCTL_SOUNDS_DIR or soundsDir to the directory of XiVO's sound files on this machine"],
    })
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'it is not a directory',
  EACCES: 'permission denied',
  EROFS: 'it is read-only',
  ENOSPC: 'no space is left',
}

/** Why the file system refused. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return reasons[code] ?? code
}

/** A symbolic link to a file counts as a file; a broken link does not. */
async function isFile(path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile()
  return stat(join(path, entry.name)).then(
    (target) => target.isFile(),
    () => false,
  )
}
