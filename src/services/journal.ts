import {isDeepStrictEqual} from 'node:util'
import type {Context} from '../context.ts'
import {type Client, type Trx, transact} from '../database/connection/transact.ts'
import {conflict} from '../errors.ts'
import {type Change, type Changed, isUnchanged} from '../formats/changes.ts'

/** Writes changes, and tells of them; an object that is as wanted already is not written. */
export type Recorder = (
  change: Change | readonly Change[],
  write: (changes: readonly Change[]) => Promise<unknown>,
) => Promise<void>

/** Does a write in one transaction, and tells what it changed. A dry run is the same, rolled back. */
export function change<T>(
  context: Context,
  work: (trx: Trx, record: Recorder, client: Client) => Promise<T>,
): Promise<Changed<T>> {
  return transact(context, async (trx, client) => {
    const changes: Change[] = []
    const record: Recorder = async (wanted, write) => {
      const differing = [wanted].flat().filter((change) => !isUnchanged(change))
      if (differing.length === 0) return
      await write(differing)
      changes.push(...differing)
    }
    const result = await work(trx, record, client)
    refuseOthers(context, changes)
    return {result, changes}
  })
}

/** Who agreed to a change agreed to what they were shown. */
function refuseOthers({expected}: Context, changes: readonly Change[]): void {
  if (expected === undefined || isDeepStrictEqual(withoutIds(expected), withoutIds(changes))) return
  throw conflict('the data have changed since the changes were shown: nothing was written', {
    hints: ['look at it again'],
  })
}

/** What is made has another uuid each time. */
const withoutIds = (changes: readonly Change[]) =>
  changes.map(({id, ...change}) => (change.before === undefined ? change : {id, ...change}))

/** The same write, with another answer. */
export async function answering<T, U>(changed: Promise<Changed<T>>, answer: (result: T) => U): Promise<Changed<U>> {
  const {result, ...others} = await changed
  return {...others, result: answer(result)}
}
