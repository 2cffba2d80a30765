import type {Context} from '../../context.ts'
import {agentMembers} from '../../database/agents.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {type ProfileRow, profileOf, type RightRow, rightsOf} from '../../database/rights.ts'
import type {ProfileType} from '../../database/tables.ts'
import {usersOfAgents} from '../../database/users.ts'
import type {Reference} from '../../formats/references.ts'
import {queueByReference} from '../queues.ts'
import {userByLogin} from './users.ts'

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

/** Explains what a user may do on a queue. UserNotFound, QueueNotFound; no profile is an answer, not an error. */
export async function explainAccess(context: Context, login: string, reference: Reference): Promise<Access> {
  return snapshot(context, async (trx) => {
    const user = await userByLogin(trx, login)
    const {id, name} = await queueByReference(trx, reference)
    const profile = await profileOf(trx, user.id)
    const right = (await rightsOf(trx, user.id)).find((each) => each.kind === 'queue' && each.object_id === id)
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
  const agent = (await usersOfAgents(trx)).find(({id}) => id === userId)?.agentid
  const serves = (await agentMembers(trx)).some((each) => each.userid === agent && each.queue_id === queue.id)
  return serves
    ? [
        `as an agent they serve '${queue.name}', but the profile ${profile.type} shows them only the queues of the profile`,
      ]
    : []
}
