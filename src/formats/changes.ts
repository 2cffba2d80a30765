import {isDeepStrictEqual} from 'node:util'
import type {Hint} from '../errors.ts'

/** The kinds of objects that a write can change. */
export const changeKinds = [
  'rights',
  'dissuasion',
  'destination',
  'sound',
  'override',
  'callbackList',
  'callbackRequest',
  'doNotCall',
  'ticket',
  'period',
  'import',
  'erasure',
  'adoption',
  'schema',
] as const

export type ChangeKind = (typeof changeKinds)[number]

/** An object of XiVO or of xivoctl, by its name at the time. */
export interface Named {
  id: number | string
  name: string
}

export type Value = string | number | boolean | null | Named | readonly Named[] | readonly string[]

/** The fields of an object at one moment; an omitted field has no value. */
export type State = Readonly<Record<string, Value | undefined>>

/** One object that a write created (no `before`), changed, or deleted (no `after`). */
export interface Change {
  kind: ChangeKind
  /** Unique within its kind: XiVO's number of a user or queue, a uuid, a file's name. */
  id: number | string
  /** For people: a login, the name of a queue, list, period or file. */
  name: string
  before?: State
  after?: State
}

/** The maximum number of requests of one change that are kept for undo. */
export const KEPT_REQUESTS = 10_000

/** Is it a change that undo cannot take back? */
export function isForGood({kind, before = {}, after}: Change): boolean {
  const {ongoing = 0, closed = 0} = before
  const {undone, deleted = 0} = after ?? {}
  if (kind === 'callbackList') return after === undefined && Number(ongoing) + Number(closed) > KEPT_REQUESTS
  return (
    kind === 'erasure' || kind === 'schema' || (kind === 'import' && undone === true && Number(deleted) > KEPT_REQUESTS)
  )
}

/** A change, with what only undo needs. */
export interface Recorded extends Change {
  /** Its stored rows, if it is not a request. */
  rows?: Rows
  /** The requests that were changed with it. */
  requests?: readonly RecordedRequest[]
  /** The id of the change that it undoes. */
  undoes?: string
  /** Its place in its run, when requests were kept under it before. */
  place?: number
}

export interface Rows {
  before?: unknown
  after?: unknown
}

/** A row before it was changed, as JSON; how a request is afterwards the database knows, of another row `after` says it. */
export interface RecordedRequest {
  uuid: string
  before?: unknown
  after?: unknown
}

/** A change of an object; `toState` turns its rows into fields. */
export const changeOf = <R>(
  object: Pick<Change, 'kind' | 'id' | 'name'>,
  before: R | undefined,
  after: R | undefined,
  toState: (row: R) => State,
): Recorded => ({
  ...object,
  ...(before !== undefined && {before: toState(before)}),
  ...(after !== undefined && {after: toState(after)}),
  rows: {...(before !== undefined && {before}), ...(after !== undefined && {after})},
})

/** The change as it is told. */
export const told = ({rows: _, requests: __, undoes: ___, place: ____, ...change}: Recorded): Change => change

/** The answer of a write, and its changes; none when the state was already as requested. */
export interface Changed<T> {
  result: T
  changes: Change[]
  /** The tag of the written object as it is now, when it was one that has a tag. */
  tag?: string
  /** Remarks about the new state for the user. */
  hints?: Hint[]
  /** Doubts about the written values, without customers' data. */
  warnings?: string[]
}

/** A field whose value differs; undefined means no value. */
export interface Difference {
  field: string
  before: Value | undefined
  after: Value | undefined
}

/** The fields that differ, in the order of the later state; for a created or deleted object, all fields with a value. */
export function differences({before = {}, after = {}}: Pick<Change, 'before' | 'after'>): Difference[] {
  const fields = new Set([...Object.keys(after), ...Object.keys(before)])
  return [...fields]
    .map((field) => ({field, before: before[field], after: after[field]}))
    .filter(({before, after}) => !isDeepStrictEqual(before, after))
}

/** Is there nothing to do? Creating or deleting an object always counts as a change. */
export function isUnchanged({before, after}: Pick<Change, 'before' | 'after'>): boolean {
  if (before === undefined || after === undefined) return before === after
  return differences({before, after}).length === 0
}

/** A value for people: names instead of ids. */
export function valueText(value: Value | undefined): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ')
  return typeof value === 'object' ? (value as Named).name : String(value)
}

/** Actions of XiVO whose first argument is a password. */
const actionsWithPassword = ['application:password', 'application:disa', 'application:callbackdisa']

export const HIDDEN = '•••'

/** The part of an action's first argument that may be shown: never a password. */
export const shownArgument = <A extends string | null | undefined>(action: unknown, argument: A): A | string =>
  argument && argument !== 'no-password' && actionsWithPassword.includes(String(action)) ? HIDDEN : argument

/** A change as it is shown, on the command line and over REST. */
export function shownChange(recorded: Change): Change {
  const {before, after, ...change} = told(recorded)
  return {...change, ...(before && {before: shownState(before)}), ...(after && {after: shownState(after)})}
}

function shownState(state: State): State {
  const {action, actionarg1} = state
  return typeof actionarg1 === 'string' ? {...state, actionarg1: shownArgument(action, actionarg1)} : state
}
