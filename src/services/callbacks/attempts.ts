import {randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import {allAgents} from '../../database/agents.ts'
import type {CallbackRow} from '../../database/callbacks/requests.ts'
import {insertTickets, instant, type NewTicketRow, type TicketRow} from '../../database/callbacks/tickets.ts'
import type {Db} from '../../database/connection/connect.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {identitiesAsCleaned} from '../../database/identities.ts'
import {invalid} from '../../errors.ts'
import {changeOf, type Recorded, type State} from '../../formats/changes.ts'
import {nameHints} from '../../formats/nearest.ts'
import type {Reference} from '../../formats/references.ts'
import {unstorable} from '../../formats/text.ts'
import {pickAgent} from '../agents.ts'
import type {Recorder} from '../journal.ts'
import {type PersonalValues, personalValues} from './view.ts'

/** The outcome of a call. */
export interface Attempt {
  /** One of the configuration's `ticketStatuses`. */
  status: string
  comment?: string | undefined
  /** Who called. */
  agent?: Reference | undefined
}

/** One attempt to call somebody, with the request as it was. */
export interface Ticket extends PersonalValues {
  uuid: string
  requestUuid: string
  listUuid: string
  listName: string
  queueId: number
  /** `YYYY-MM-DD`: when the request was due. */
  dueDate: string
  status: string
  comment?: string
  agentId?: number
  agentNumber?: string
  /** Was the request closed with it? */
  closed: boolean
  /** ISO 8601, UTC. */
  startedAt: string
  updatedAt: string
  by: string
}

/** Adds a ticket to each of these requests. AgentNotFound. */
export async function enterAttempts(
  trx: Trx,
  record: Recorder,
  {schema, settings, actor}: Context,
  rows: readonly CallbackRow[],
  attempt: Attempt,
  {closes}: {closes: boolean},
): Promise<Ticket[]> {
  const {status, comment = ''} = attempt
  refuseOtherStatus(status, settings.ticketStatuses)
  const unfit = unstorable(comment)
  if (unfit !== undefined) throw invalid(`the comment ${unfit}: nothing was written`)
  const now = await instant(trx)
  const common = {
    ...(await agentOf(trx, attempt.agent)),
    ...{status, comment: comment.trim() || null, closes, added_by: actor, started_at: now, updated_at: now},
  }
  const tickets = rows.map(
    (row): NewTicketRow => ({...copyOf(row), ...identitiesAsCleaned(row, settings.phoneCountry), ...common}),
  )
  await record(tickets.map(ticketChange), () => insertTickets(trx, schema, tickets))
  return tickets.map(toTicket)
}

export function refuseOtherStatus(status: string, statuses: readonly string[]): void {
  if (statuses.includes(status)) return
  throw invalid(`'${status}' is not one of the ticketStatuses of this XiVO: nothing was done`, {
    hints: nameHints('statuses', status, statuses),
  })
}

async function agentOf(db: Db, agent: Reference | undefined) {
  if (agent === undefined) return {agent_id: null, agent_number: null}
  const {id, number} = pickAgent(await allAgents(db), agent)
  return {agent_id: id, agent_number: number}
}

const copyOf = (row: CallbackRow) => ({
  uuid: randomUUID(),
  request_uuid: row.uuid,
  list_uuid: row.list_uuid,
  list_name: row.list_name,
  queue_id: row.queue_id,
  phone_number: row.phone_number,
  mobile_phone_number: row.mobile_phone_number,
  first_name: row.first_name,
  last_name: row.last_name,
  company: row.company,
  description: row.description,
  due_date: row.due_date,
})

/** Named after its request; the customer's name is only in its states, where it can be erased. */
function ticketChange(row: NewTicketRow): Recorded {
  const {uuid, request_uuid} = row
  const {rows: _, ...change} = changeOf({kind: 'ticket', id: uuid, name: request_uuid}, undefined, row, toState)
  return {...change, requests: [{uuid, after: row}]}
}

function toState(row: TicketRow): State {
  const {status, comment, agentId, agentNumber, closed, listUuid, listName} = toTicket(row)
  return {
    status,
    ...(comment !== undefined && {comment}),
    ...(agentNumber !== undefined && {agent: {id: agentId ?? agentNumber, name: agentNumber}}),
    closed,
    list: {id: listUuid, name: listName},
  }
}

/** Fields without a value are left out. */
export const toTicket = (row: TicketRow): Ticket => ({
  uuid: row.uuid,
  requestUuid: row.request_uuid,
  listUuid: row.list_uuid,
  listName: row.list_name,
  queueId: row.queue_id,
  ...personalValues(row),
  dueDate: row.due_date,
  status: row.status,
  ...(row.comment !== null && {comment: row.comment}),
  ...(row.agent_id !== null && {agentId: row.agent_id}),
  ...(row.agent_number !== null && {agentNumber: row.agent_number}),
  closed: row.closes,
  startedAt: row.started_at,
  updatedAt: row.updated_at,
  by: row.added_by,
})
