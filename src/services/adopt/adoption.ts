import type {Problem} from '../../errors.ts'
import {differences, type State, type Value, valueText} from '../../formats/changes.ts'

/** What happens to an object of the original: `same` is already here and equal, `keep` is here, differs, and stays. */
export type Action = 'create' | 'change' | 'same' | 'keep'

/** How many; `reject` does not fit. */
export type Counts = Record<Action | 'reject', number>

/** A value that is not the same; undefined is none. */
export interface Difference {
  field: string
  here: string | undefined
  there: string | undefined
}

export interface AdoptedItem {
  what: 'period' | 'profile' | 'list'
  name: string
  action: Action
  differences: Difference[]
  /** Of a list: its requests. `onlyHere` are ongoing here, and not there. */
  requests?: Record<Action | 'onlyHere', number>
}

/** A request that differs, and was changed, moved or closed here: it stays. */
export interface KeptRequest {
  uuid: string
  list: string
  /** Where it differs. */
  fields: string[]
}

/** What was taken over, or would be. */
export interface Adoption {
  from: string
  counts: Record<'periods' | 'profiles' | 'lists' | 'requests', Counts>
  items: AdoptedItem[]
  keptRequests: KeptRequest[]
  /** Fields of the original's answers that the API page does not have: left behind. */
  unknownFields: string[]
  /** Why something was left out. */
  errors?: Problem[]
}

export const noCounts = (reject = 0): Counts => ({create: 0, change: 0, same: 0, keep: 0, reject})

/** What to do with something that is here already. */
export const actionFor = (differences: readonly unknown[], follow: boolean): Action =>
  differences.length === 0 ? 'same' : follow ? 'change' : 'keep'

/** The fields whose values differ, as people read them; undefined when there is no value. */
export function differencesOf(here: State, there: State): Difference[] {
  const shown = (value: Value | undefined) => (value === undefined ? undefined : valueText(value))
  return differences({before: here, after: there}).map(({field, before, after}) => ({
    field,
    here: shown(before),
    there: shown(after),
  }))
}
