import type {Problem} from '../../errors.ts'
import {type Change, type Difference as Differing, differences, valueText} from '../../formats/changes.ts'

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

/** How many of `all` have which outcome; those without one do not fit. */
export function count(outcomes: readonly {action: Action}[], all = outcomes.length): Counts {
  const counts = {create: 0, change: 0, same: 0, keep: 0, reject: all - outcomes.length}
  for (const {action} of outcomes) counts[action]++
  return counts
}

const whats = {callbackList: 'list', period: 'period', rights: 'profile'} as const
export type AdoptedKind = keyof typeof whats

/** What becomes of an object that the plan would change; `standard` is the default period, where the original has another. */
export function itemOf(
  kind: AdoptedKind,
  {name: now, before, after}: Change,
  {overwrite, standard}: {overwrite: boolean; standard?: string | undefined},
): AdoptedItem {
  const object = {what: whats[kind], name: String(after?.name ?? now)}
  if (before === undefined) {
    const lost = standard && shown({field: 'default period', before: standard, after: object.name})
    return {...object, action: 'create', differences: lost ? [lost] : []}
  }
  const all = differences({before, after: after ?? {}})
  const values = all.filter(({field}) => field !== 'uuid')
  if (values.length > 0 && !overwrite) return {...object, action: 'keep', differences: values.map(shown)}
  return {...object, action: all.length === 0 ? 'same' : 'change', differences: all.map(shown)}
}

const shown = ({field, before: here, after: there}: Differing): Difference => ({
  field,
  here: here === undefined ? undefined : valueText(here),
  there: there === undefined ? undefined : valueText(there),
})
