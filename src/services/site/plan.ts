import {randomUUID} from 'node:crypto'
import {isDeepStrictEqual} from 'node:util'
import {insertList, type ListRow, updateList} from '../../database/callbacks/lists.ts'
import {
  clearDefaultPeriod,
  deletePeriod,
  insertPeriod,
  type PeriodRow,
  updatePeriod,
} from '../../database/callbacks/periods.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {type DissuasionRow, putDissuasion} from '../../database/dissuasion.ts'
import {deleteProfile, putRights, type RightRow, type StoredRights} from '../../database/rights.ts'
import type {ProfileType, RightKind} from '../../database/tables.ts'
import {AppError} from '../../errors.ts'
import type {Recorded} from '../../formats/changes.ts'
import type {Path, Section, SiteDocument, SiteProfile} from '../../formats/site-document.ts'
import type {SiteProblem} from '../../formats/site-yaml.ts'
import {unfitName} from '../../formats/text.ts'
import {listChange} from '../callbacks/lists.ts'
import {checkPeriod, periodChange} from '../callbacks/periods.ts'
import {dissuasionChange} from '../dissuasion/dissuasion.ts'
import {profileTypes} from '../rights/profiles.ts'
import {fieldsOf, rightsChange} from '../rights/rights.ts'
import {dissuasionRow, siteDissuasion, type Targets, unknown} from './destinations.ts'
import {type Names, namesOfRights, profileOf} from './export.ts'
import {byName} from './holdings.ts'

/** What would make a XiVO as a document says, or what stands in the way. */
export interface Plan {
  steps: Step[]
  problems: SiteProblem[]
}

/** Changes that are written together. */
export interface Step {
  changes: Recorded[]
  write: (trx: Trx) => Promise<unknown>
  /** A list that goes, with its requests. */
  deletes?: ListRow
  /** The queue whose dissuasion changes. */
  queueId?: number
}

/** What the document does not name stays, unless its section is one of `deleteMissing`. */
export interface PlanOptions {
  deleteMissing?: readonly Section[]
}

/** Only entries that differ become steps, in the order of the document. Pure: nothing is read or written. */
export function planSite(targets: Targets, document: SiteDocument, {deleteMissing = []}: PlanOptions = {}): Plan {
  const plan: Plan = {steps: [], problems: []}
  const planning = {targets, plan, note: (problem: SiteProblem) => plan.problems.push(problem)}
  planPeriods(planning, document.periods, deleteMissing.includes('periods'))
  planLists(planning, document.callbackLists, deleteMissing.includes('callbackLists'))
  planProfiles(planning, document.profiles, deleteMissing.includes('profiles'))
  planDissuasions(planning, document.dissuasions, deleteMissing.includes('dissuasions'))
  return plan
}

interface Planning {
  targets: Targets
  plan: Plan
  note: (problem: SiteProblem) => void
}

function planPeriods({targets, plan, note}: Planning, wanted: SiteDocument['periods'], deletes: boolean): void {
  if (wanted === undefined) return
  const here = byName(targets.holdings.periods)
  const defaults = [...wanted].filter(([, period]) => period.default)
  for (const [name] of defaults.slice(1)) {
    note({path: ['periods', name, 'default'], reason: `is the default, and so is '${defaults[0]?.[0]}'`})
  }
  const after: PeriodRow[] = []
  for (const [name, {start, end}] of wanted) {
    const row = here.get(name)
    const checked = checkedPeriod(name, {start, end}, row, note)
    if (checked) after.push({uuid: row?.uuid ?? randomUUID(), default: row?.default ?? false, ...checked})
  }
  const [standard] = defaults[0] ?? []
  const final = (row: PeriodRow) => (standard === undefined ? row : {...row, default: row.name === standard})
  const missing = targets.holdings.periods.filter(({name}) => !wanted.has(name))
  const changes = [
    ...after.map((row) => periodChange(here.get(row.name), final(row))),
    ...(deletes ? [] : missing.map((row) => periodChange(row, final(row)))),
  ]
  if (changes.length > 0) plan.steps.push({changes, write: (trx) => writePeriods(trx, changes)})
  if (!deletes) return
  for (const row of missing) {
    if (row.default && (standard === undefined || standard === row.name)) {
      note({path: ['periods'], key: true, value: row.name, reason: 'is the default period, and would be deleted'})
    }
    plan.steps.push({changes: [periodChange(row, undefined)], write: (trx) => deletePeriod(trx, row.uuid)})
  }
}

function checkedPeriod(
  name: string,
  {start, end}: {start: string; end: string},
  row: PeriodRow | undefined,
  note: (problem: SiteProblem) => void,
) {
  try {
    return checkPeriod({name, start, end}, row?.name)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    for (const {column, value, reason} of error.problems) {
      const field = {name: [], periodStart: ['start'], periodEnd: ['end']}[column ?? ''] ?? []
      note({path: ['periods', name, ...field], key: field.length === 0, ...(value !== undefined && {value}), reason})
    }
    return undefined
  }
}

/** The default goes first: only one may be it at any time. */
async function writePeriods(trx: Trx, changes: readonly Recorded[]): Promise<void> {
  const rows = changes.map(({rows}) => rows as {before?: PeriodRow; after: PeriodRow})
  if (rows.some(({before, after}) => before?.default !== after.default)) await clearDefaultPeriod(trx)
  for (const {before, after} of rows) {
    if (before === undefined) await insertPeriod(trx, after)
    else if (!isDeepStrictEqual(before, after) || after.default) await updatePeriod(trx, after.uuid, after)
  }
}

function planLists({targets, plan, note}: Planning, wanted: SiteDocument['callbackLists'], deletes: boolean): void {
  if (wanted === undefined) return
  const {lists, queues} = targets.holdings
  const here = byName(lists)
  for (const [name, queue] of wanted) {
    const row = here.get(name)
    const target = targets.queues.get(queue)
    const unfit = row === undefined ? unfitName(name) : undefined
    if (unfit) note({path: ['callbackLists', name], key: true, value: name, reason: unfit})
    if (target === undefined) {
      note({
        path: ['callbackLists', name],
        value: queue,
        reason: unknown('no queue of this XiVO', queue, [...targets.queues.keys()]),
      })
      continue
    }
    const after = {uuid: row?.uuid ?? randomUUID(), name, queue_id: target.id}
    const changes = [listChange(row, after, queues)]
    plan.steps.push({changes, write: (trx) => (row ? updateList(trx, row.uuid, after) : insertList(trx, after))})
  }
  if (!deletes) return
  for (const row of lists.filter(({name}) => !wanted.has(name))) {
    plan.steps.push({changes: [listChange(row, undefined, queues)], write: async () => {}, deletes: row})
  }
}

function planProfiles(planning: Planning, wanted: SiteDocument['profiles'], deletes: boolean): void {
  if (wanted === undefined) return
  const {targets, plan, note} = planning
  const names = namesOfRights(targets.holdings)
  const known = {names, ids: idsIn(names), note}
  for (const [login, profile] of wanted) {
    const path = ['profiles', login]
    const user = targets.users.get(login)
    if (user === undefined) {
      note({
        path,
        key: true,
        value: login,
        reason: unknown('no login, or no unique one, of this XiVO', login, [...targets.users.keys()]),
      })
      continue
    }
    const stored = targets.holdings.rights.get(user.id)
    const after = rightsFor(user.id, stored, profile, path, known)
    if (after === undefined) continue
    plan.steps.push({changes: [rightsChange(user.id, login, stored, after)], write: (trx) => putRights(trx, after)})
  }
  if (!deletes) return
  for (const [login, {id}] of targets.users) {
    const stored = targets.holdings.rights.get(id)
    if (stored === undefined || wanted.has(login)) continue
    plan.steps.push({changes: [rightsChange(id, login, stored, undefined)], write: (trx) => deleteProfile(trx, id)})
  }
}

const kinds = ['queue', 'group', 'incall'] as const
const fields = {queue: 'queues', group: 'groups', incall: 'incalls'} as const

type Ids = Record<RightKind, ReadonlyMap<string, number>>

interface Known {
  names: Names
  ids: Ids
  note: (problem: SiteProblem) => void
}

function idsIn(names: Names): Ids {
  const of = (kind: RightKind) => new Map([...names[kind]].map(([id, name]) => [name, id]))
  return {queue: of('queue'), group: of('group'), incall: of('incall')}
}

/** What is given already, under a name that this document can say, stays as it is stored. */
function rightsFor(
  userId: number,
  stored: StoredRights | undefined,
  wanted: SiteProfile,
  path: Path,
  known: Known,
): StoredRights | undefined {
  const type = profileTypes.find((each) => each === wanted.profile)
  if (type === undefined) {
    const where = [...path, 'profile']
    known.note({path: where, value: wanted.profile, reason: `is no profile: ${profileTypes.join(', ')}`})
    return undefined
  }
  refuseForeign(type, wanted, path, known.note)
  if (
    stored &&
    isAs(
      wanted,
      profileOf(stored, known.names, () => {}),
    )
  )
    return stored
  const rows =
    type === 'admin'
      ? []
      : kinds.flatMap((kind) => rowsOf(kind, stored, wanted[fields[kind]], [...path, fields[kind]], known))
  const supervisor = type === 'supervisor'
  const before = stored?.profile.type === 'supervisor' ? stored.profile : undefined
  const profile = {
    user_id: userId,
    type,
    recording_access: supervisor && (wanted.recording ?? before?.recording_access ?? true),
    dissuasion_access: supervisor && (wanted.dissuasion ?? before?.dissuasion_access ?? false),
  }
  return {profile, rows}
}

/** Does a profile of the document say what there is? Lists have no order. */
const isAs = (wanted: SiteProfile, here: SiteProfile): boolean =>
  Object.entries(wanted).every(([field, value]) => {
    const now = here[field as keyof SiteProfile]
    return Array.isArray(value) ? isDeepStrictEqual([...new Set(value)].sort(), now) : value === now
  })

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
    const given = Array.isArray(value) ? value.length > 0 : value
    if (given && !fieldsOf[type].includes(right)) {
      note({path: [...path, field], key: true, reason: `does not belong to the profile ${type}`})
    }
  }
}

function rowsOf(
  kind: RightKind,
  stored: StoredRights | undefined,
  wanted: readonly string[] | undefined,
  path: Path,
  {ids, names, note}: Known,
): RightRow[] {
  const had = (stored?.rows ?? []).filter((row) => row.kind === kind)
  if (wanted === undefined) return had
  const unsaid = had.filter(({object_id}) => !names[kind].has(object_id))
  const said = wanted.flatMap((name, i): RightRow[] => {
    const id = ids[kind].get(name)
    if (id !== undefined) return [had.find((row) => row.object_id === id) ?? {kind, object_id: id, object_name: name}]
    const what = kind === 'group' ? 'agent group' : kind
    note({path: [...path, i], value: name, reason: unknown(`no ${what} of this XiVO`, name, [...ids[kind].keys()])})
    return []
  })
  return [...new Map([...unsaid, ...said].map((row) => [row.object_id, row])).values()].sort(
    (a, b) => a.object_id - b.object_id,
  )
}

function planDissuasions({targets, plan, note}: Planning, wanted: SiteDocument['dissuasions'], deletes: boolean): void {
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
    if (queue === undefined) {
      note({path, key: true, value: name, reason: unknown('no queue of this XiVO', name, [...here.keys()])})
      continue
    }
    const now = siteDissuasion(dissuasions.get(String(queue.id)), targets)
    if ('dissuasion' in now && isDeepStrictEqual(now.dissuasion, destination)) continue
    const row = dissuasionRow(queue, destination, path, targets, note)
    if (row) step(queue, row)
  }
  if (!deletes) return
  for (const queue of queues.filter(({name}) => !wanted.has(name))) {
    const row = dissuasions.get(String(queue.id))
    if (row && row.action !== 'none') step(queue, {action: 'none', actionarg1: null, actionarg2: null, linked: 1})
  }
}
