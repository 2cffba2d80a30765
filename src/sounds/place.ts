import {createHash, randomUUID} from 'node:crypto'
import {constants, copyFile, type FileHandle, link, lstat, open, readFile, rename, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {conflict, invalid, unavailable} from '../errors.ts'
import {HEAD} from './convert/head.ts'
import {reasonOf, type SoundDirectory, unfinished} from './directory.ts'

/** An hour and a half of .wav. Limits an upload that never ends. */
const LONGEST = 100 * 1024 * 1024

/** As XiVO sets it on uploads: the web server and Asterisk share files through their group. */
const MODE = 0o664

/** A completely written sound that still has its temporary name. */
export interface StagedSound {
  file: FileHandle
  /** Its first bytes. */
  head: Buffer
  /** The hex digest of its bytes. */
  sha256: string
  /** Gives it its final name; Conflict when a file has that name. */
  publish: (name: string) => Promise<void>
  /** Gives it the name of a file with this digest, which is set aside. */
  replace: (name: string, sha256: string) => Promise<void>
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
      head: await headOf(file),
      sha256,
      publish: async (name) => {
        await publish(temporary, path, name)
        published.set(name, await inodeOf(path, name))
      },
      replace: (name, former) => replace(temporary, path, name, former),
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

async function headOf(file: FileHandle): Promise<Buffer> {
  const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
  return buffer.subarray(0, bytesRead)
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EEXIST') throw taken(path, name)
    if (!withoutLinks.includes(code)) throw unwritable(path, error)
    await refuseTaken({path}, name)
    await writing(path, () => copyWhole(temporary, path, name))
  }
  await writing(path, () => syncDirectory(path))
}

/** At no moment is there no file of that name. */
async function replace(temporary: string, path: string, name: string, former: string): Promise<void> {
  await writing(path, async () => {
    const kept = join(path, aside(name, former))
    await rm(kept, {force: true})
    await link(join(path, name), kept)
    await rename(temporary, join(path, name))
    await syncDirectory(path)
  })
}

/** Why some file systems make no link: they have none, or the file has as many as it may. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

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

export const taken = (path: string, name: string) =>
  conflict(`there is a file '${name}' in ${path} already: nothing was added`, {
    hints: [
      {give: 'name', value: 'NAME', when: 'to give the new one another name'},
      {give: 'replace', when: 'to set the old one aside'},
    ],
  })

/** The SHA-256 of a sound file, in hex; undefined when there is none. */
export async function hashOf({path}: SoundDirectory, name: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(join(path, name)))
      .digest('hex')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unwritable(path, error)
  }
}

/** In bytes. */
export const sizeOf = async ({path}: SoundDirectory, name: string): Promise<number> =>
  (await writing(path, () => stat(join(path, name)))).size

/** Under which name a file is kept whose addition was undone: nobody takes it for a sound. */
export const aside = (name: string, sha256: string) =>
  unfinished(`undone-${createHash('sha256').update(`${sha256} ${name}`).digest('hex')}`)

/** Takes a sound away, and keeps it. */
export const setAside = ({path}: SoundDirectory, name: string, sha256: string): Promise<void> =>
  writing(path, () => rename(join(path, name), join(path, aside(name, sha256))))

/** Puts a sound that was set aside under its name again, which no other file may have: Conflict. */
export async function bringBack({path}: SoundDirectory, name: string, sha256: string): Promise<void> {
  const kept = join(path, aside(name, sha256))
  await publish(kept, path, name)
  await rm(kept, {force: true})
}

/** Puts it back in the place of the file that replaced it. */
export const putBack = ({path}: SoundDirectory, name: string, sha256: string): Promise<void> =>
  writing(path, () => rename(join(path, aside(name, sha256)), join(path, name)))

/** Is it there to be brought back? */
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
