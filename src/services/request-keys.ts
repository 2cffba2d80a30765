import type {Context} from '../context.ts'
import {lock} from '../database/connection/locks.ts'
import type {Trx} from '../database/connection/transact.ts'
import {answerUnder, forgetAnswers, insertAnswer} from '../database/request-keys.ts'
import {conflict} from '../errors.ts'

/** The Idempotency-Key of a request. */
export interface RequestKey {
  key: string
  /** A digest of everything that was asked. */
  digest: () => Promise<string>
  /** Told that the answer is that of an earlier request. */
  onReplay: () => void
}

/**
 * Does `work` once for a key: its answer is kept in the transaction of the work itself, and given again to whoever asks the same.
 * Of two at once, the second waits for the first. Conflict when something else was asked under the key. A dry run takes no notice of it.
 */
export async function answerOnce<T>(
  {settings, dryRun}: Context,
  trx: Trx,
  request: RequestKey | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (request === undefined || dryRun) return work()
  const {key, digest, onReplay} = request
  await lock(trx, {on: 'request', words: key})
  const earlier = await answerUnder(trx, key)
  if (earlier) {
    if (earlier.digest !== (await digest())) throw takenKey(key)
    onReplay()
    return JSON.parse(earlier.answer)
  }
  const answer = await work()
  await insertAnswer(trx, {key, digest: await digest(), answer: JSON.stringify(answer)})
  await forgetAnswers(trx, settings.importLedgerDays)
  return answer
}

const takenKey = (key: string) =>
  conflict(`another request was already sent with the key '${key}': nothing was written`, {
    hints: ['each request needs its own key; reuse a key only to send the same request again'],
  })
