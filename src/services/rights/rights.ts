import type {Context} from '../../context.ts'
import {readAtOnce, type Trx} from '../../database/connection/transact.ts'
import {
  deleteProfile,
  lockRights,
  putRights,
  type RightRow,
  type StoredRights,
  storedRightsOfLogins,
} from '../../database/rights.ts'
import type {ProfileType, RightKind} from '../../database/tables.ts'
import {usersWithLogin} from '../../database/users.ts'
import {type AppError, conflict, invalid, notFound} from '../../errors.ts'
import {type Change, type Changed, changeOf, type Recorded, type State} from '../../formats/changes.ts'
import type {Reference} from '../../formats/references.ts'
import {type Tagged, tagOf} from '../../formats/tags.ts'
import {answering, change, type Recorder} from '../journal.ts'
import {type Catalog, loadCatalog, type Misfit, type Named, resolve} from './catalog.ts'
import {type UserRow, userByLogin, usersAmong} from './users.ts'

/** One user's profile and rights; an admin's `data` is empty, a teacher's has the three lists. */
export interface Rights {
  type: ProfileType
  data: RightsData
}

interface RightsData {
  queueIds?: number[]
  groupIds?: number[]
  incallIds?: number[]
  recordingAccess?: boolean
  dissuasionAccess?: boolean
}

/** How one list of ids changes: replaced by `set`, then `add` and `remove`. */
export interface ListChange {
  set?: Reference[]
  add?: Reference[]
  remove?: Reference[]
}

/** Omitted fields keep their value. */
export interface RightsChange {
  /** The login whose profile and rights are taken before the rest is changed, in place of what the user had. */
  like?: string
  type?: ProfileType
  queue?: ListChange
  group?: ListChange
  incall?: ListChange
  recordingAccess?: boolean
  dissuasionAccess?: boolean
  /** Leaves out fields that the profile does not have, and names them in the answer, instead of refusing them. */
  lenient?: boolean
}

/** The API's answer to a change: the new rights. */
export interface RightsAnswer extends Rights {
  /** Fields that the new type does not have: their values were removed, or left out. */
  dropped?: string[]
}

export interface ChangedRights extends RightsAnswer {
  named: ExplainedRights['named']
}

export const rightsAnswer = ({named: _, ...answer}: ChangedRights): RightsAnswer => answer

/** A right with the name of its object. `state` is set when XiVO deleted the object, or reused its id for another one. */
export interface NamedRight extends Named {
  state: 'there' | 'gone' | 'renamed'
  /** The current name for the id, if it differs. */
  now?: string
}

export interface ExplainedRights {
  rights: Rights
  named: Record<RightKind, NamedRight[]>
}

const kinds = ['queue', 'group', 'incall'] as const satisfies RightKind[]
export const fieldOf = {queue: 'queueIds', group: 'groupIds', incall: 'incallIds'} as const
const switches = ['recordingAccess', 'dissuasionAccess'] as const

export const fieldsOf: Record<ProfileType, readonly (keyof RightsData)[]> = {
  admin: [],
  teacher: ['queueIds', 'groupIds', 'incallIds'],
  supervisor: ['queueIds', 'groupIds', 'incallIds', 'recordingAccess', 'dissuasionAccess'],
}

const defaults: Required<RightsData> = {
  queueIds: [],
  groupIds: [],
  incallIds: [],
  recordingAccess: true,
  dissuasionAccess: false,
}

/** The profile and rights of a login, as they are and as a change shows them; undefined when the user has no profile. */
export async function findRights(
  context: Context,
  login: string,
): Promise<{rights: Rights | undefined; shown: Change}> {
  return readAtOnce(context, async (trx) => {
    const {user, stored} = await rightsOf(trx, login)
    return {rights: stored && toRights(stored), shown: rightsChange(user.id, login, stored, undefined)}
  })
}

/** The same, with the names of queues, groups and incalls beside their ids; ProfileNotFound when the user has no profile. */
export async function getRights(context: Context, login: string): Promise<Tagged<ExplainedRights>> {
  return readAtOnce(context, async (trx) => {
    const [{user, stored}, catalog] = await Promise.all([rightsOf(trx, login), loadCatalog(trx)])
    if (stored === undefined) throw noProfile(login)
    const found = {rights: toRights(stored), named: nameRights(stored.rows, catalog)}
    return {found, tag: tagOf(rightsChange(user.id, login, stored, undefined))}
  })
}

/** A user, and their profile and rights if they have any. UserNotFound. */
async function rightsOf(trx: Trx, login: string): Promise<{user: UserRow; stored: StoredRights | undefined}> {
  const [user, stored] = await Promise.all([userByLogin(trx, login), storedRightsOfLogins(trx, [login])])
  return {user, stored: stored.get(user.id)}
}

/** Sets a login's profile and rights; fields omitted from `wanted` keep their value. */
export const setRights = (context: Context, login: string, wanted: RightsChange): Promise<Changed<ChangedRights>> =>
  answering(setRightsOfEach(context, [login], wanted), ([only]) => {
    if (only === undefined) throw new Error('a change of one user answered with none')
    const {user: _, ...changed} = only
    return changed
  })

/** The same of several logins, all or none; in the order that was given, each once. */
export async function setRightsOfEach(
  context: Context,
  logins: readonly string[],
  wanted: RightsChange,
): Promise<Changed<(ChangedRights & {user: UserRow})[]>> {
  const warnings: string[] = []
  const changed = await change(context, async (trx, record) => {
    const [, all, stored, catalog] = await Promise.all([
      lockRights(trx, context.schema),
      usersWithLogin(trx),
      storedRightsOfLogins(trx, logins),
      loadCatalog(trx),
    ])
    const users = usersAmong(all, logins)
    const like = wanted.like === undefined ? undefined : await patternOf(trx, wanted.like, catalog, warnings)
    const done: (ChangedRights & {user: UserRow})[] = []
    for (const user of users) {
      const from = {stored: stored.get(user.id), catalog, like}
      done.push({user, ...(await setIn(trx, record, user, wanted, from))})
    }
    return done
  })
  return warnings.length > 0 ? {...changed, warnings} : changed
}

async function setIn(
  trx: Trx,
  record: Recorder,
  {id, login}: UserRow,
  wanted: RightsChange,
  {stored, catalog, like}: {stored: StoredRights | undefined; catalog: Catalog; like: StoredRights | undefined},
): Promise<ChangedRights> {
  const from = like ?? stored
  const type = wanted.type ?? from?.profile.type
  if (type === undefined) {
    throw invalid(`'${login}' has no profile yet`, {
      hints: [{give: 'profile', value: 'TYPE', when: 'to give one'}, 'profiles: admin, supervisor, teacher'],
    })
  }
  const foreign = foreignFields(type, wanted)
  if (foreign.length > 0 && !wanted.lenient) throw foreignTo(type, foreign)
  const rows = changeLists(from?.rows ?? [], withoutLists(wanted, foreign), catalog, type)
  const profile = {user_id: id, type, ...changeSwitches(type, from && toRights(from), wanted)}
  const after = {profile, rows}
  await record(rightsChange(id, login, stored, after), () => putRights(trx, after))
  const former = stored ? droppedFields(toRights(stored), type) : []
  const dropped = fieldsOf.supervisor.filter((field) => former.includes(field) || foreign.includes(field))
  return {...toRights(after), ...(dropped.length > 0 && {dropped}), named: nameRights(rows, catalog)}
}

/** The rights of another user, without those on what XiVO has deleted. ProfileNotFound. */
async function patternOf(trx: Trx, login: string, catalog: Catalog, warnings: string[]): Promise<StoredRights> {
  const {stored} = await rightsOf(trx, login)
  if (stored === undefined) throw noProfile(login)
  const rows = stored.rows.flatMap((row) => {
    const there = catalog[row.kind].find(({id}) => id === row.object_id)
    if (there) return [{...row, object_name: there.name}]
    warnings.push(
      `the right of '${login}' on the ${row.kind} '${row.object_name}' is not copied: XiVO has deleted the ${row.kind}`,
    )
    return []
  })
  return {...stored, rows}
}

/** Deletes profile and rights, and returns their former state. */
export function deleteRights(context: Context, login: string): Promise<Changed<Rights>> {
  return change(context, async (trx, record) => {
    const [, {user, stored}] = await Promise.all([lockRights(trx, context.schema), rightsOf(trx, login)])
    if (stored === undefined) throw noProfile(login)
    await record(rightsChange(user.id, login, stored, undefined), () => deleteProfile(trx, user.id))
    return toRights(stored)
  })
}

/** A change of a user's rights. */
export const rightsChange = (
  id: number,
  name: string,
  before: StoredRights | undefined,
  after: StoredRights | undefined,
): Recorded => changeOf({kind: 'rights', id, name}, before, after, rightsState)

const noProfile = (login: string) =>
  notFound('Profile', `the user '${login}' has no profile`, {
    hints: [{run: 'rights set', words: [login, '--profile', 'PROFILE']}],
  })

/** The profile and rights in the API's form. */
export function toRights({profile, rows}: StoredRights): Rights {
  const {type, recording_access, dissuasion_access} = profile
  const all: Required<RightsData> = {
    queueIds: idsOf(rows, 'queue'),
    groupIds: idsOf(rows, 'group'),
    incallIds: idsOf(rows, 'incall'),
    recordingAccess: recording_access,
    dissuasionAccess: dissuasion_access,
  }
  return {type, data: Object.fromEntries(fieldsOf[type].map((field) => [field, all[field]]))}
}

/** The rights as a change shows them, with the names at the time they were given. */
export function rightsState(stored: StoredRights): State {
  const {type, data} = toRights(stored)
  const named = (kind: RightKind) =>
    stored.rows
      .filter((row) => row.kind === kind)
      .map(({object_id: id, object_name: name}) => ({id, name}))
      .sort((a, b) => a.id - b.id)
  return {
    profile: type,
    ...(data.queueIds && {queues: named('queue')}),
    ...(data.groupIds && {groups: named('group')}),
    ...(data.incallIds && {incalls: named('incall')}),
    recordingAccess: data.recordingAccess,
    dissuasionAccess: data.dissuasionAccess,
  }
}

const idsOf = (rows: readonly RightRow[], kind: RightKind) =>
  rows
    .filter((row) => row.kind === kind)
    .map((row) => row.object_id)
    .sort((a, b) => a - b)

/** Rights with the names of their objects. */
export function nameRights(rows: readonly RightRow[], catalog: Catalog): ExplainedRights['named'] {
  const named = (kind: RightKind): NamedRight[] =>
    rows
      .filter((row) => row.kind === kind)
      .map(({object_id: id, object_name: name}) => {
        const now = catalog[kind].find((each) => each.id === id)
        if (now === undefined) return {id, name, state: 'gone'}
        return now.name === name ? {id, name, state: 'there'} : {id, name, state: 'renamed', now: now.name}
      })
  return {queue: named('queue'), group: named('group'), incall: named('incall')}
}

/** The fields of a change that the type does not have, unless their values are empty. */
function foreignFields(type: ProfileType, change: RightsChange): (keyof RightsData)[] {
  const said = [
    ...kinds
      .filter((kind) => (change[kind]?.set?.length ?? 0) + (change[kind]?.add?.length ?? 0) > 0)
      .map((kind) => fieldOf[kind]),
    ...switches.filter((field) => change[field] === true),
  ]
  return said.filter((field) => !fieldsOf[type].includes(field))
}

const withoutLists = (change: RightsChange, fields: readonly (keyof RightsData)[]): RightsChange => ({
  ...change,
  ...Object.fromEntries(kinds.filter((kind) => fields.includes(fieldOf[kind])).map((kind) => [kind, {}])),
})

function foreignTo(type: ProfileType, foreign: readonly (keyof RightsData)[]): AppError {
  const own = fieldsOf[type].map((field) => nouns[field])
  return invalid(`the profile ${type} has no ${foreign.map((field) => nouns[field]).join(', ')}`, {
    hints: [own.length === 0 ? `an ${type} has all rights` : `a ${type} has: ${own.join(', ')}`],
  })
}

const nouns: Record<keyof RightsData, string> = {
  queueIds: 'queues',
  groupIds: 'groups',
  incallIds: 'incalls',
  recordingAccess: 'recording access',
  dissuasionAccess: 'dissuasion access',
}

function changeLists(
  stored: readonly RightRow[],
  change: RightsChange,
  catalog: Catalog,
  type: ProfileType,
): RightRow[] {
  const misfits: Misfit[] = []
  const rows = kinds.flatMap((kind) => changeList(kind, stored, change[kind] ?? {}, catalog, misfits))
  if (misfits.length > 0) throw misfitting(misfits)
  return fieldsOf[type].length === 0 ? [] : rows
}

/** Unknown references are invalid input; if all are known but one is ambiguous, it is a conflict. */
function misfitting(misfits: Misfit[]): AppError {
  const problems = misfits.map(({problem}) => problem)
  const values = (some: Misfit[]) => some.map(({problem}) => `'${problem.value}'`).join(', ')
  const unknown = misfits.filter(({ambiguous}) => !ambiguous)
  const [first] = unknown
  return first
    ? notFound(first.noun, `unknown ${values(unknown)}: nothing was changed`, {problems})
    : conflict(`ambiguous ${values(misfits)}: nothing was changed`, {problems})
}

function changeList(
  kind: RightKind,
  stored: readonly RightRow[],
  {set, add = [], remove = []}: ListChange,
  catalog: Catalog,
  misfits: Misfit[],
): RightRow[] {
  const had = stored.filter((row) => row.kind === kind).map((row) => ({id: row.object_id, name: row.object_name}))
  const find = (references: Reference[]) => resolve(kind, references, catalog, had, misfits)
  const wanted = new Map((set ? find(set) : had).map((each) => [each.id, each]))
  for (const each of find(add)) wanted.set(each.id, each)
  for (const each of find(remove)) wanted.delete(each.id)
  return [...wanted.values()]
    .sort((a, b) => a.id - b.id)
    .map(({id, name}) => ({kind, object_id: id, object_name: name}))
}

/** A supervisor's switches: changed, kept, or as by default. */
export function changeSwitches(
  type: ProfileType,
  before: Rights | undefined,
  change: {[S in (typeof switches)[number]]?: boolean | undefined},
) {
  const value = (field: (typeof switches)[number]) =>
    type === 'supervisor' && (change[field] ?? before?.data[field] ?? defaults[field])
  return {recording_access: value('recordingAccess'), dissuasion_access: value('dissuasionAccess')}
}

/** Names the removed fields of the former type: lists unless empty, switches always. */
function droppedFields({type: former, data}: Rights, type: ProfileType): string[] {
  return fieldsOf[former].filter((field) => {
    const value = data[field]
    return !fieldsOf[type].includes(field) && (!Array.isArray(value) || value.length > 0)
  })
}
