import {createHash, randomUUID} from 'node:crypto'
import {constants} from 'node:fs'
import {copyFile, type FileHandle, link, lstat, open, readlink, rename, rm, stat} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {conflict, invalid, unavailable} from '../errors.ts'
import {headOf} from './convert/head.ts'
import {reasonOf, type SoundDirectory, unfinished} from './directory.ts'

/** An hour and a half of .wav. Limits an upload that never ends. */
const LONGEST = 100 * 1024 * 1024

/** As XiVO sets it on uploads: the web server and Asterisk share files through their group. */
const MODE = 0o664

/** A completely written sound that still has its temporary name. */
export interface StagedSound {
  file: FileHandle
  /** Its path. */
  temporary: string
  /** Its first bytes. */
  head: Buffer
  /** The hex digest of its bytes. */
  sha256: string
  /** Gives it its final name; Conflict when a file has that name. */
  publish: (name: string) => Promise<void>
  /** Removes that name again, if it is still this sound's. */
  retract: (name: string) => Promise<void>
}

/** Writes `bytes` into the directory and lets `work` publish them. Removes the file when `work` has not published it. */
export async function withStagedSound<T>(
  {path}: SoundDirectory,
  bytes: AsyncIterable<Uint8Array>,
  work: (staged: StagedSound) => Promise<T>,
): Promise<T> {
  const temporary = join(path, unfinished(randomUUID()))
  const file = await writing(path, () => open(temporary, 'wx+', MODE))
  const published = new Map<string, number>()
  try {
    const sha256 = await fill(file, path, bytes)
    await writing(path, () => giveAway(file, path))
    return await work({
      file,
      temporary,
      head: await headOf(file),
      sha256,
      publish: async (name) => {
        await publish(temporary, path, name)
        published.set(name, await inodeOf(path, name))
      },
      retract: async (name) => {
        const ours = [(await file.stat()).ino, published.get(name)]
        if (ours.includes(await inodeOf(path, name))) await rm(join(path, name), {force: true})
      },
    })
  } finally {
    await file.close()
    await rm(temporary, {force: true})
  }
}

async function fill(file: FileHandle, path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > LONGEST) throw invalid(`the sound has more than ${LONGEST} bytes: nothing was added`)
    hash.update(piece)
    await writing(path, () => file.writeFile(piece))
  }
  return hash.digest('hex')
}

/** Regardless of our umask; as root, gives the file to the owner of the directory. */
async function giveAway(file: FileHandle, path: string): Promise<void> {
  await file.chmod(MODE)
  if (process.getuid?.() === 0) {
    const {uid, gid} = await stat(path)
    await file.chown(uid, gid)
  }
  await file.sync()
}

/** `link` fails when the name exists, so no file is ever overwritten. */
async function publish(temporary: string, path: string, name: string): Promise<void> {
  try {
    await link(temporary, join(path, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken(path, name)
    if (!hasNoLink(error)) throw unwritable(path, error)
    await refuseTaken({path}, name)
    await writing(path, () => copyWhole(temporary, path, name))
  }
  try {
    await syncDirectory(path)
  } catch (error) {
    await rm(join(path, name), {force: true})
    throw unwritable(path, error)
  }
}

/** There are no links on some file systems, or none to others' files (Debian's `protected_hardlinks`), or the file has as many as it may. */
export const hasNoLink = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(String(error.code))

/** Under a temporary name until it is whole. */
export async function copyWhole(source: string, path: string, name: string): Promise<void> {
  const temporary = join(path, unfinished(randomUUID()))
  try {
    await copyFile(source, temporary, constants.COPYFILE_EXCL)
    const copy = await open(temporary, 'r+')
    await giveAway(copy, path).finally(() => copy.close())
    await rename(temporary, join(path, name))
  } finally {
    await rm(temporary, {force: true})
  }
}

/** Of a file that may be gone. */
const inodeOf = async (path: string, name: string): Promise<number> =>
  (await lstat(join(path, name)).catch(() => ({ino: -1}))).ino

/** Reports a taken name before anything is written. */
export async function refuseTaken({path}: Pick<SoundDirectory, 'path'>, name: string): Promise<void> {
  const found = await lstat(join(path, name)).catch(() => undefined)
  if (found !== undefined) throw taken(path, name)
}

const taken = (path: string, name: string) =>
  conflict(`there is a file '${name}' in ${path} already: nothing was added`, {
    hints: [
      {give: 'name', value: 'NAME', when: 'to give the new one another name'},
      {give: 'replace', when: 'to set the old one aside'},
    ],
  })

/** The SHA-256 of a sound file, in hex; undefined when there is none. Of a link that leads nowhere, that of where it leads. */
export async function hashOf({path}: SoundDirectory, name: string): Promise<string | undefined> {
  let file: FileHandle
  try {
    // O_NONBLOCK, because opening a pipe would wait for its writer.
    file = await open(join(path, name), constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (!leadsNowhere(error)) throw unreadable(name, reasonOf(error), error)
    const target = await readlink(join(path, name)).catch(() => undefined)
    return target === undefined ? undefined : createHash('sha256').update(`link to ${target}`).digest('hex')
  }
  try {
    if (!(await file.stat()).isFile()) throw conflict(`'${name}' is not a regular file: nothing was changed`)
    const hash = createHash('sha256')
    for await (const piece of file.createReadStream({autoClose: false})) hash.update(piece)
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

const leadsNowhere = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ELOOP'].includes(String(error.code))

const unreadable = (name: string, reason: string, cause: unknown) =>
  unavailable(`the sound file '${name}' cannot be read: ${reason}`, {cause})

/** In bytes. */
export async function sizeOf({path}: SoundDirectory, name: string): Promise<number> {
  const full = join(path, name)
  try {
    return (await stat(full).catch(() => lstat(full))).size
  } catch (error) {
    throw unreadable(name, reasonOf(error), error)
  }
}

/** The name under which a removed file is kept in its folder, so that it does not count as a sound. */
export const aside = (name: string, sha256: string) =>
  keptName(name, createHash('sha256').update(`${sha256} ${name}`).digest('hex'))

/** In the folder of this file. */
export const keptName = (name: string, digits: string) => join(dirname(name), unfinished(`undone-${digits}`))

/** Is it still there, so that it can be restored? */
export const isAside = async (directory: SoundDirectory, name: string, sha256: string): Promise<boolean> =>
  (await hashOf(directory, aside(name, sha256))) === sha256

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unwritable(path, error)
  }
}

export const unwritable = (path: string, cause: unknown) =>
  unavailable(`the sound directory '${path}' cannot be written to: ${reasonOf(cause)}`, {
    cause,
    hints: ['on a XiVO host, root and the members of its group may write to it'],
  })
