import {counted} from '../../formats/counted.ts'
import type {
  AgentReport,
  CallbackReport,
  DayReport,
  ReportNumbers,
  StatusReport,
} from '../../services/callbacks/report.ts'
import type {Listing} from '../list/listing.ts'
import {type Columns, Day} from '../list/table.ts'
import {queueText} from './lists-view.ts'

/** A list with the name of its queue, or all lists together, which have neither. */
export interface ReportRow extends ReportNumbers {
  name: string
  uuid?: string
  queue?: string
}

/** Each list by itself. */
export const reportRows = ({lists}: CallbackReport, queueNames: ReadonlyMap<number, string>): ReportRow[] =>
  lists.map((list) => ({...list, queue: queueText(queueNames.get(list.queueId), list.queueId)}))

/** With several lists, also a row for all of them together. */
export const withTotal = (report: CallbackReport, rows: readonly ReportRow[]): ReportRow[] =>
  rows.length > 1 ? [...rows, {...report, name: 'all lists'}] : [...rows]

const oldest = ({oldest}: ReportNumbers) => (oldest === undefined ? undefined : new Day(oldest))

export const reportListing: Listing<ReportRow> = {
  columns: {
    list: ({name}) => name,
    queue: ({queue}) => queue,
    arrived: ({arrived}) => arrived,
    closed: ({closed}) => closed,
    'with ticket': ({closedWithTicket}) => closedWithTicket,
    'median days': ({medianDays}) => medianDays,
    promises: ({promises}) => promises,
    kept: ({kept}) => kept,
    broken: ({broken}) => broken,
    pending: ({pending}) => pending,
    postponed: ({postponed}) => postponed,
    ongoing: ({ongoing}) => ongoing,
    overdue: ({overdue}) => overdue,
    oldest,
    uuid: ({uuid}) => uuid,
  },
  more: {undated: ({undated}) => undated},
  names: {name: 'list', closedWithTicket: 'with ticket', medianDays: 'median days'},
  id: ({uuid = ''}) => uuid,
  empty: 'no callback list found',
}

/** The same for people. */
export const listColumns: Columns<ReportRow> = {
  list: ({name}) => name,
  arrived: ({arrived}) => arrived,
  closed: ({closed}) => closed,
  'median days': ({medianDays}) => medianDays,
  promises: ({promises}) => promises,
  kept: keptText,
  broken: ({broken}) => broken,
  postponed: ({postponed}) => postponed,
  ongoing: ({ongoing}) => ongoing,
  overdue: ({overdue}) => overdue,
  oldest,
}

/** `35 (83 %)`: the percentage is kept / (kept + broken). */
export function keptText({kept, broken}: ReportNumbers): string {
  const over = kept + broken
  return over === 0 ? String(kept) : `${kept} (${Math.floor((100 * kept) / over)} %)`
}

export const statusColumns: Columns<StatusReport> = {
  status: ({status}) => status,
  attempts: ({attempts}) => attempts,
  closings: ({closings}) => closings,
}

export const dayColumns: Columns<DayReport> = {
  day: ({day}) => new Day(day),
  arrived: ({arrived}) => arrived,
  closed: ({closed}) => closed,
}

export const agentColumns: Columns<AgentReport> = {
  agent: ({agentNumber = 'none'}) => agentNumber,
  name: ({name}) => name,
  attempts: ({attempts}) => attempts,
  closings: ({closings}) => closings,
}

export const periodText = ({from, to}: CallbackReport) => (from === to ? from : `${from} to ${to}`)

export const ticketsText = ({closed, closedWithTicket}: ReportNumbers) =>
  `${closedWithTicket} of ${counted(closed, 'closing')} ${closed === 1 ? 'has' : 'have'} a ticket`

/** Why the numbers may be too low. */
export function gapsOf(report: CallbackReport): string[] {
  const {from, erased, erasuresSince, postponementsSince, undated} = report
  const were = (count: number, noun: string) => `${counted(count, noun)} ${count === 1 ? 'was' : 'were'}`
  return [
    ...(erased
      ? [`${were(erased.requests, 'request')} erased or purged since ${from}, last on ${erased.last}: not counted`]
      : []),
    ...(erasuresSince
      ? [
          `requests that were erased or purged before ${erasuresSince} are not counted; how many there were is not known`,
        ]
      : []),
    ...(postponementsSince
      ? [
          `first due dates that were changed before ${postponementsSince} are known only from tickets; for a request without a ticket, the later date counts`,
        ]
      : []),
    ...(undated > 0
      ? [
          `${counted(undated, 'request')} without a stored day of arrival or closing: counted only where that day does not matter`,
        ]
      : []),
  ]
}
