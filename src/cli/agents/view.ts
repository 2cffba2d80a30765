import type {AgentConfig, AgentLogin, Membership, NamedAgent} from '../../services/agents.ts'

export const agentName = ({firstname, lastname}: AgentConfig) => `${firstname} ${lastname}`.trim()

/** Empty if the role may not read it. */
export function isLoggedIn(login: AgentLogin | undefined): string | undefined {
  if (login === undefined) return undefined
  return login.loggedIn ? 'yes' : 'no'
}

export type AgentDocument = AgentConfig & Partial<AgentLogin>

/** The document of the API, and whether the agent is logged in. */
export const agentDocument = ({agent, login}: NamedAgent): AgentDocument => ({...agent, ...login})

/** The queues of an agent with their penalties, and what keeps them from serving one. */
export const agentQueues = ({member}: AgentConfig) => member.map(describe).join(', ')

function describe({queue_name, queue_id, penalty, commented}: Membership): string {
  const remarks = [penalty, ...(commented ? ['off'] : []), ...(queue_id === undefined ? ['queue deleted'] : [])]
  return `${queue_name} (${remarks.join(', ')})`
}
