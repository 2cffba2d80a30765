import {randomBytes, randomUUID} from 'node:crypto'
import {link, lstat, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {AppError, conflict} from '../errors.ts'
import {reasonOf, type SoundDirectory, unfinished} from './directory.ts'
import {aside, hashOf, hasNoLink, keptName, type StagedSound, unwritable} from './place.ts'

/** What happens to a file in a write: before the commit, after it, and if the write fails. */
export interface FileMove {
  /** The name of the file. */
  file: string
  begin: () => Promise<void>
  finish?: () => Promise<void>
  cancel: () => Promise<void>
}

/**
 * A file that gets another name. It has both until the database has the change; where the file system makes no link, it has the old one
 * until then. Conflict when another file has the new one.
 */
export const renaming = (directory: SoundDirectory, from: string, to: string): FileMove =>
  moving(directory, from, to, () => linkUnlessTaken(directory, from, to))

/** What `link` does tells whether the file has both names now. */
function moving({path}: SoundDirectory, from: string, to: string, link: () => Promise<boolean>): FileMove {
  const [old, fresh] = [join(path, from), join(path, to)]
  let isLinked = true
  return {
    file: from,
    begin: async () => {
      isLinked = await link()
    },
    finish: async () => {
      if (!isLinked) await rename(old, fresh)
      else if (await isSameFile(old, fresh)) await rm(old)
    },
    cancel: async () => {
      if (isLinked && (await isSameFile(old, fresh))) await rm(fresh)
    },
  }
}

async function linkUnlessTaken({path}: SoundDirectory, from: string, to: string): Promise<boolean> {
  const [old, fresh] = [join(path, from), join(path, to)]
  try {
    await link(old, fresh)
    return true
  } catch (error) {
    const isThere = await lstat(fresh).then(
      () => true,
      () => false,
    )
    if (isThere && !(await isSameFile(old, fresh))) {
      throw conflict(`there is a file '${to}' in ${path} already`)
    }
    if (!isThere && !hasNoLink(error)) throw refusal(path, from, error)
    return isThere
  }
}

/**
 * Gives a file the name that it is kept under as well; false where the file system makes no link. What is kept there already is
 * replaced by the same bytes, at no moment by none. Conflict when the file is gone or another one.
 */
async function linkKept(directory: SoundDirectory, file: string, sha256: string): Promise<boolean> {
  const {path} = directory
  const second = keptName(file, randomBytes(32).toString('hex'))
  try {
    await link(join(path, file), join(path, second))
  } catch (error) {
    if (hasNoLink(error)) return false
    throw refusal(path, file, error)
  }
  try {
    if ((await hashOf(directory, second)) !== sha256) throw isAnother(file)
    await rename(join(path, second), join(path, aside(file, sha256)))
    return true
  } finally {
    // Of two names of one file, `rename` leaves both.
    await rm(join(path, second), {force: true})
  }
}

const isAnother = (file: string) => conflict(`another process has replaced the file '${file}': nothing was changed`)

function refusal(path: string, file: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  return isGone(error) ? conflict(`the file '${file}' is gone: nothing was changed`) : unwritable(path, error)
}

/** A file that is taken away and kept. */
export const settingAside = (directory: SoundDirectory, file: string, sha256: string): FileMove =>
  moving(directory, file, aside(file, sha256), () => linkKept(directory, file, sha256))

/** The same once the database has the change, and only if it can be done then: nothing plays the file any more. */
export function settingAsideAfterwards(directory: SoundDirectory, file: string, sha256: string): FileMove {
  const {begin, finish} = settingAside(directory, file, sha256)
  const nothing = async () => {}
  return {
    file,
    begin: nothing,
    finish: async () => {
      await begin()
      await finish?.()
    },
    cancel: nothing,
  }
}

/** A file that was set aside and gets its name again. */
export const bringingBack = (directory: SoundDirectory, file: string, sha256: string): FileMove => ({
  ...renaming(directory, aside(file, sha256), file),
  file,
})

/** A new file under a name that no other may have. */
export const publishing = (staged: StagedSound, file: string): FileMove => ({
  file,
  begin: () => staged.publish(file),
  cancel: () => staged.retract(file),
})

/** A new file in the place of the one with this digest, which is kept. */
export const replacing = (directory: SoundDirectory, staged: StagedSound, file: string, former: string): FileMove =>
  exchanging(directory, file, former, {take: async () => staged.temporary})

/** A file that was set aside, in the place of the one that replaced it, which is kept in turn. */
export function puttingBack(directory: SoundDirectory, file: string, sha256: string, former: string): FileMove {
  const [place, kept] = [join(directory.path, file), join(directory.path, aside(file, sha256))]
  const second = join(directory.path, unfinished(randomUUID()))
  const source = {take: () => linkOr(kept, second, async () => kept), giveBack: () => rename(place, kept)}
  return {
    ...exchanging(directory, file, former, source),
    finish: async () => {
      if (await isSameFile(kept, place)) await rm(kept)
    },
  }
}

/** Where the new file comes from, and goes when it is taken back. */
interface Source {
  take: () => Promise<string>
  giveBack?: () => Promise<void>
}

/** At no moment is there no file of that name, where the file system makes links. */
function exchanging(directory: SoundDirectory, file: string, former: string, {take, giveBack}: Source): FileMove {
  const {path} = directory
  const [place, kept] = [join(path, file), join(path, aside(file, former))]
  let placed: number | undefined
  const restore = async () => {
    await rename(kept, place)
    await rm(kept, {force: true})
  }
  return {
    file,
    begin: async () => {
      try {
        if (!(await linkKept(directory, file, former))) {
          if ((await hashOf(directory, file)) !== former) throw isAnother(file)
          await rename(place, kept)
        }
        try {
          const from = await take()
          placed = (await lstat(from)).ino
          await rename(from, place)
        } catch (error) {
          await restore()
          throw error
        }
      } catch (error) {
        throw error instanceof AppError ? error : unwritable(path, error)
      }
    },
    cancel: async () => {
      if ((await lstat(place)).ino !== placed) throw isAnother(file)
      await giveBack?.()
      await restore()
    },
  }
}

/** The second name of a file, or what is done where the file system makes no link. */
async function linkOr<T>(file: string, second: string, work: () => Promise<T>): Promise<T | string> {
  try {
    await link(file, second)
    return second
  } catch (error) {
    if (!hasNoLink(error)) throw error
    return work()
  }
}

/** Two names of one file. */
export const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([one, other].map((each) => lstat(each).catch(() => undefined)))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Reverts everything that was begun, latest first; returns what could not be reverted. */
export const cancelled = (moves: readonly FileMove[]): Promise<string[]> =>
  eachSaid(moves.toReversed(), ({cancel}) => cancel(), 'could not be put back')

/** Does what is left once the database has the change; says what could not be done. */
export const finished = (moves: readonly FileMove[]): Promise<string[]> =>
  eachSaid(moves, async ({finish}) => finish?.(), 'could not be removed under its former name')

function whyNot(error: unknown): string {
  if (error instanceof AppError) return error.message
  return isGone(error) ? 'it is gone' : reasonOf(error)
}

const isGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function eachSaid(
  moves: readonly FileMove[],
  work: (move: FileMove) => Promise<void>,
  what: string,
): Promise<string[]> {
  const said: string[] = []
  for (const move of moves) {
    await work(move).catch((error: unknown) => said.push(`'${move.file}' ${what}: ${whyNot(error)}`))
  }
  return said
}
