import type {Context} from '../../context.ts'
import {agentMembers} from '../../database/agents.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {allQueues} from '../../database/queues.ts'
import {type ProfileRow, profileOf, type RightRow, storedRights} from '../../database/rights.ts'
import type {ProfileType} from '../../database/tables.ts'
import {type UserRow, usersOfAgents, usersWithLogin} from '../../database/users.ts'
import type {Reference} from '../../formats/references.ts'
import {queueByReference} from '../queues.ts'
import {userAmong, userByLogin} from './users.ts'

/** What XiVO's applications allow a user to do with a queue, according to its public documentation. */
export const queueActions = ['ccManager', 'recordings', 'recordingSwitch', 'dissuasion'] as const
export type QueueAction = (typeof queueActions)[number]

interface Permission {
  action: QueueAction
  allowed: boolean
  /** The right that allows it, or the missing one. */
  because: string
}

/** What one user may do on one queue, and why. */
export interface Access {
  login: string
  queue: {id: number; name: string}
  /** Absent without a profile. */
  profile?: ProfileType
  permissions: Permission[]
  /** Surprising facts about these rights. */
  remarks: string[]
}

/** What one user may do on every queue, and why they may see none. */
export interface EveryAccess {
  login: string
  /** Absent without a profile. */
  profile?: ProfileType
  queues: Pick<Access, 'queue' | 'permissions'>[]
  /** Why they see nothing, or less than one expects. */
  remarks: string[]
}

/** Explains what a user may do on a queue. UserNotFound, QueueNotFound; no profile is an answer, not an error. */
export async function explainAccess(context: Context, login: string, reference: Reference): Promise<Access> {
  return snapshot(context, async (trx) => {
    const user = await userByLogin(trx, login)
    const {id, name} = await queueByReference(trx, reference)
    const {profile, rows = []} = (await storedRights(trx, user.id)) ?? {}
    const right = rows.find((each) => each.kind === 'queue' && each.object_id === id)
    const about: Subject = {login, queue: {id, name}, profile, right}
    return {
      login,
      queue: about.queue,
      ...(profile && {profile: profile.type}),
      permissions: queueActions.map((action) => ({action, ...judge(action, about)})),
      remarks: [...formerName(about), ...(await servesWithoutSeeing(trx, user.id, about))],
    }
  })
}

/** The same of every queue, by name. UserNotFound. */
export async function explainEveryAccess(context: Context, login: string): Promise<EveryAccess> {
  return snapshot(context, async (trx) => {
    const users = await usersWithLogin(trx)
    const user = userAmong(users, login)
    const {profile, rows = []} = (await storedRights(trx, user.id)) ?? {}
    const rights = rows.filter(({kind}) => kind === 'queue')
    const served = await queuesServed(trx, user.id)
    const queues = await allQueues(trx)
    const subjects = queues.map(
      ({id, name}): Subject => ({
        login,
        queue: {id, name},
        profile,
        right: rights.find((each) => each.object_id === id),
      }),
    )
    return {
      login,
      ...(profile && {profile: profile.type}),
      queues: subjects.map((about) => ({
        queue: about.queue,
        permissions: queueActions.map((action) => ({action, ...judge(action, about)})),
      })),
      remarks: [
        ...withoutQueues(profile, rights, queues),
        ...servesUnseen(profile, rights, queues, served),
        ...(await otherSpellings(trx, users, user)),
        ...subjects.flatMap(formerName),
      ],
    }
  })
}

/** Why somebody sees no queue. */
function withoutQueues(
  profile: ProfileRow | undefined,
  rights: readonly RightRow[],
  queues: readonly Queue[],
): string[] {
  if (profile === undefined) return [`no profile: ${withoutProfile.ccManager}`]
  if (profile.type === 'admin') return []
  const gone = rights.filter(({object_id}) => !queues.some(({id}) => id === object_id))
  const lost = gone.map(
    (right) => `the queue '${right.object_name}' (${right.object_id}) of their profile is deleted in XiVO`,
  )
  if (rights.length === gone.length)
    lost.push(`their profile ${profile.type} has no queues${gone.length > 0 ? ' left' : ''}, so they see none`)
  if (profile.type === 'teacher')
    lost.push(`${ofTeacher.ccManager.because}: they only listen to recordings, during the period given to them`)
  return lost
}

/** An agent sees a queue by the profile, not by serving it. */
function servesUnseen(
  profile: ProfileRow | undefined,
  rights: readonly RightRow[],
  queues: readonly Queue[],
  served: readonly number[],
): string[] {
  if (profile?.type === 'admin') return []
  const unseen = queues.filter(({id}) => served.includes(id) && !rights.some(({object_id}) => object_id === id))
  if (unseen.length === 0) return []
  const names = unseen.map(({name}) => `'${name}'`).join(', ')
  return [
    profile === undefined
      ? `as an agent they serve ${names}, but seeing a queue requires a profile`
      : `as an agent they serve ${names}, but the profile ${profile.type} shows them only the queues of the profile`,
  ]
}

/** XiVO's web interface takes logins that differ in case for one. */
async function otherSpellings(trx: Trx, users: readonly UserRow[], user: UserRow): Promise<string[]> {
  const others = users.filter(({id, login}) => id !== user.id && login.toLowerCase() === user.login.toLowerCase())
  const remarks: string[] = []
  for (const {id, login} of others) {
    const type = (await profileOf(trx, id))?.type
    remarks.push(
      `another user has the login '${login}', with ${type ? `the profile ${type}` : 'no profile'}; logins are case-sensitive`,
    )
  }
  return remarks
}

type Queue = Subject['queue']

interface Subject {
  login: string
  queue: {id: number; name: string}
  profile: ProfileRow | undefined
  /** The user's right on the queue. */
  right: RightRow | undefined
}

type Verdict = Omit<Permission, 'action'>

const yes = (because: string): Verdict => ({allowed: true, because})
const no = (because: string): Verdict => ({allowed: false, because})

function judge(action: QueueAction, {profile, right, queue}: Subject): Verdict {
  if (profile === undefined) return no(withoutProfile[action])
  if (profile.type === 'admin') return yes('an admin may do it on every queue')
  if (right === undefined) return no(`'${queue.name}' is not among the queues of their profile`)
  return profile.type === 'teacher' ? ofTeacher[action] : ofSupervisor(action, profile)
}

const withoutProfile: Record<QueueAction, string> = {
  ccManager: 'they have no profile; where XiVO does not enforce profiles, they may do it anyway',
  recordings: 'they have no profile',
  recordingSwitch: 'they have no profile',
  dissuasion: 'they have no profile',
}

const ofTeacher: Record<QueueAction, Verdict> = {
  ccManager: no('a teacher has no CC Manager'),
  recordings: yes('a teacher of the queue, during the period given to them'),
  recordingSwitch: no('a teacher only listens'),
  dissuasion: no('a teacher only listens'),
}

function ofSupervisor(action: QueueAction, {recording_access, dissuasion_access}: ProfileRow): Verdict {
  if (action === 'ccManager') return yes('a supervisor of the queue')
  const [flag, has] =
    action === 'dissuasion' ? ['dissuasionAccess', dissuasion_access] : ['recordingAccess', recording_access]
  return has ? yes(`a supervisor of the queue with ${flag}`) : no(`a supervisor without ${flag}`)
}

/** XiVO reuses ids: the right may have been given for another queue. */
function formerName({queue, right}: Subject): string[] {
  if (right === undefined || right.object_name === queue.name) return []
  return [`the right was given when the queue ${queue.id} was called '${right.object_name}'`]
}

async function servesWithoutSeeing(trx: Trx, userId: number, {profile, right, queue}: Subject): Promise<string[]> {
  if (profile === undefined || profile.type === 'admin' || right !== undefined) return []
  const serves = (await queuesServed(trx, userId)).includes(queue.id)
  return serves
    ? [
        `as an agent they serve '${queue.name}', but the profile ${profile.type} shows them only the queues of the profile`,
      ]
    : []
}

async function queuesServed(trx: Trx, userId: number): Promise<number[]> {
  const agent = (await usersOfAgents(trx)).find(({id}) => id === userId)?.agentid
  return (await agentMembers(trx)).flatMap(({userid, queue_id}) => (userid === agent ? (queue_id ?? []) : []))
}
