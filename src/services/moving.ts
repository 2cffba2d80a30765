import type {Context} from '../context.ts'
import {AppError} from '../errors.ts'
import type {Changed} from '../formats/changes.ts'
import {cancelled, type FileMove, finished} from '../sounds/moves.ts'
import {orElse} from './journal.ts'

/** Begins moves of files, one after the other. */
export type Move = (moves: readonly FileMove[]) => Promise<void>

/** Does a write that moves files: they are taken back when it fails, unless it may have been committed, and finished once it is. */
export async function moving<T>(
  {dryRun}: Pick<Context, 'dryRun'>,
  write: (move: Move) => Promise<Changed<T>>,
): Promise<Changed<T>> {
  const begun: FileMove[] = []
  const move: Move = async (moves) => {
    for (const each of dryRun ? [] : moves) {
      await each.begin()
      begun.push(each)
    }
  }
  const astray: string[] = []
  try {
    const changed = await orElse(write(move), async () => {
      astray.push(...(await cancelled(begun)))
    })
    const hints = [...(changed.hints ?? []), ...(await finished(begun))]
    return {...changed, ...(hints.length > 0 && {hints})}
  } catch (error) {
    if (error instanceof AppError) error.hints.push(...astray)
    throw error
  }
}
