import {randomUUID} from 'node:crypto'
import {isDeepStrictEqual} from 'node:util'
import {insertList, type ListRow, updateList} from '../../database/callbacks/lists.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {type DissuasionRow, putDissuasion} from '../../database/dissuasion.ts'
import {deleteProfile, putRights, type RightRow, type StoredRights} from '../../database/rights.ts'
import type {ProfileType, RightKind} from '../../database/tables.ts'
import type {Recorded} from '../../formats/changes.ts'
import type {Path, Section, SiteDocument, SiteProfile} from '../../formats/site-document.ts'
import type {SiteProblem} from '../../formats/site-yaml.ts'
import {unfitNewName} from '../../formats/text.ts'
import {listChange} from '../callbacks/lists.ts'
import {destinationText, none, toDestination} from '../dissuasion/destinations.ts'
import {dissuasionChange} from '../dissuasion/dissuasion.ts'
import type {Catalog, Named} from '../rights/catalog.ts'
import {profileTypes} from '../rights/profiles.ts'
import {changeSwitches, fieldsOf, rightsChange, toRights} from '../rights/rights.ts'
import {dissuasionRow, notOne, type Targets, unknown, whyUnclear} from './destinations.ts'
import {kinds, listsOfRights, type Names, namesOfRights} from './export.ts'
import {byName, storedOf} from './holdings.ts'
import {planPeriods} from './plan-periods.ts'

/** The changes that would make a XiVO match a document, or the problems that prevent them. */
export interface Plan {
  steps: Step[]
  problems: SiteProblem[]
}

/** Changes that are written together. */
export interface Step {
  changes: Recorded[]
  /** Writes those of the changes that make a difference. */
  write: (trx: Trx, changes: readonly Recorded[]) => Promise<unknown>
  /** A list that goes, with its requests. */
  deletes?: ListRow
  /** The queue whose dissuasion changes. */
  queueId?: number
}

/** What the document does not name stays, unless its section is one of `deleteMissing`. */
export interface PlanOptions {
  deleteMissing?: readonly Section[]
  /**
   * The texts of a list that the document was made of. Dissuasions by queue: what is shown as it is stays, also where it cannot be said
   * by name. The names that rights are on, by login. What such a text can mean beside is refused.
   */
  shown?: ReadonlyMap<string, string>
  ids?: SourceIds
}

/** What the source of a document knows beside the names. */
export interface SourceIds {
  /** The uuids of lists and periods, by name. What has this uuid here is the same object, whatever it is called. */
  callbackLists: ReadonlyMap<string, string>
  periods: ReadonlyMap<string, string>
  /** By login: the rights on objects without a unique name, in place of those that the user has. */
  rights: ReadonlyMap<string, readonly RightRow[]>
}

/** The users whose profiles the plan changes, or finds unfit: it needs their stored rights. */
export function usersToChange(
  {holdings, users}: Targets,
  named: Required<SiteDocument>,
  {profiles: wanted}: SiteDocument,
  {deleteMissing = []}: PlanOptions = {},
): number[] {
  if (wanted === undefined) return []
  const deletes = deleteMissing.includes('profiles')
  return [...users].flatMap(([login, {id}]) => {
    const profile = wanted.get(login)
    const isHere = holdings.rights.profiles.has(id)
    return isHere && (profile === undefined ? deletes : !isStored(profile, named.profiles.get(login))) ? [id] : []
  })
}

/** Pure: nothing is read or written. Lists come before periods, which their requests use. */
export function planSite(
  targets: Targets,
  named: Required<SiteDocument>,
  document: SiteDocument,
  {deleteMissing = [], shown = new Map(), ids}: PlanOptions = {},
): Plan {
  const plan: Plan = {steps: [], problems: []}
  const planning = {targets, named, ids, plan, note: (problem: SiteProblem) => plan.problems.push(problem)}
  planLists(planning, document.callbackLists, deleteMissing.includes('callbackLists'))
  planPeriods(planning, document.periods, deleteMissing.includes('periods'))
  planProfiles(planning, document.profiles, shown, deleteMissing.includes('profiles'))
  planDissuasions(planning, document.dissuasions, shown, deleteMissing.includes('dissuasions'))
  return plan
}

export interface Planning {
  targets: Targets
  /** The contents of the XiVO, as far as they have unique names. */
  named: Required<SiteDocument>
  ids: SourceIds | undefined
  plan: Plan
  note: (problem: SiteProblem) => void
}

function planLists(
  {targets, named, ids, plan, note}: Planning,
  wanted: SiteDocument['callbackLists'],
  deletes: boolean,
): void {
  if (wanted === undefined) return
  const {lists, queues} = targets.holdings
  const here = byName(lists)
  for (const [name, queue] of wanted) {
    const uuid = ids?.callbackLists.get(name)
    const row = uuid === undefined ? here.get(name) : lists.find((each) => each.uuid === uuid)
    const target = targets.queues.get(queue)
    const unfit = row === undefined && uuid === undefined ? unfitNewName(name) : undefined
    if (unfit) note({path: ['callbackLists', name], key: true, value: name, reason: unfit})
    if (target === undefined) {
      note({path: ['callbackLists', name], value: queue, reason: notOne('queue', queue, queues)})
      continue
    }
    plan.steps.push(listStep(row, {uuid: uuid ?? row?.uuid ?? randomUUID(), name, queue_id: target.id}, queues))
  }
  if (!deletes) return
  for (const row of lists.filter(({name}) => named.callbackLists.has(name) && !wanted.has(name))) {
    plan.steps.push({changes: [listChange(row, undefined, queues)], write: async () => {}, deletes: row})
  }
}

/** Creates or changes a list. */
export const listStep = (before: ListRow | undefined, after: ListRow, queues: readonly Named[]): Step => ({
  changes: [listChange(before, after, queues)],
  write: (trx) => (before ? updateList(trx, before.uuid, after) : insertList(trx, after)),
})

function planProfiles(
  planning: Planning,
  wanted: SiteDocument['profiles'],
  shown: ReadonlyMap<string, string>,
  deletes: boolean,
): void {
  if (wanted === undefined) return
  const {targets, named, ids, plan, note} = planning
  const names = namesOfRights(targets.holdings)
  const known = {catalog: targets.holdings.catalog, names, ids: idsIn(names), note}
  for (const [login, profile] of wanted) {
    const path = ['profiles', login]
    const user = targets.users.get(login)
    if (user === undefined) {
      note({
        path,
        key: true,
        value: login,
        reason: unknown('the login of exactly one user of this XiVO', login, [...targets.users.keys()]),
      })
    }
    const unnamed = ids?.rights.get(login)
    if (unnamed === undefined && isStored(profile, named.profiles.get(login))) continue
    const stored = user && storedOf(targets.holdings, user.id)
    const unclear = unclearName(shown.get(login), names)
    if (unclear !== undefined) {
      note({
        path,
        value: unclear,
        reason:
          'is a name that looks like several in a list, or like that of a deleted or renamed object: set this user with their own command',
      })
      continue
    }
    const after = rightsFor(user, stored, profile, path, {...known, unnamed})
    if (user === undefined || after === undefined) continue
    plan.steps.push({changes: [rightsChange(user.id, login, stored, after)], write: (trx) => putRights(trx, after)})
  }
  if (!deletes) return
  for (const [login, {id}] of targets.users) {
    if (wanted.has(login) || !targets.holdings.rights.profiles.has(id)) continue
    const stored = storedOf(targets.holdings, id)
    plan.steps.push({changes: [rightsChange(id, login, stored, undefined)], write: (trx) => deleteProfile(trx, id)})
  }
}

/** A name in the text that would be read as several, or as that of something deleted or renamed. */
const unclearName = (text: string | undefined, names: Names): string | undefined =>
  text === undefined
    ? undefined
    : kinds
        .flatMap((kind) => [...names[kind].values()])
        .find((name) => /,| \(deleted\)$| \(now .*\)$/.test(name) && text.includes(name))

type Ids = Record<RightKind, ReadonlyMap<string, number>>

interface Known {
  catalog: Catalog
  names: Names
  ids: Ids
  /** The rights on objects without a unique name, if not those that the user has. */
  unnamed: readonly RightRow[] | undefined
  note: (problem: SiteProblem) => void
}

function idsIn(names: Names): Ids {
  const of = (kind: RightKind) => new Map([...names[kind]].map(([id, name]) => [name, id]))
  return {queue: of('queue'), group: of('group'), incall: of('incall')}
}

/** Rights that exist keep their stored row. Rights on objects without a unique name are kept, too. */
function rightsFor(
  user: {id: number} | undefined,
  stored: StoredRights | undefined,
  wanted: SiteProfile,
  path: Path,
  known: Known,
): StoredRights | undefined {
  const type = profileTypes.find((each) => each === wanted.profile)
  if (type === undefined) {
    const where = [...path, 'profile']
    known.note({path: where, value: wanted.profile, reason: `is not a profile; use ${profileTypes.join(', ')}`})
  } else refuseForeign(type, wanted, path, known.note)
  const rows =
    type === 'admin'
      ? []
      : kinds.flatMap((kind) =>
          rowsOf(kind, stored, wanted[listsOfRights[kind]], [...path, listsOfRights[kind]], known),
        )
  if (user === undefined || type === undefined) return undefined
  const {recording: recordingAccess, dissuasion: dissuasionAccess} = wanted
  const given = changeSwitches(type, stored && toRights(stored), {recordingAccess, dissuasionAccess})
  return {profile: {user_id: user.id, type, ...given}, rows}
}

/** Profiles that were found alike: thousands of users share a few. */
const alike = new WeakMap<SiteProfile, SiteProfile>()

/** Is a profile of the document as the stored one? */
function isStored(wanted: SiteProfile, here: SiteProfile | undefined): boolean {
  if (here === undefined || alike.get(wanted) === here) return here !== undefined
  const isAlike = Object.entries(wanted).every(([field, value]) => {
    const now = here[field as keyof SiteProfile]
    return Array.isArray(value) ? isOf(value, now) : value === now
  })
  if (isAlike) alike.set(wanted, here)
  return isAlike
}

/** Lists have no order. Mostly the names are in order already: there may be 250,000. */
const isOf = (names: readonly string[], now: unknown): boolean =>
  Array.isArray(now) && (areSame(names, now) || areSame([...new Set(names)].sort(), now))

const areSame = (names: readonly string[], now: readonly unknown[]): boolean =>
  names.length === now.length && names.every((name, i) => name === now[i])

const fieldOfRight = {
  queues: 'queueIds',
  groups: 'groupIds',
  incalls: 'incallIds',
  recording: 'recordingAccess',
  dissuasion: 'dissuasionAccess',
} as const

function refuseForeign(type: ProfileType, wanted: SiteProfile, path: Path, note: (problem: SiteProblem) => void): void {
  for (const [field, right] of Object.entries(fieldOfRight)) {
    const value = wanted[field as keyof typeof fieldOfRight]
    const isSet = Array.isArray(value) ? value.length > 0 : value
    if (isSet && !fieldsOf[type].includes(right)) {
      note({path: [...path, field], key: true, reason: `is not allowed with the profile ${type}`})
    }
  }
}

function rowsOf(
  kind: RightKind,
  stored: StoredRights | undefined,
  wanted: readonly string[] | undefined,
  path: Path,
  {catalog, ids, names, unnamed: given, note}: Known,
): RightRow[] {
  const had = (stored?.rows ?? []).filter((row) => row.kind === kind)
  if (wanted === undefined) return had
  const unnamed = given?.filter((row) => row.kind === kind) ?? had.filter(({object_id}) => !names[kind].has(object_id))
  const named = wanted.flatMap((name, i): RightRow[] => {
    const id = ids[kind].get(name)
    if (id !== undefined) return [had.find((row) => row.object_id === id) ?? {kind, object_id: id, object_name: name}]
    const what = ({queue: 'queue', group: 'agent group', incall: 'incall'} as const)[kind]
    note({path: [...path, i], value: name, reason: notOne(what, name, catalog[kind])})
    return []
  })
  return [...new Map([...unnamed, ...named].map((row) => [row.object_id, row])).values()].sort(
    (a, b) => a.object_id - b.object_id,
  )
}

function planDissuasions(
  {targets, named, plan, note}: Planning,
  wanted: SiteDocument['dissuasions'],
  shown: ReadonlyMap<string, string>,
  deletes: boolean,
): void {
  if (wanted === undefined) return
  const {queues, dissuasions} = targets.holdings
  const step = (queue: {id: number; name: string}, after: DissuasionRow) => {
    const before = dissuasions.get(String(queue.id))
    const changes = [dissuasionChange(queue, before, after, queues)]
    plan.steps.push({changes, write: (trx) => putDissuasion(trx, queue.id, after), queueId: queue.id})
  }
  const here = byName(queues)
  for (const [name, destination] of wanted) {
    const path = ['dissuasions', name]
    const queue = here.get(name)
    if (queue === undefined) note({path, key: true, value: name, reason: notOne('queue', name, queues)})
    if (isDeepStrictEqual(named.dissuasions.get(name), destination)) continue
    const text = shown.get(name)
    if (queue && text === destinationText(toDestination(dissuasions.get(String(queue.id)), queues))) continue
    const unclear = text && whyUnclear(text, targets)
    if (unclear) {
      note({path, value: text, reason: unclear})
      continue
    }
    const row = dissuasionRow(queue, destination, path, targets, note)
    if (queue && row) step(queue, row)
  }
  if (!deletes) return
  for (const queue of queues.filter(({name}) => named.dissuasions.has(name) && !wanted.has(name))) {
    const row = dissuasions.get(String(queue.id))
    if (row && row.action !== 'none') step(queue, none)
  }
}
