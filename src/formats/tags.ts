import {type Change, type ChangeKind, type State, shownChange} from './changes.ts'
import {digest} from './digest.ts'

/** What the tag of an object must be, or must not be, for a write; `*` is every object that exists. */
export interface Condition {
  /** The state in which somebody was shown the object: as `before`. */
  shown?: Change
  match?: Tags
  noneMatch?: Tags
}

export type Tags = '*' | readonly string[]

/** Something that was read, and the tag of its state. */
export interface Tagged<T> {
  found: T
  tag: string
}

/** Identifies the state of an object before a change. Of what is shown: nobody can guess a password from it. */
export function tagOf(change: Change): string {
  const {kind, id, before} = shownChange(change)
  const state = kind === 'callbackList' ? withoutRequests(before) : before
  return digest(JSON.stringify([kind, id, state]))
}

const tagged: readonly ChangeKind[] = ['rights', 'dissuasion', 'callbackList', 'callbackRequest', 'period']

/** Identifies the state of an object after a change; undefined when it is gone, or of a kind that has no tag. */
export const tagAfter = ({kind, id, name, after}: Change): string | undefined =>
  after !== undefined && tagged.includes(kind) ? tagOf({kind, id, name, before: after}) : undefined

/** A list stays the same when a request comes or goes. */
function withoutRequests(list: State = {}): State {
  const {ongoing: _, closed: __, ...own} = list
  return own
}

/** Is the object, as it is before this change, as the condition demands? */
export function isMet({shown, match, noneMatch}: Condition, change: Change): boolean {
  if (shown && tagOf(shown) !== tagOf(change)) return false
  const isAmong = (tags: Tags) => (tags === '*' ? change.before !== undefined : tags.includes(tagOf(change)))
  return (match === undefined || isAmong(match)) && (noneMatch === undefined || !isAmong(noneMatch))
}
