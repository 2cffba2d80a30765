import {clashingDoNotCall, recomputeDoNotCall} from '../../database/callbacks/do-not-call.ts'
import {lock} from '../../database/connection/locks.ts'
import {type KeptRows, movedRows, restoreRows} from '../../database/kept-rows.ts'
import {nextPlace} from '../journal.ts'
import {keptUnder, refuseForgotten, reversed} from './callbacks.ts'
import {movedOn} from './states.ts'
import type {Undoing} from './undo.ts'

/** Removes the do-not-call entries that a change added, and restores those that it removed. */
export async function undoDoNotCall(undoing: Undoing): Promise<undefined> {
  const {context, trx, row} = undoing
  await lock(trx, {on: 'do-not-call'})
  const kept: KeptRows = {...keptUnder(undoing), table: 'do_not_call'}
  const what = 'the do-not-call list'
  if ((await clashingDoNotCall(trx, kept)) > 0) throw movedOn(row, `${what} has changed since`)
  await undoRows(undoing, kept, what)
  await recomputeDoNotCall(trx, context.settings.phoneCountry)
}

/** Deletes an added ticket; a trigger counts the tickets of its request again. */
export const undoTicket = (undoing: Undoing): Promise<undefined> =>
  undoRows(undoing, {...keptUnder(undoing), table: 'callback_ticket'}, 'the ticket')

async function undoRows(undoing: Undoing, kept: KeptRows, what: string): Promise<undefined> {
  const {context, trx, record, row} = undoing
  await refuseForgotten(undoing)
  if ((await movedRows(trx, kept)) > 0) throw movedOn(row, `${what} has changed since`)
  const place = nextPlace(context)
  await record(await reversed(undoing, place), () => restoreRows(trx, kept, {run: context.run.uuid, place}))
}
