import type {Context} from '../context.ts'
import {type Client, type Last, type Trx, transact} from '../database/connection/transact.ts'
import {type Entry, enterChanges} from '../database/journal.ts'
import {isPersonal} from '../formats/callback-fields.ts'
import {
  type Change,
  type Changed,
  isUnchanged,
  type Recorded,
  type State,
  shownChange,
  told,
} from '../formats/changes.ts'
import {tagAfter} from '../formats/tags.ts'
import {refuseOthers, refuseUnmet} from './moved-on.ts'

/**
 * Writes changes, and tells of them; an object that is as wanted already is not written. What `write` gives to `last` is sent with
 * COMMIT.
 */
export type Recorder = (
  change: Recorded | readonly Recorded[],
  write: (changes: readonly Recorded[], last: Last) => unknown,
) => Promise<void>

/**
 * Does a write in one transaction, and tells what it changed; the journal has it from the same transaction. A dry run is the same,
 * rolled back. Waits until `lane` lets it through.
 */
export function change<T>(
  context: Context,
  work: (trx: Trx, record: Recorder, client: Client) => Promise<T>,
  lane = context.lanes.writes,
): Promise<Changed<T>> {
  return lane.through(() =>
    transact(context, async (trx, client, last) => {
      const entries: Entry[] = []
      let own: Change | undefined
      const record: Recorder = async (wanted, write) => {
        const all = [wanted].flat()
        refuseUnmet(context.condition, all)
        own = all.at(-1)
        const differing = all.filter((change) => !isUnchanged(change))
        if (differing.length === 0) return
        await write(differing, last)
        for (const change of differing) entries.push({...change, place: change.place ?? nextPlace(context)})
      }
      const result = await work(trx, record, client)
      const changes = entries.map(told)
      refuseOthers(context.expected, changes)
      const entered = await enterChanges(trx, context, entries.map(withoutCustomers), context.settings)
      if (entered) last(entered)
      const tag = own && tagAfter(own)
      return {result, changes, ...(tag !== undefined && {tag})}
    }),
  )
}

/** The place of a change that is still to come: what is deleted with it is kept under it. */
export const nextPlace = ({run}: Context): number => ++run.changes

/** The part of a change that the history keeps for long: no customer's data, no password. */
function withoutCustomers(entry: Entry): Entry {
  const {before, after} = shownChange(entry)
  return {...entry, ...(before && {before: impersonal(before)}), ...(after && {after: impersonal(after)})}
}

const impersonal = (state: State): State =>
  Object.fromEntries(Object.entries(state).filter(([field]) => !isPersonal(field)))

/** The same write, with what it warns of; the list may grow until it is done. */
export async function warning<T>(changed: Promise<Changed<T>>, warnings: readonly string[]): Promise<Changed<T>> {
  const done = await changed
  return warnings.length === 0 ? done : {...done, warnings: [...(done.warnings ?? []), ...warnings]}
}

/** The same write, with another answer. */
export async function answering<T, U>(changed: Promise<Changed<T>>, answer: (result: T) => U): Promise<Changed<U>> {
  const {result, ...others} = await changed
  return {...others, result: answer(result)}
}
