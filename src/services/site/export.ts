import type {ProfileRow, RightRow, SharedRight} from '../../database/rights.ts'
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

/** What a XiVO holds, by names, each section in the order of its names. Conflict when two lists share one, unless lists do not matter. */
export function describeSite(holdings: Holdings, targets: Targets, {withLists = true} = {}): Described {
  if (withLists) refuseSharedNames(holdings)
  const remarks: Remark[] = []
  const remark = (section: Section) => (text: string) => remarks.push({section, text})
  return {
    document: {
      profiles: profilesOf(holdings, targets, remark('profiles')),
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

function profilesOf(holdings: Holdings, {users}: Targets, remark: (text: string) => void): Map<string, SiteProfile> {
  const {profiles, unnamed} = profilesById(holdings)
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

/** Rights are handed out in the order of their names, so that the names of no user are sorted: there may be 250,000. */
function profilesById(holdings: Holdings): ProfilesById {
  const profiles = new Map([...holdings.rights.profiles].map(([id, profile]) => [id, withoutRights(profile)]))
  const unnamed = new Map<number, string[]>()
  for (const [right, name] of sharedByName(holdings)) {
    const reason = name === undefined ? unnamedRight(right, holdings.catalog) : ''
    for (const user of right.users) {
      const list = profiles.get(user)?.[listsOfRights[right.kind]]
      if (name !== undefined) list?.push(name)
      else if (list) unnamed.set(user, [...(unnamed.get(user) ?? []), reason])
    }
  }
  return {profiles, unnamed}
}

/** Rights with the names of their objects, in the order of the names. */
function sharedByName(holdings: Holdings): [SharedRight, string | undefined][] {
  const names = namesOfRights(holdings)
  const named = holdings.rights.shared.map((right): [SharedRight, string | undefined] => [
    right,
    names[right.kind].get(right.object_id),
  ])
  const place = ({kind}: SharedRight) => Object.keys(listsOfRights).indexOf(kind)
  return named.sort(
    ([a, nameA = ''], [b, nameB = '']) => place(a) - place(b) || (nameA < nameB ? -1 : Number(nameA > nameB)),
  )
}

function withoutRights({type, recording_access, dissuasion_access}: ProfileRow): SiteProfile {
  if (type === 'admin') return {profile: type}
  return {
    profile: type,
    queues: [],
    groups: [],
    incalls: [],
    ...(type === 'supervisor' && {recording: recording_access, dissuasion: dissuasion_access}),
  }
}

function unnamedRight({kind, object_id: id, object_name: name}: RightRow, catalog: Catalog): string {
  const found = catalog[kind].find((each) => each.id === id)
  if (found?.name === `id:${id}`) return `${kind} ${id} has no number`
  return found ? unnamed(kind, id, found) : `${kind} ${id} ('${name}') no longer exists`
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
