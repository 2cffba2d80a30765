import {isDeepStrictEqual} from 'node:util'
import {AppError, type ErrorCode} from '../errors.ts'
import {type Change, isUnchanged, type State} from '../formats/changes.ts'
import {type Condition, isMet, tagOf} from '../formats/tags.ts'

/** Somebody changed the data after they were shown. */
export class MovedOn extends AppError {
  /** How the data differ from what was shown; where that is unknown, from what is wanted. */
  readonly changes: readonly Change[]
  /** The tag of the object as it is now. */
  readonly tag: string | undefined

  constructor(code: ErrorCode, message: string, hint: string, changes: readonly Change[], tag?: string) {
    super('conflict', code, message, {hints: [hint]})
    this.changes = changes
    this.tag = tag
  }
}

/** Somebody who agreed to changes agreed only to those that were shown. */
export function refuseOthers(shown: readonly Change[] | undefined, changes: readonly Change[]): void {
  if (shown === undefined || isDeepStrictEqual(withoutIds(shown), withoutIds(changes))) return
  throw sinceShown(since(shown, changes))
}

const sinceShown = (differences: readonly Change[]) =>
  new MovedOn(
    'Conflict',
    'the data have changed since they were shown: nothing was written',
    'run the command again: it shows the current data and asks again',
    differences,
  )

/** Refuses a write unless its object is as the condition demands; of several changes, that of the object comes last. */
export function refuseUnmet(condition: Condition | undefined, changes: readonly Change[]): void {
  const own = changes.at(-1)
  if (condition === undefined || own === undefined || isMet(condition, own)) return
  if (condition.shown) throw sinceShown([difference(own, condition.shown.before, own.before)])
  throw new MovedOn(
    'PreconditionFailed',
    condition.noneMatch === '*'
      ? 'the object exists already: nothing was written'
      : 'the object has changed since it was read: nothing was written',
    "'changes' has the current state (before) and the state that this request would make (after); the header ETag is that of the current state",
    changes,
    tagOf(own),
  )
}

/** What is made has another uuid each time. */
const withoutIds = (changes: readonly Change[]) =>
  changes.map(({id, ...change}) => (change.before === undefined ? change : {id, ...change}))

/** From the states that were shown to those of now. What would not be changed at one of these times was as wanted then. */
function since(shown: readonly Change[], changes: readonly Change[]): Change[] {
  const now = new Map(changes.map((change) => [keyOf(change), change]))
  const then = new Map(shown.map((change) => [keyOf(change), change]))
  return [...new Map([...then, ...now])].flatMap(([key, {kind, id, name}]) => {
    const [early, late] = [then.get(key), now.get(key)]
    const change = difference({kind, id, name}, early ? early.before : late?.after, late ? late.before : early?.after)
    return isUnchanged(change) ? [] : [change]
  })
}

const difference = (
  {kind, id, name}: Pick<Change, 'kind' | 'id' | 'name'>,
  before: State | undefined,
  after: State | undefined,
): Change => ({kind, id, name, ...(before && {before}), ...(after && {after})})

const keyOf = ({kind, id, name, before}: Change) => JSON.stringify([kind, before === undefined ? name : id])
