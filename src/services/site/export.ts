import type {RightRow, StoredRights} from '../../database/rights.ts'
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

const inOrder = <T>(entries: [string, T][]) => new Map(entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b))))

function profilesOf(holdings: Holdings, {users}: Targets, remark: (text: string) => void): Map<string, SiteProfile> {
  const names = namesOfRights(holdings)
  const sorted = {queue: inOrderOf(names.queue), group: inOrderOf(names.group), incall: inOrderOf(names.incall)}
  const entries: [string, SiteProfile][] = []
  for (const {id, login} of holdings.users) {
    const stored = holdings.rights.get(id)
    if (stored === undefined) continue
    if (users.has(login))
      entries.push([login, profileOf(stored, {names, sorted}, holdings.catalog, (text) => remark(`${login}: ${text}`))])
    else
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

interface Naming {
  names: Names
  sorted: Record<RightKind, (ids: readonly number[]) => string[]>
}

/** Sorts the ids of each of thousands of users by their names, without comparing a name twice. */
function inOrderOf(names: ReadonlyMap<number, string>): (ids: readonly number[]) => string[] {
  const sorted = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1))
  const ranks = new Map(sorted.map(([id], rank) => [id, rank]))
  return (ids) => {
    const ranked = new Uint32Array(ids.length)
    for (const [i, id] of ids.entries()) ranked[i] = ranks.get(id) ?? 0
    const names: string[] = []
    for (const rank of ranked.sort()) names.push(sorted[rank]?.[1] ?? '')
    return names
  }
}

function profileOf(
  {profile: {type, recording_access, dissuasion_access}, rows}: StoredRights,
  {names, sorted}: Naming,
  catalog: Catalog,
  remark: (text: string) => void,
): SiteProfile {
  if (type === 'admin') return {profile: type}
  const named = (kind: RightKind) => {
    const found: number[] = []
    for (const row of rows) {
      if (row.kind !== kind) continue
      if (names[kind].has(row.object_id)) found.push(row.object_id)
      else remark(unnamedRight(row, catalog))
    }
    return sorted[kind](found)
  }
  return {
    profile: type,
    queues: named('queue'),
    groups: named('group'),
    incalls: named('incall'),
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
