import type {Context} from '../context.ts'
import {lock} from '../database/connection/locks.ts'
import {type Trx, transact} from '../database/connection/transact.ts'
import {changesOf} from '../database/history.ts'
import {AppError} from '../errors.ts'
import type {Changed} from '../formats/changes.ts'
import {cancelled, type FileMove, finished} from '../sounds/moves.ts'
import {change, type Recorder} from './journal.ts'

/** Begins moves of files, one after the other. */
export type Move = (moves: readonly FileMove[]) => Promise<void>

/** A change that moves files: they are taken back when it fails, and finished once the database has it. */
export async function changeWithFiles<T>(
  context: Context,
  work: (trx: Trx, record: Recorder, move: Move) => Promise<T>,
): Promise<Changed<T>> {
  const begun: FileMove[] = []
  const move: Move = async (moves) => {
    for (const each of context.dryRun ? [] : moves) {
      await each.begin()
      begun.push(each)
    }
  }
  try {
    const changed = await change(context, async (trx, record) => {
      await lockRun(trx, context)
      return work(trx, record, move)
    })
    const hints = [...(changed.hints ?? []), ...(await finished(begun))]
    return {...changed, ...(hints.length > 0 && {hints})}
  } catch (error) {
    const settle = await settling(context, error)
    const astray = await settle(begun)
    if (error instanceof AppError) error.hints.push(...astray)
    throw error
  }
}

const lockRun = (trx: Trx, {run}: Pick<Context, 'run'>) => lock(trx, {on: 'run', words: run.uuid})

/** What is to be done with the files of a change that failed; nothing while it is not known whether the database has it. */
async function settling(context: Context, error: unknown): Promise<typeof finished> {
  if (!(error instanceof AppError) || error.kind !== 'outcome-unknown') return cancelled
  const isWritten = await wasWritten(context).catch(() => undefined)
  if (isWritten === undefined) return async () => []
  return isWritten ? finished : cancelled
}

/** Of a transaction whose end is not known: it holds its lock until then. */
const wasWritten = (context: Context): Promise<boolean> =>
  transact({...context, dryRun: true}, async (trx) => {
    await lockRun(trx, context)
    return (await changesOf(trx, {run: context.run.uuid, limit: 1})).length > 0
  })
