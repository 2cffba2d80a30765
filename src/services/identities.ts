import {type Context, translated} from '../context.ts'
import {recomputeDoNotCall} from '../database/callbacks/do-not-call.ts'
import {recomputeTickets} from '../database/callbacks/tickets.ts'
import {limitWaiting, pollLock} from '../database/connection/locks.ts'
import {transact} from '../database/connection/transact.ts'
import {beginIdentities, computeBatch, identityState} from '../database/identities.ts'
import {AppError, busy} from '../errors.ts'
import type {Changed} from '../formats/changes.ts'
import {counted} from '../formats/counted.ts'
import {change} from './journal.ts'

export interface Recomputed {
  /** Under which the identities of all stored numbers are now. */
  country: string
  /** Requests whose identities were others, or not computed. */
  changed: number
}

const PATIENCE_MS = 30_000
/** A batch that waits for somebody's row gives up; what it would have done is left for the next time. */
const LOCK_TIMEOUT = '10s'

/**
 * Computes the identity of every stored number anew, under the phoneCountry of this process, which is kept: from then on, a
 * process that is configured otherwise does not write. Batch by batch, so that it blocks nobody; repeated, it goes on.
 */
export async function recomputeIdentities(context: Context): Promise<Changed<Recomputed>> {
  const {settings, schema} = context
  const country = settings.phoneCountry
  const anyCountry = {...context, phoneCountry: undefined}
  const {changes} = await change(anyCountry, async (trx, record) => {
    if (!(await pollLock(trx, {on: 'country'}, PATIENCE_MS, context.stop)))
      throw busy('another process is writing numbers under the current phoneCountry: nothing was changed', {
        hints: ['try again'],
      })
    const state = await identityState(trx)
    const goesOn = state?.country === country && state.computed_to !== null
    const states = {before: {phoneCountry: state?.country}, after: {phoneCountry: country}}
    await record({kind: 'schema', id: schema, name: schema, ...states}, async () => {})
    if (goesOn) return
    await beginIdentities(trx, country)
    await recomputeDoNotCall(trx, country)
    await recomputeTickets(trx, country)
  })
  return {result: {country, changed: await computeIdentities(context)}, changes}
}

/** Computes what is not computed yet, batch by batch, and goes on where an earlier one was stopped. Returns how many it changed. */
export async function computeIdentities(context: Context): Promise<number> {
  const {
    dryRun = false,
    settings: {phoneCountry: country},
  } = context
  const batch = dryRun ? {...context, phoneCountry: undefined} : context
  let sum = 0
  let from: string | null | undefined
  do {
    const {last, changed} = await transact(batch, async (trx) => {
      await limitWaiting(trx, LOCK_TIMEOUT)
      const state = await identityState(trx, {lock: true})
      const after = dryRun ? from : state?.computed_to
      return after === null ? {last: null, changed: 0} : computeBatch(trx, country, after)
    }).catch((error: unknown) => {
      throw dryRun ? error : stoppedAfter(translated(batch, error), country, sum)
    })
    sum += changed
    from = last
  } while (from !== null)
  return sum
}

/** The earlier batches are committed: the error says so. */
function stoppedAfter(error: unknown, country: string, changed: number): unknown {
  if (!(error instanceof AppError)) return error
  const {kind, code, message, hints, problems} = error
  const done = `phoneCountry is ${country}, and ${counted(changed, 'request has', 'requests have')} new identities`
  return new AppError(kind, code, `${message}; before, this was written: ${done}`, {
    hints: [...hints, {run: 'db recompute-identities', when: 'to continue'}],
    problems,
    cause: error,
  })
}
