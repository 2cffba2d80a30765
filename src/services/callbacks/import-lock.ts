import type {Context} from '../../context.ts'
import {lockHolder, pollLock, signTransaction, tryLock} from '../../database/connection/locks.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {type AppError, busy, type Hint} from '../../errors.ts'

/**
 * Allows one import per list at a time. `words` are the list's uuid, or its name when it may have to be created.
 * Holds the lock until the transaction ends. Busy, naming the holder, when it is not free after `wait` seconds.
 */
export async function lockForImport(context: Context, trx: Trx, words: string, wait = 0): Promise<void> {
  const signed = signTransaction(trx, signature(context.actor))
  const [isLocked] = await Promise.all([pollLock(trx, {on: 'import', words}, wait * 1000, context.stop), signed])
  if (isLocked) return
  throw await beingImported(trx, words, [{give: 'wait', value: 'SECONDS', when: 'to wait for it'}])
}

/**
 * Busy when an import into the list is running, which may take long; until the transaction ends, none starts. With `shared`, others may
 * change the list meanwhile. It comes before the lock of the list's row, which an import holds.
 */
export async function refuseDuringImport(trx: Trx, list: string, options?: {shared: boolean}): Promise<void> {
  if (!(await tryLock(trx, {on: 'import', words: list}, options))) throw await beingImported(trx, list)
}

/** Who imports, in which process, since when; long names are cut: PostgreSQL keeps 63 ASCII characters. */
function signature(actor: string): string {
  const rest = `:${process.pid} ${new Date().toISOString().slice(0, 19)}Z`
  return `xivoctl ${actor.replace(/[^ -~]/g, '?').slice(0, 63 - 'xivoctl '.length - rest.length)}${rest}`
}

async function beingImported(trx: Trx, words: string, hints: Hint[] = []): Promise<AppError> {
  const [, who, since] = /^xivoctl (.*) (\S+)$/.exec((await lockHolder(trx, {on: 'import', words})) ?? '') ?? []
  const holder =
    who === undefined
      ? 'another session is importing into this list, or changing it'
      : `${who} has been importing into this list since ${since}`
  return busy(`${holder}: nothing was written`, {hints: ['try again when it is done', ...hints]})
}
