import type {Context} from '../context.ts'
import {type AgentRow, agentMembers, allAgents, loggedInAgents, type MemberRow} from '../database/agents.ts'
import {snapshot, type Trx} from '../database/connection/transact.ts'
import {allGroups} from '../database/groups.ts'
import {usersOfAgents} from '../database/users.ts'
import {grouped} from '../formats/grouped.ts'
import {pick, type Reference} from '../formats/references.ts'
import {queueByReference} from './queues.ts'

/** An agent with the queues it serves, as the API tells it. */
export interface AgentConfig {
  id: number
  firstname: string
  lastname: string
  number: string
  context: string
  /** By queue name. */
  member: Membership[]
  /** The id of its agent group; left out when it has none. */
  numgroup?: number
  /** The user whose agent it is, the first of them when several share it. */
  userid?: number
}

export interface Membership {
  queue_name: string
  /** Left out when the queue was deleted: XiVO keeps the membership, and a new queue of that name would find it. */
  queue_id?: number
  interface: string
  penalty: number
  /** 1 = switched off. */
  commented: number
  usertype: 'Agent'
  /** The agent's id. */
  userid: number
  channel: string
  category: 'Queue'
  position: number
}

/** Is an agent logged in, and on which extension? */
export interface AgentLogin {
  loggedIn: boolean
  extension?: string
}

/** An agent with what the API does not tell. */
export interface NamedAgent {
  agent: AgentConfig
  /** The name of its group; left out when the group was deleted. */
  group?: string
  /** Left out where it may not be read. */
  login?: AgentLogin
}

/** Every agent, by number; with `queue`, only those that serve it, switched off there or not. QueueNotFound. */
export const listAgents = (context: Context, {queue}: {queue?: Reference | undefined} = {}): Promise<NamedAgent[]> =>
  snapshot(context, async (trx) => {
    const asked = [loadAgents(trx), queue === undefined ? undefined : queueByReference(trx, queue)] as const
    const [agents, wanted] = await Promise.all(asked)
    if (wanted === undefined) return agents
    const {id} = wanted
    return agents.filter(({agent}) => agent.member.some(({queue_id}) => queue_id === id))
  })

/** One agent, by number or by `id:N`. AgentNotFound when there is none. */
export async function getAgent(context: Context, reference: Reference): Promise<NamedAgent> {
  const agents = await listAgents(context)
  const {id} = pickAgent(
    agents.map(({agent}) => agent),
    reference,
  )
  return agents.find(({agent}) => agent.id === id) as NamedAgent
}

/** The same of agents that are known already. */
export const pickAgent = <A extends {id: number; number: string}>(agents: readonly A[], reference: Reference): A =>
  pick(agents, decided(reference), {
    noun: 'Agent',
    singular: 'agent',
    plural: 'agents',
    called: 'with the number',
    id: ({id}) => String(id),
    names: ({number}) => [number],
  })

/** Agents are known by their numbers: a bare one is never an id. */
const decided = (reference: Reference) => (/^(id|name):/.test(reference) ? reference : `name:${reference}`)

async function loadAgents(trx: Trx): Promise<NamedAgent[]> {
  const asked = [allAgents(trx), agentMembers(trx), allGroups(trx), usersOfAgents(trx), loginsByAgent(trx)] as const
  const [agents, memberships, named, owners, logins] = await Promise.all(asked)
  const members = grouped(memberships, ({userid}) => userid)
  const groups = new Map(named.map(({id, name}) => [id, name]))
  const users = new Map(owners.reverse().map(({agentid, id}) => [agentid, id]))
  return agents.map((row) => {
    const group = groups.get(row.numgroup)
    return {
      agent: toAgent(row, members.get(row.id) ?? [], users.get(row.id)),
      ...(group !== undefined && {group}),
      ...(logins && {login: logins.get(row.id) ?? {loggedIn: false}}),
    }
  })
}

async function loginsByAgent(trx: Trx): Promise<Map<number, AgentLogin> | undefined> {
  const rows = await loggedInAgents(trx)
  return rows && new Map(rows.map(({agent_id, extension}) => [agent_id, {loggedIn: true, extension}]))
}

function toAgent(row: AgentRow, members: readonly MemberRow[], userid: number | undefined): AgentConfig {
  const {id, firstname, lastname, number, context, numgroup} = row
  return {
    id,
    firstname,
    lastname,
    number,
    context,
    member: members.map(toMembership),
    ...(numgroup > 0 && {numgroup}),
    ...(userid !== undefined && {userid}),
  }
}

function toMembership(row: MemberRow): Membership {
  const {queue_name, queue_id, interface: channelInterface, penalty, commented, userid, channel, position} = row
  return {
    queue_name,
    ...(queue_id !== null && {queue_id}),
    interface: channelInterface,
    penalty,
    commented,
    usertype: 'Agent',
    userid,
    channel,
    category: 'Queue',
    position,
  }
}
