import {movedDoNotCall, recomputeDoNotCall, restoreDoNotCall} from '../../database/callbacks/do-not-call.ts'
import {lock} from '../../database/connection/locks.ts'
import {nextPlace} from '../journal.ts'
import {keptUnder, refuseForgotten, reversed} from './callbacks.ts'
import {movedOn} from './states.ts'
import type {Undoing} from './undo.ts'

/** Takes entries off the do-not-call list that a change put there, and puts those back that it took off. */
export async function undoDoNotCall(undoing: Undoing): Promise<undefined> {
  const {context, trx, record, row} = undoing
  const kept = keptUnder(undoing)
  await lock(trx, {on: 'do-not-call'})
  await refuseForgotten(undoing)
  if ((await movedDoNotCall(trx, kept)) > 0) throw movedOn(row, 'the do-not-call list has changed since')
  const place = nextPlace(context)
  await record(await reversed(undoing, place), async () => {
    await restoreDoNotCall(trx, kept, {run: context.run.uuid, place})
    await recomputeDoNotCall(trx, context.settings.phoneCountry)
  })
}
