import type {Context} from '../context.ts'
import {translate} from '../database/connection/errors.ts'
import {limitWaiting, lock} from '../database/connection/locks.ts'
import {type Trx, transact} from '../database/connection/transact.ts'
import {changesOf} from '../database/history.ts'
import {AppError, type Hint} from '../errors.ts'
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
    const translated = translate(error, context)
    const settle = await settling(context, translated)
    const astray = await settle(begun)
    if (translated instanceof AppError) translated.hints.push(...astray)
    throw translated
  }
}

const lockRun = (trx: Trx, {run}: Pick<Context, 'run'>) => lock(trx, {on: 'run', words: run.uuid})

/** What is to be done with the files of a change that failed; nothing while it is not known whether the database has it. */
async function settling(context: Context, error: unknown): Promise<(moves: readonly FileMove[]) => Promise<Hint[]>> {
  if (!(error instanceof AppError) || error.kind !== 'outcome-unknown') return cancelled
  const isWritten = await wasWritten(context).catch(() => undefined)
  if (isWritten === undefined) return async (moves) => unsettled(moves)
  return isWritten ? finished : cancelled
}

const unsettled = (moves: readonly FileMove[]): Hint[] =>
  moves.length === 0
    ? []
    : [
        ...moves.map(({file}) => `the change of the file '${file}' was neither completed nor undone`),
        {run: 'doctor', when: 'an hour from now, when the database answers'},
      ]

/** How long to wait for the end of a transaction after its connection was lost. */
const PATIENCE = '5s'

/** Of a transaction whose end is not known: it holds its lock until then. Busy when that takes too long. */
const wasWritten = (context: Context): Promise<boolean> =>
  transact({...context, dryRun: true}, async (trx) => {
    await limitWaiting(trx, PATIENCE)
    await lockRun(trx, context)
    return (await changesOf(trx, {run: context.run.uuid, limit: 1})).length > 0
  })
