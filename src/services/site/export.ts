import type {GivenRight, ProfileRow} from '../../database/rights.ts'
import type {RightKind} from '../../database/tables.ts'
import {conflict} from '../../errors.ts'
import {grouped} from '../../formats/grouped.ts'
import type {Section, SiteDissuasion, SiteDocument, SitePeriod, SiteProfile} from '../../formats/site-document.ts'
import type {Remark} from '../../formats/site-text.ts'
import type {Catalog, Named} from '../rights/catalog.ts'
import {siteDissuasion, type Targets, unnamed} from './destinations.ts'
import {byName, type Holdings} from './holdings.ts'

/** A document, and remarks about what has no unique name. */
export interface Described {
  document: Required<SiteDocument>
  remarks: Remark[]
}

interface Describing {
  /** Is it a conflict when two lists share a name? */
  withLists?: boolean
  /** For remarks: the rights on objects that XiVO no longer has. */
  onGone?: readonly GivenRight[]
}

/** What a XiVO holds, by names, each section in the order of its names. */
export function describeSite(
  holdings: Holdings,
  targets: Targets,
  {withLists = true, onGone = []}: Describing = {},
): Described {
  if (withLists) refuseSharedNames(holdings)
  const remarks: Remark[] = []
  const remark = (section: Section) => (text: string) => remarks.push({section, text})
  return {
    document: {
      profiles: profilesOf(holdings, targets, onGone, remark('profiles')),
      callbackLists: listsOf(holdings, targets, remark('callbackLists')),
      periods: periodsOf(holdings),
      dissuasions: dissuasionsOf(holdings, targets, remark('dissuasions')),
    },
    remarks,
  }
}

function refuseSharedNames({lists}: Holdings): void {
  const shared = [...grouped(lists, ({name}) => name)].filter(([, all]) => all.length > 1)
  if (shared.length === 0) return
  throw conflict('several callback lists have the same name, which a file cannot tell apart: nothing was done', {
    problems: shared.map(([name, all]) => ({
      column: 'callbackLists',
      value: name,
      reason: `is the name of the lists ${all.map(({uuid}) => uuid).join(' and ')}`,
    })),
    hints: [{run: 'callbacks lists rename', words: [`id:${shared[0]?.[1][0]?.uuid}`, 'NAME']}],
  })
}

const inOrder = <T>(entries: readonly [string, T][]) => {
  const all = new Map(entries)
  return new Map([...all.keys()].sort().map((name) => [name, all.get(name) as T]))
}

function profilesOf(
  holdings: Holdings,
  {users}: Targets,
  onGone: readonly GivenRight[],
  remark: (text: string) => void,
): Map<string, SiteProfile> {
  const {profiles, unnamed} = profilesById(holdings, onGone)
  const entries: [string, SiteProfile][] = []
  for (const {id, login} of holdings.users) {
    const profile = profiles.get(id)
    if (profile === undefined) continue
    if (users.has(login)) {
      entries.push([login, profile])
      for (const text of unnamed.get(id) ?? []) remark(`${login}: ${text}`)
    } else
      remark(
        login === ''
          ? `user ${id} has a profile, but no login`
          : `user ${id} shares the login '${login}' with another user`,
      )
  }
  return inOrder(entries)
}

export type Names = Record<RightKind, ReadonlyMap<number, string>>

/** Names by id, of the objects with a unique name. */
export function namesOfRights({catalog}: Holdings): Names {
  const of = (all: readonly Named[]) => new Map([...byName(all)].map(([name, {id}]) => [id, name]))
  const incalls = catalog.incall.filter(({name}) => !name.startsWith('id:'))
  return {queue: of(catalog.queue), group: of(catalog.group), incall: of(incalls)}
}

interface ProfilesById {
  profiles: Map<number, SiteProfile>
  /** Why a right of a user has no name. */
  unnamed: Map<number, string[]>
}

/** The list of a profile that holds the rights of a kind. */
export const listsOfRights = {queue: 'queues', group: 'groups', incall: 'incalls'} as const

export const kinds = ['queue', 'group', 'incall'] as const

/** Users with the same profile and rights share one object: there may be 250,000 rights. */
function profilesById(holdings: Holdings, onGone: readonly GivenRight[]): ProfilesById {
  const {rights, catalog} = holdings
  const names = namesOfRights(holdings)
  const given = new Map(onGone.map((right) => [keyOf(right.user_id, right.kind, right.object_id), right.object_name]))
  const lists: Record<RightKind, Map<number, NamedSet>> = {queue: new Map(), group: new Map(), incall: new Map()}
  for (const [place, {kind, objects, users}] of rights.sets.entries()) {
    const others = objects.filter((id) => !names[kind].has(id)).sort((a, b) => a - b)
    const set = {
      place,
      names: objects.flatMap((id) => names[kind].get(id) ?? []).sort(),
      unnamed: others.map((id) => whyUnnamed(kind, id, catalog, (user) => given.get(keyOf(user, kind, id)))),
    }
    for (const user of users) lists[kind].set(user, set)
  }
  const profiles = new Map<number, SiteProfile>()
  const unnamed = new Map<number, string[]>()
  const alike = new Map<string, SiteProfile>()
  for (const [id, row] of rights.profiles) {
    const sets = kinds.map((kind) => lists[kind].get(id) ?? none)
    const {type, recording_access, dissuasion_access} = row
    const key = [type, recording_access, dissuasion_access, ...sets.map(({place}) => place)].join(' ')
    const profile =
      alike.get(key) ??
      profileOf(
        row,
        sets.map(({names}) => names),
      )
    alike.set(key, profile)
    profiles.set(id, profile)
    if (type !== 'admin')
      unnamed.set(
        id,
        sets.flatMap((set) => set.unnamed.map((why) => why(id))),
      )
  }
  return {profiles, unnamed}
}

interface NamedSet {
  /** Among all sets. */
  place: number
  names: readonly string[]
  /** Why a user's rights on the others have no name. */
  unnamed: readonly ((user: number) => string)[]
}

const none: NamedSet = {place: -1, names: [], unnamed: []}

const keyOf = (user: number, kind: RightKind, id: number) => `${user} ${kind} ${id}`

function profileOf(
  {type, recording_access, dissuasion_access}: ProfileRow,
  [queues = [], groups = [], incalls = []]: readonly (readonly string[])[],
): SiteProfile {
  if (type === 'admin') return {profile: type}
  return {
    profile: type,
    queues,
    groups,
    incalls,
    ...(type === 'supervisor' && {recording: recording_access, dissuasion: dissuasion_access}),
  }
}

/** The ids of objects that rights are on, and that XiVO no longer has. */
export function goneObjects({rights, catalog}: Holdings): number[] {
  const idsOf = (kind: RightKind) => new Set(catalog[kind].map(({id}) => id))
  const here = {queue: idsOf('queue'), group: idsOf('group'), incall: idsOf('incall')}
  return [...new Set(rights.sets.flatMap(({kind, objects}) => objects.filter((id) => !here[kind].has(id))))]
}

/** Why a right of a user has no name. The name of what is gone is that which the right was given with. */
function whyUnnamed(
  kind: RightKind,
  id: number,
  catalog: Catalog,
  given: (user: number) => string | undefined,
): (user: number) => string {
  const found = catalog[kind].find((each) => each.id === id)
  if (found === undefined) return (user) => `${kind} ${id} ('${given(user)}') no longer exists`
  const text = found.name === `id:${id}` ? `${kind} ${id} has no number` : unnamed(kind, id, found)
  return () => text
}

function listsOf({lists, queues}: Holdings, targets: Targets, remark: (text: string) => void): Map<string, string> {
  const entries: [string, string][] = []
  for (const {name, queue_id} of lists) {
    const queue = queues.find(({id}) => id === queue_id)
    if (queue !== undefined && targets.queues.has(queue.name)) entries.push([name, queue.name])
    else remark(`list '${name}': ${unnamed('queue', queue_id, queue)}`)
  }
  return inOrder(entries)
}

const periodsOf = ({periods}: Holdings): Map<string, SitePeriod> =>
  inOrder(
    periods.map(({name, period_start, period_end, default: isDefault}) => [
      name,
      {start: withoutSeconds(period_start), end: withoutSeconds(period_end), ...(isDefault && {default: true})},
    ]),
  )

const withoutSeconds = (time: string) => time.replace(/^(\d\d:\d\d):00$/, '$1')

function dissuasionsOf(
  {queues, dissuasions}: Holdings,
  targets: Targets,
  remark: (text: string) => void,
): Map<string, SiteDissuasion> {
  const entries: [string, SiteDissuasion][] = []
  for (const {id, name} of queues) {
    const found = siteDissuasion(dissuasions.get(String(id)), targets)
    if (!targets.queues.has(name)) remark(unnamed('queue', id, {name}))
    else if ('remark' in found) remark(`queue '${name}': ${found.remark}`)
    else entries.push([name, found.dissuasion])
  }
  return inOrder(entries)
}
