import {randomUUID} from 'node:crypto'
import {link, lstat, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {AppError, conflict} from '../errors.ts'
import {reasonOf, type SoundDirectory, unfinished} from './directory.ts'
import {aside, hasNoLink, type StagedSound, unwritable} from './place.ts'

/** What happens to a file in a write: before the database has the change, after that, or when it does not get it. */
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
export function renaming({path}: SoundDirectory, from: string, to: string): FileMove {
  const [old, fresh] = [join(path, from), join(path, to)]
  let isLinked = true
  const taken = () => conflict(`there is a file '${to}' in ${path} already`)
  return {
    file: from,
    begin: async () => {
      try {
        await link(old, fresh)
      } catch (error) {
        const isThere = await lstat(fresh).then(
          () => true,
          () => false,
        )
        if (isThere && !(await isSameFile(old, fresh))) throw taken()
        isLinked = isThere
        if (!isThere && !hasNoLink(error)) throw unwritable(path, error)
      }
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

/** A file that is taken away and kept. One that an earlier attempt left there has the same bytes. */
export function settingAside(directory: SoundDirectory, file: string, sha256: string): FileMove {
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
  exchanging(directory, file, former, async () => staged.temporary)

/** A file that was set aside, in the place of the one that replaced it, which is kept in turn. */
export function puttingBack(directory: SoundDirectory, file: string, sha256: string, former: string): FileMove {
  const [place, kept] = [join(directory.path, file), join(directory.path, aside(file, sha256))]
  const second = join(directory.path, unfinished(randomUUID()))
  const exchange = exchanging(directory, file, former, () => linkOr(kept, second, async () => kept))
  return {
    ...exchange,
    finish: () => rm(kept, {force: true}),
    cancel: async () => {
      await rename(place, kept)
      await exchange.cancel()
    },
  }
}

/** At no moment is there no file of that name, where the file system makes links. */
function exchanging({path}: SoundDirectory, file: string, former: string, source: () => Promise<string>): FileMove {
  const [place, kept] = [join(path, file), join(path, aside(file, former))]
  const cancel = () => rename(kept, place)
  return {
    file,
    begin: async () => {
      try {
        await rm(kept, {force: true})
        const from = await source()
        await linkOr(place, kept, () => rename(place, kept))
        await rename(from, place).catch(async (error) => {
          await cancel()
          throw error
        })
      } catch (error) {
        throw unwritable(path, error)
      }
    },
    cancel,
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

/** Takes all that was begun back, the latest first; says what could not be. */
export const cancelled = (moves: readonly FileMove[]): Promise<string[]> =>
  eachSaid(moves.toReversed(), ({cancel}) => cancel(), 'could not be put back')

/** Does what is left once the database has the change; says what could not be done. */
export const finished = (moves: readonly FileMove[]): Promise<string[]> =>
  eachSaid(moves, async ({finish}) => finish?.(), 'could not be removed under its former name')

function whyNot(error: unknown): string {
  if (error instanceof AppError) return error.message
  const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  return isGone ? 'it is gone' : reasonOf(error)
}

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
