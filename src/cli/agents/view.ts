import type {AgentConfig, Membership} from '../../services/agents.ts'

export const agentName = ({firstname, lastname}: AgentConfig) => `${firstname} ${lastname}`.trim()

/** The queues of an agent with their penalties, and what keeps them from serving one. */
export const agentQueues = ({member}: AgentConfig) => member.map(describe).join(', ')

function describe({queue_name, queue_id, penalty, commented}: Membership): string {
  const remarks = [penalty, ...(commented ? ['off'] : []), ...(queue_id === undefined ? ['queue deleted'] : [])]
  return `${queue_name} (${remarks.join(', ')})`
}
