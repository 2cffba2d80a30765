import {isPersonal} from '../../formats/callback-fields.ts'
import {
  type Change,
  type Changed,
  type ChangeKind,
  type Difference,
  differences,
  HIDDEN,
  isForGood,
  type Named,
  shownChange,
  type Value,
  valueText,
} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {isUuid} from '../../formats/uuids.ts'
import type {Settings} from '../../settings/load.ts'
import {escapeControls} from '../escapes.ts'
import {marks} from '../marks.ts'
import {wordHint} from './remedies.ts'

const SHOWN_CHANGES = 10

const subjects: Record<ChangeKind, (name: string, id: Change['id']) => string> = {
  rights: (name) => `rights of ${name}`,
  dissuasion: (name) => `dissuasion of ${name}`,
  destination: (name, id) => `destination of ${name} (${String(id).split(' ')[0]})`,
  sound: (name) => `sound ${name}`,
  override: (name) => `override with ${name}`,
  callbackList: (name) => `list '${name}'`,
  callbackRequest: (name) => `callback request ${name}`,
  ticket: (name) => `ticket of request ${name}`,
  doNotCall: (name) => `do-not-call entry ${name}`,
  period: (name) => `period '${name}'`,
  import: (name) => `import into '${name}'`,
  erasure: (name) => `requests of list '${name}'`,
  adoption: (name) => `requests of list '${name}'`,
  schema: (name) => `schema ${name}`,
}

const row = ['action', 'actionarg1', 'actionarg2', 'linked']

/** What an erasure deletes outside of lists has a name of its own. */
const subjectOf = ({kind, id, name}: Change) =>
  kind === 'erasure' && !isUuid(String(id)) ? name : subjects[kind](name, id)

/** Fields that repeat another field in XiVO's terms. */
const unsaid: Partial<Record<ChangeKind, readonly string[]>> = {
  dissuasion: row,
  destination: row,
  import: ['undone'],
}

/** Changes as lines, old → new, with names instead of ids. Shows only the first of many. */
export function changeLines(changes: readonly Change[], {planned = false, whole = false}: Telling = {}): string[] {
  const lines = (whole ? changes : changes.slice(0, SHOWN_CHANGES)).map((change) =>
    escapeControls(changeLine(shownChange(change), planned)),
  )
  const more = changes.length - lines.length
  return more > 0 ? [...lines, `… and ${counted(more, 'more change')}`] : lines
}

interface Telling {
  quiet?: boolean
  /** Is it a dry run, which would create or delete objects? */
  planned?: boolean
  /** All changes, however many. */
  whole?: boolean
  /** The existing state, when nothing changes. */
  unchanged?: string | undefined
  /** The XiVO for the commands in hints. */
  settings?: Settings | undefined
}

/** The same for a write, with its remarks. */
export const changedLines = (
  {changes, hints = [], warnings = []}: Changed<unknown>,
  {quiet = false, planned = false, whole = false, unchanged, settings}: Telling = {},
): string[] => [
  ...(quiet ? [] : changes.length > 0 ? changeLines(changes, {planned, whole}) : [unchangedLine(unchanged)]),
  ...warnings.map((warning) => `warning: ${warning}`),
  ...hints.map((hint) => `hint: ${wordHint(hint, settings)}`),
]

const unchangedLine = (subject: string | undefined) => (subject === undefined ? 'unchanged' : `${subject}: unchanged`)

/** One change as a line, before or after it is made. */
export const changeText = (change: Change, {planned = false} = {}): string => changeLine(shownChange(change), planned)

/** The fields that differ, each with its old and new value. */
export function fieldLines(change: Change): Record<string, string> {
  const shown = shownChange(change)
  return Object.fromEntries(differences(shown).map((difference) => [label(difference.field), oldToNew(difference)]))
}

const changeLine = (change: Change, planned: boolean): string =>
  `${differenceLine(change, planned)}${isForGood(change) ? '; cannot be undone' : ''}`

function differenceLine(change: Change, planned: boolean): string {
  const {kind, before, after} = change
  const said = differences(change).filter(({field}) => !unsaid[kind]?.includes(field))
  const subject = `${subjectOf(change)}${before && after ? customerOf(change) : ''}`
  if (kind === 'dissuasion' || kind === 'destination') return `${subject}: ${said.map(oldToNew).join(', ')}`
  const whole = (did: string, fields: string[]) =>
    `${subject}: ${planned ? 'would be ' : ''}${did} (${fields.join('; ')})`
  const stateOf = (end: 'before' | 'after') => said.map((difference) => stated(difference.field, difference[end]))
  if (before === undefined) return whole('created', stateOf('after'))
  if (after === undefined) return whole('deleted', stateOf('before'))
  if (kind === 'import') return whole('undone', stateOf('after'))
  return `${subject}: ${said.map((difference) => `${label(difference.field)} ${changed(difference)}`).join('; ')}`
}

/** Nobody recognises a uuid; on a terminal, the customer stands behind it. */
function customerOf({kind, before = {}}: Change): string {
  if (kind !== 'callbackRequest' || !process.stderr.isTTY) return ''
  const {firstName, lastName, phoneNumber, mobilePhoneNumber} = before
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return ` (${[name, phoneNumber ?? mobilePhoneNumber].filter(Boolean).join(', ')})`
}

const stated = (field: string, value: Value | undefined) => `${label(field)} ${shownText(field, value)}`

/** `recordingAccess` becomes `recording access`; `clotured` is XiVO's word. */
export const label = (field: string) =>
  (field === 'clotured' ? 'state' : field).replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

function changed(difference: Difference): string {
  const {before, after} = difference
  if (!isList(before) || !isList(after)) return oldToNew(difference)
  const without = (some: readonly Item[], others: readonly Item[]) =>
    some.filter((each) => !others.some((other) => isSame(each, other)))
  const {minus} = marks()
  return [
    ...without(after, before).map((each) => `+${valueText(each)}`),
    ...without(before, after).map((each) => `${minus}${valueText(each)}`),
  ].join(' ')
}

const oldToNew = ({field, before, after}: Difference) =>
  `${shownText(field, before)} ${marks().arrow} ${shownText(field, after)}`

/** Output that is not on a terminal may be kept in mail of cron or a log, so it contains no customers' data. */
function shownText(field: string, value: Value | undefined): string {
  if (field === 'clotured') return value ? 'closed' : 'ongoing'
  return value !== undefined && isPersonal(field) && !process.stderr.isTTY ? HIDDEN : valueText(value)
}

type Item = Named | string

const isList = (value: Value | Item | undefined): value is readonly Named[] | readonly string[] => Array.isArray(value)

const isSame = (one: Item, other: Item) =>
  typeof one === 'string' || typeof other === 'string' ? one === other : one.id === other.id && one.name === other.name
