import type {ListRow} from '../../database/callbacks/lists.ts'
import type {PeriodRow} from '../../database/callbacks/periods.ts'
import type {RightRow} from '../../database/rights.ts'
import type {RightKind} from '../../database/tables.ts'
import type {UserRow} from '../../database/users.ts'
import {nearest} from '../../formats/nearest.ts'
import type {SiteDocument, SitePeriod, SiteProfile} from '../../formats/site-document.ts'
import type {OriginalCallbacks, OriginalList, OriginalPeriod} from '../../original/callbacks.ts'
import type {Remarks} from '../../original/remarks.ts'
import {type OriginalRights, rightKinds} from '../../original/rights.ts'
import {profileTypes} from '../rights/profiles.ts'
import {fieldOf, fieldsOf} from '../rights/rights.ts'
import type {Targets} from '../site/destinations.ts'
import {namesOfRights} from '../site/export.ts'
import {storedOf} from '../site/holdings.ts'
import type {SourceIds} from '../site/plan.ts'

/** The original by names, without what does not fit this XiVO. */
export interface OriginalDocument {
  document: SiteDocument
  ids: SourceIds
  /** Lists that a document cannot hold, because they or their queues share a name. */
  otherLists: ListRow[]
}

/** What does not fit becomes a remark. */
export function documentOf(
  {rights, callbacks}: {rights: readonly OriginalRights[]; callbacks: OriginalCallbacks},
  targets: Targets,
  overwrite: boolean,
  remarks: Remarks,
): OriginalDocument {
  const periods = periodsOf(callbacks.periods, targets.holdings.periods, overwrite, remarks)
  const {otherLists, ...lists} = listsOf(callbacks.lists, targets, remarks)
  const profiles = profilesOf(rights, targets, remarks)
  return {
    document: {profiles: profiles.named, callbackLists: lists.named, periods: periods.named},
    ids: {callbackLists: lists.uuids, periods: periods.uuids, rights: profiles.unnamed},
    otherLists,
  }
}

/** A period becomes the one here that has its name, unless that is another of the original. The default here stays the default. */
function periodsOf(all: readonly OriginalPeriod[], here: readonly PeriodRow[], overwrite: boolean, remarks: Remarks) {
  const named = new Map<string, SitePeriod>()
  const uuids = new Map<string, string>()
  const names = new Map(here.map(({uuid, name}) => [uuid, name]))
  let hasDefault = here.some((row) => row.default)
  for (const {uuid, name, start, end, default: isDefault} of all) {
    const known = names.has(uuid)
    const stays = known && !overwrite
    const [namesake] = [...names].find(([id, each]) => each === name && id !== uuid) ?? []
    const isTaken = !stays && (all.some((each) => each.uuid === namesake) || (known && namesake !== undefined))
    const clash = uuids.has(name) ? sharedThere(uuids.get(name)) : isTaken ? takenHere(namesake) : undefined
    if (clash !== undefined) {
      remarks.note(`period ${uuid}, name`, clash, name)
      continue
    }
    const becomesDefault = isDefault && !hasDefault && !known && namesake === undefined
    hasDefault ||= becomesDefault
    named.set(name, {start, end, ...(becomesDefault && {default: true})})
    uuids.set(name, uuid)
    if (stays) continue
    if (namesake !== undefined) names.delete(namesake)
    names.set(uuid, name)
  }
  return {named, uuids}
}

const sharedThere = (uuid: string | undefined) =>
  `is in the original the name of the period ${uuid}, too: rename one of the two there`

const takenHere = (uuid: string | undefined) => `is here the name of the period ${uuid}: rename that one here`

function listsOf(all: readonly OriginalList[], {holdings, queues}: Targets, remarks: Remarks) {
  const named = new Map<string, string>()
  const uuids = new Map<string, string>()
  const otherLists: ListRow[] = []
  for (const {uuid, name, queueId} of all) {
    const queue = holdings.queues.find(({id}) => id === queueId)
    if (queue === undefined) remarks.note(`list ${uuid}, queueId`, 'is not a queue of this XiVO', String(queueId))
    else if (named.has(name) || !queues.has(queue.name)) otherLists.push({uuid, name, queue_id: queueId})
    else {
      named.set(name, queue.name)
      uuids.set(name, uuid)
    }
  }
  return {named, uuids, otherLists}
}

/** By login. A right on what XiVO no longer has becomes a remark, unless the user has it here. */
function profilesOf(all: readonly OriginalRights[], {holdings, users}: Targets, remarks: Remarks) {
  const named = new Map<string, SiteProfile>()
  const unnamed = new Map<string, RightRow[]>()
  const names = namesOfRights(holdings)
  for (const original of all) {
    const {login, type: given, ids, recordingAccess = true, dissuasionAccess = false} = original
    const place = `user ${login}`
    const user = users.get(login)
    const type = profileTypes.find((each) => each === given)
    if (user === undefined) remarks.note(place, whyNoUser(login, holdings.users))
    if (type === undefined) remarks.note(`${place}, type`, `is not a profile: ${profileTypes.join(', ')}`, given)
    if (user === undefined || type === undefined) continue
    for (const field of setFields(original).filter((each) => !fieldsOf[type].includes(each))) {
      remarks.unknownFields.add(`rights.data.${field} of a profile ${type}`)
    }
    const had = storedOf(holdings, user.id)?.rows ?? []
    const others: RightRow[] = []
    const namesOf = (kind: RightKind): string[] =>
      ids[kind].flatMap((id) => {
        const name = names[kind].get(id)
        if (name !== undefined) return [name]
        const there = holdings.catalog[kind].find((each) => each.id === id)
        const row = there
          ? {kind, object_id: id, object_name: there.name}
          : had.find((each) => each.kind === kind && each.object_id === id)
        if (row === undefined) remarks.note(`${place}, ${fieldOf[kind]}`, 'does not exist in this XiVO', String(id))
        else others.push(row)
        return []
      })
    named.set(login, {
      profile: type,
      ...(type !== 'admin' && {queues: namesOf('queue'), groups: namesOf('group'), incalls: namesOf('incall')}),
      ...(type === 'supervisor' && {recording: recordingAccess, dissuasion: dissuasionAccess}),
    })
    unnamed.set(login, others)
  }
  return {named, unnamed}
}

function whyNoUser(login: string, users: readonly UserRow[]): string {
  const ids = users.filter((user) => user.login === login).map(({id}) => id)
  if (ids.length > 0) return `is the login of the users ${ids.join(' and ')}: give all but one another login in XiVO`
  const near = nearest(
    login,
    users.flatMap((user) => user.login || []),
  )
  return `is not a login of this XiVO${near === undefined ? '' : `; there is '${near}'`}`
}

/** The fields of rights with a value; a profile may not have them. */
const setFields = ({ids, recordingAccess, dissuasionAccess}: OriginalRights) => [
  ...rightKinds.filter((kind) => ids[kind].length > 0).map((kind) => fieldOf[kind]),
  ...(recordingAccess ? ['recordingAccess' as const] : []),
  ...(dissuasionAccess ? ['dissuasionAccess' as const] : []),
]
