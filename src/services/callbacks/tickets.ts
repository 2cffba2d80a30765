import type {Context} from '../../context.ts'
import {allAgents} from '../../database/agents.ts'
import {allTickets, ticketsByUuid} from '../../database/callbacks/tickets.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {invalid} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import type {ClosedDays} from '../../formats/closed-days.ts'
import type {Reference} from '../../formats/references.ts'
import {pickAgent} from '../agents.ts'
import {momentOf} from '../history.ts'
import {change, type Recorder} from '../journal.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {type Attempt, enterAttempts, refuseOtherStatus, type Ticket, toTicket} from './attempts.ts'
import {dayIn} from './days.ts'
import {listByReference} from './lists.ts'
import {changeHeld, Doubts, holdChosen} from './requests.ts'
import type {Choice} from './selection.ts'

/** How many tickets are listed by default. */
export const LISTED_TICKETS = 1000

export interface TicketFilter {
  list?: Reference | undefined
  agent?: Reference | undefined
  status?: string | undefined
  /** A day or a moment, in words or written out. */
  since?: string | undefined
  limit?: number | undefined
}

/** The matching tickets, the latest first; also those of deleted requests. CallbackListNotFound, AgentNotFound. */
export function listTickets(
  context: Context,
  {list, agent, status, since, limit}: TicketFilter = {},
): Promise<Ticket[]> {
  const moment = momentOf('since', since)
  return snapshot(context, async (trx) => {
    const rows = await allTickets(trx, {
      ...(list !== undefined && {list: (await listByReference(trx, list)).uuid}),
      ...(agent !== undefined && {agent: pickAgent(await allAgents(trx), agent).id}),
      ...(status !== undefined && {status}),
      ...(moment && {since: moment}),
      ...(limit !== undefined && {limit}),
    })
    // A ticket may have a status that the setting had earlier.
    if (rows.length === 0 && status !== undefined) refuseOtherStatus(status, context.settings.ticketStatuses)
    return rows.map(toTicket)
  })
}

/** What becomes of the requests. */
export interface Then {
  /** The day by which to call again, or a word such as `+1d`, counted from today. */
  due?: string | undefined
  close?: boolean | undefined
  /** What to do with a due date on which the queue is closed. */
  closedDays?: ClosedDays | undefined
}

/** Adds a ticket to each request, all or none; then closes them, or gives them another due date. AgentNotFound. */
export function addTickets(
  context: Context,
  choice: Choice,
  attempt: Attempt,
  {due, close = false, closedDays}: Then = {},
  key?: RequestKey,
): Promise<Changed<Ticket[]>> {
  if (due !== undefined && close)
    throw invalid('a closed request cannot have a new due date, so give either due or close: nothing was written')
  const doubts = new Doubts(context, closedDays)
  const add = async (trx: Trx, record: Recorder): Promise<Ticket[]> => {
    const rows = await holdChosen(trx, context, choice)
    if (rows.length === 0) return []
    const dueDate = due === undefined ? undefined : await dayIn(trx, due, 'tomorrow and +3d')
    const tickets = await enterAttempts(trx, record, context, rows, attempt, {closes: close})
    if (dueDate !== undefined) await changeHeld(trx, record, doubts, rows, {due_date: dueDate})
    if (close) await changeHeld(trx, record, doubts, rows, {clotured: true})
    return tickets
  }
  const adding = change(context, async (trx, record) => {
    if (key === undefined) return add(trx, record)
    // Without what the tickets tell of customers: that is in one place.
    const uuids = await answerOnce(context, trx, key, async () => (await add(trx, record)).map(({uuid}) => uuid))
    return (await ticketsByUuid(trx, uuids)).map(toTicket)
  })
  return doubts.with(adding)
}
