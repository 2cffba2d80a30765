import {agents, users} from './sample-people.ts'
import type {Row, Sample} from './sample-rows.ts'

type Queue = [id: number, name: string, displayname: string, number: string]

/** Number 10 has been deleted. */
export const queues: Queue[] = [
  [1, 'support', 'Support niveau 1', '3001'],
  [2, 'switchboard', 'Standard', '3002'],
  [3, 'sales', 'Sales', '3003'],
  [4, 'sales_queue', 'Sales (débordement)', '3004'],
  [5, 'ventes', 'Ventes', '3005'],
  [6, 'facturation', 'Facturation', '3006'],
  [7, 'sav', 'Service après-vente', '3007'],
  [8, 'support_n2', 'Support niveau 2', '3008'],
  [9, 'reclamations', 'Réclamations', '3009'],
  [11, 'recouvrement', 'Recouvrement', '3011'],
  [12, 'nuit', 'Astreinte de nuit', '3012'],
  [13, 'urgences', 'Urgences gaz', '3013'],
  [14, 'resiliations', 'Résiliations', '3014'],
  [15, 'vip-premium', 'Clients Premium', ''],
]

export const deletedQueueId = 10

const disabledQueues = ['nuit']

type Group = [id: number, name: string, number: string, members: number[]]

export const groups: Group[] = [
  [1, 'accueil', '4001', [28, 24]],
  [2, 'comptabilite', '4002', [19, 31]],
  [3, 'direction', '4003', [4, 23, 25]],
]

/** Agents of each queue, by ascending penalty. */
const agentsOf: Record<string, number[]> = {
  support: [1, 6, 7, 8],
  switchboard: [2, 1, 12],
  sales: [3, 4, 5],
  sales_queue: [5],
  ventes: [3, 4],
  facturation: [10, 2],
  sav: [7, 9],
  support_n2: [8, 9],
  reclamations: [12],
  recouvrement: [10, 11],
  nuit: [13],
  urgences: [6, 14],
}

const usersOf: Record<string, number[]> = {switchboard: [28], 'vip-premium': [2, 24]}

export const queuesAndGroups: Sample = [
  ['queuefeatures', queues.map(queueFeaturesRow)],
  ['groupfeatures', groups.map(([id, name, number]) => ({id, name, number, context: 'default'}))],
  ['queue', [...queues.map(queueRow), ...groups.map(groupRow)]],
  ['queuemember', [...agentMembers(), ...userMembers(), ...groupMembers()]],
  ['agent_membership_status', loggedInMembers()],
]

function queueFeaturesRow([id, name, displayname, number]: Queue): Row {
  return {id, name, displayname, number, context: 'default', timeout: id === 13 ? null : 60}
}

function queueRow([, name]: Queue): Row {
  return {
    name,
    musicclass: 'default',
    timeout: 15,
    strategy: 'leastrecent',
    retry: 5,
    wrapuptime: 10,
    joinempty: 'unavailable,invalid,unknown',
    leavewhenempty: 'unavailable,invalid,unknown',
    category: 'queue',
    commented: disabledQueues.includes(name) ? 1 : 0,
  }
}

function groupRow([, name]: Group): Row {
  return {
    name,
    musicclass: null,
    timeout: 20,
    strategy: 'ringall',
    retry: 5,
    wrapuptime: null,
    joinempty: null,
    leavewhenempty: null,
    category: 'group',
    commented: 0,
  }
}

function agentMembers(): Row[] {
  return Object.entries(agentsOf).flatMap(([queue, ids]) => ids.map((id, i) => agentMember(queue, id, i + 1)))
}

function agentMember(queue_name: string, userid: number, penalty: number): Row {
  const number = agents.find(([id]) => id === userid)?.[3]
  return {
    queue_name,
    interface: `Agent/${number}`,
    penalty,
    usertype: 'agent',
    userid,
    channel: 'Agent',
    category: 'queue',
    position: penalty,
  }
}

function userMembers(): Row[] {
  return Object.entries(usersOf).flatMap(([queue, ids]) => ids.map((id, i) => userMember(queue, id, i + 1, 'queue')))
}

function groupMembers(): Row[] {
  return groups.flatMap(([, name, , ids]) => ids.map((id, i) => userMember(name, id, i + 1, 'group')))
}

function userMember(queue_name: string, userid: number, position: number, category: string): Row {
  const number = users.find(([id]) => id === userid)?.[5]
  return {
    queue_name,
    interface: `SIP/line${number}`,
    penalty: 0,
    usertype: 'user',
    userid,
    channel: 'SIP',
    category,
    position,
  }
}

function loggedInMembers(): Row[] {
  return queues
    .filter(([, name]) => agentsOf[name]?.includes(1))
    .map(([id, name]) => ({agent_id: 1, queue_id: id, queue_name: name, penalty: 1}))
}
