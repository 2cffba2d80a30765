import type {Context} from '../../context.ts'
import {allAgents} from '../../database/agents.ts'
import {
  type DayTally,
  lastErasure,
  type ReportScope,
  type RequestTally,
  type TicketTally,
  tallyDays,
  tallyRequests,
  tallyTickets,
} from '../../database/callbacks/report.ts'
import {today} from '../../database/callbacks/requests.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {invalid} from '../../errors.ts'
import {daysAfter} from '../../formats/dates.ts'
import {grouped} from '../../formats/grouped.ts'
import {lastDays, lastMonth, lastWeek, medianOf, type Period} from '../../formats/report-period.ts'
import {dayIn} from './days.ts'
import {areAll, listsOf, type WhichLists} from './lists.ts'

/** What is counted: all lists, and the 30 days up to today, unless something else is asked for. */
export interface ReportQuestion extends WhichLists {
  /** Days, both included, as `YYYY-MM-DD` or a word. Without `to`, up to today; without `from`, 30 days. */
  from?: string | undefined
  to?: string | undefined
  /** The last whole week, from Monday to Sunday. */
  week?: boolean | undefined
  /** The last whole month. */
  month?: boolean | undefined
  /** Also count what arrived and was closed on each day. */
  byDay?: boolean | undefined
  /** Also count the attempts of each agent. */
  byAgent?: boolean | undefined
}

export interface ReportNumbers {
  /** Requests that came in the period. */
  arrived: number
  /** Requests that were closed in the period, and are closed. */
  closed: number
  /** Of these, those that have a ticket. */
  closedWithTicket: number
  /** From the day of arrival to the day of closing; left out when none was closed. */
  medianDays?: number
  /** Requests whose first due date is in the period: the sum of kept, broken and pending. */
  promises: number
  /** Closed by the first due date. */
  kept: number
  /** Closed later, or still ongoing after it. */
  broken: number
  /** Ongoing, and the first due date is not over. */
  pending: number
  /** Promises that got a later due date. */
  postponed: number
  /** These three are as of today, whatever the period. */
  ongoing: number
  overdue: number
  /** The day on which the oldest ongoing request arrived. */
  oldest?: string
  /** Requests that do not tell when they arrived, or when they were closed: they came before this was stored. */
  undated: number
}

interface ListReport extends ReportNumbers {
  uuid: string
  name: string
  queueId: number
}

/** How often a call ended with a status in the period, and how often the request was closed with it. */
export interface StatusReport {
  status: string
  attempts: number
  closings: number
}

/** The same of an agent; without a number, of nobody in particular. */
export interface AgentReport {
  agentNumber?: string
  /** As XiVO has it now; left out when the agent is gone. */
  name?: string
  attempts: number
  closings: number
}

export type DayReport = DayTally

export interface CallbackReport extends ReportNumbers, Period {
  /** The database's current date, `YYYY-MM-DD`. */
  today: string
  lists: ListReport[]
  /** Days of the period on which something happened, in order; only when asked for. */
  days?: DayTally[]
  statuses: StatusReport[]
  /** Only when asked for. */
  agents?: AgentReport[]
  /** Erasures and purges since the period began: what they deleted is not counted. */
  erased?: {requests: number; last: string}
  /** The history tells of erasures from this day on. Left out when the period is later. */
  erasuresSince?: string
  /**
   * The history tells first due dates from this day on; before, only tickets do. Left out when the period is later, and each request with
   * a promise in it arrived later or has a ticket.
   */
  postponementsSince?: string
}

/** What came, what was closed and what was promised in a period, of each list and in all, from one snapshot. */
export function callbackReport(context: Context, question: ReportQuestion = {}): Promise<CallbackReport> {
  return snapshot(context, async (trx) => {
    const {schema, settings} = context
    const now = await today(trx)
    const period = await periodOf(trx, question, now)
    const lists = await listsOf(trx, question)
    const scope: ReportScope = {schema, ...period, ...(!areAll(question) && {lists: lists.map(({uuid}) => uuid)})}
    const [erasuresSince, postponementsSince] = [settings.historyDays, settings.undoDays].map((kept) =>
      daysAfter(now, -kept),
    )
    const asked = [
      tallyRequests(trx, scope, postponementsSince),
      tallyTickets(trx, scope, {byAgent: question.byAgent}),
      lastErasure(trx, scope),
      question.byDay ? tallyDays(trx, scope) : undefined,
    ] as const
    const [requests, tickets, erased, days] = await Promise.all(asked)
    const ofList = grouped(requests, ({list_uuid}) => list_uuid)
    const isUncertain = requests.some(({uncertain}) => uncertain > 0)
    return {
      ...period,
      today: now,
      ...numbersOf(requests),
      lists: lists.map(({uuid, name, queue_id}) => ({
        uuid,
        name,
        queueId: queue_id,
        ...numbersOf(ofList.get(uuid) ?? []),
      })),
      ...(days && {days}),
      statuses: statusesOf(tickets),
      ...(question.byAgent && {agents: await agentsOf(trx, tickets)}),
      ...(erased && {erased}),
      ...(erasuresSince && period.from < erasuresSince && {erasuresSince}),
      ...(postponementsSince && (isUncertain || period.from < postponementsSince) && {postponementsSince}),
    }
  })
}

async function periodOf(trx: Trx, {from, to, week, month}: ReportQuestion, now: string): Promise<Period> {
  const asked = [week, month, from !== undefined || to !== undefined].filter(Boolean).length
  if (asked > 1) throw invalid('a report has one period: the last week, the last month, or the days from and to')
  if (week) return lastWeek(now)
  if (month) return lastMonth(now)
  const end = to === undefined ? now : await dayIn(trx, to, words)
  const begin = from === undefined ? lastDays(end).from : await dayIn(trx, from, words)
  if (begin > end) throw invalid(`the period ends on ${end}, before it begins on ${begin}`)
  return {from: begin, to: end}
}

const words = '-30d and yesterday'

function numbersOf(tallies: readonly RequestTally[]): ReportNumbers {
  const sum = (field: Counted) => tallies.reduce((total, tally) => total + tally[field], 0)
  const medianDays = medianOf(
    tallies.flatMap(({days_to_close, closed}) =>
      days_to_close === null ? [] : [{value: days_to_close, count: closed}],
    ),
  )
  const [oldest] = tallies.flatMap(({oldest}) => oldest ?? []).sort()
  const [promises, kept, pending] = [sum('promises'), sum('kept'), sum('pending')]
  return {
    arrived: sum('arrived'),
    closed: sum('closed'),
    closedWithTicket: sum('closed_with_ticket'),
    ...(medianDays !== undefined && {medianDays}),
    promises,
    kept,
    broken: promises - kept - pending,
    pending,
    postponed: sum('postponed'),
    ongoing: sum('ongoing'),
    overdue: sum('overdue'),
    ...(oldest !== undefined && {oldest}),
    undated: sum('undated'),
  }
}

type Counted = Exclude<keyof RequestTally, 'list_uuid' | 'days_to_close' | 'oldest'>

/** The most frequent first. */
function statusesOf(tickets: readonly TicketTally[]): StatusReport[] {
  const byStatus = grouped(tickets, ({status}) => status)
  return [...byStatus].map(([status, its]) => ({status, ...attemptsOf(its)})).sort(byAttempts)
}

/** By number; at the end what tells of no agent. */
async function agentsOf(trx: Trx, tickets: readonly TicketTally[]): Promise<AgentReport[]> {
  const agents = new Map((await allAgents(trx)).map((agent) => [agent.id, agent]))
  const byAgent = grouped(tickets, ({agent_id, agent_number}) => `${agent_id} ${agent_number}`)
  return [...byAgent.values()].map((its) => {
    const [{agent_id = null, agent_number = null} = {}] = its
    const {firstname = '', lastname = ''} = agents.get(agent_id ?? -1) ?? {}
    const name = `${firstname} ${lastname}`.trim()
    return {...(agent_number !== null && {agentNumber: agent_number}), ...(name && {name}), ...attemptsOf(its)}
  })
}

const attemptsOf = (tickets: readonly TicketTally[]) => ({
  attempts: tickets.reduce((total, {attempts}) => total + attempts, 0),
  closings: tickets.reduce((total, {closings}) => total + closings, 0),
})

const byAttempts = (a: StatusReport, b: StatusReport) => b.attempts - a.attempts || (a.status < b.status ? -1 : 1)
