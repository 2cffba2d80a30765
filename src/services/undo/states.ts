import {isDeepStrictEqual} from 'node:util'
import type {JournalRow} from '../../database/history.ts'
import {type AppError, conflict} from '../../errors.ts'
import {type Change, type State, shownChange, valueText} from '../../formats/changes.ts'

/** A change as it is stored. */
const asJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(asJson(one), asJson(other))

/** Refuses when the object is no longer as the change left it; `toState` shows its rows. */
export function refuseMoved<R>(row: JournalRow, what: string, now: R | undefined, toState: (rows: R) => State): void {
  const {before, after} = row.rows ?? {}
  if (isSame(now, after)) return
  throw movedOn(row, `${what} has changed since`, threeStates(row, {before, after, now}, toState))
}

/** The fields that differ between an object before a change, after it, and now. */
export function threeStates<R>(
  row: JournalRow,
  {before, after, now}: {before?: unknown; after?: unknown; now?: unknown},
  toState: (rows: R) => State,
): string[] {
  const states: [string, unknown][] = [
    ['before the change', before],
    ['after the change', after],
    ['now', now],
  ]
  const shown = states.map(([when, rows]) => ({
    when,
    state: isThere(rows) ? shownState(row, toState(rows as R)) : undefined,
  }))
  const fields = [...new Set(shown.flatMap(({state}) => Object.keys(state ?? {})))].filter(
    (field) =>
      !isSame(shown[0]?.state?.[field], shown[1]?.state?.[field]) ||
      !isSame(shown[1]?.state?.[field], shown[2]?.state?.[field]),
  )
  const text = (state: State | undefined) =>
    state === undefined ? 'none' : fields.map((field) => `${field} ${valueText(state[field])}`).join(', ')
  return shown.map(({when, state}) => `${when}: ${text(state)}`)
}

export const movedOn = ({id, undone_by: undoneBy}: JournalRow, message: string, hints: string[] = []): AppError =>
  conflict(`${message}: change ${id} cannot be undone; nothing was undone`, {
    hints: [...(undoneBy === null ? [] : [`the change ${undoneBy} undid it already`]), ...hints],
  })

const isThere = (rows: unknown) => rows !== undefined && rows !== null

const shownState = ({kind, object_id: id, object_name: name}: JournalRow, after: State): State =>
  shownChange({kind, id, name, after}).after ?? {}

/** The states for the change that records the undo. */
export const reversedStates = ({before, after}: JournalRow): Pick<Change, 'before' | 'after'> => ({
  ...(after && {before: after}),
  ...(before && {after: before}),
})
