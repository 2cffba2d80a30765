import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Period} from '../../formats/report-period.ts'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'

/** What a report counts: all requests of these lists. Days are those of the database. */
export interface ReportScope extends Period {
  schema: string
  /** All lists when left out. */
  lists?: readonly string[] | undefined
}

/** The requests of a list, by the days that they took to close; null if ongoing or unknown. */
export interface RequestTally {
  list_uuid: string
  days_to_close: number | null
  arrived: number
  closed: number
  closed_with_ticket: number
  promises: number
  kept: number
  pending: number
  postponed: number
  ongoing: number
  overdue: number
  /** The day on which the oldest ongoing request arrived. */
  oldest: string | null
  undated: number
  /** Promises that may have been postponed before the first known change of a due date. */
  uncertain: number
}

/** What happened on a day. */
export interface DayTally {
  day: string
  arrived: number
  closed: number
}

/**
 * Counts requests in one scan. The first due date of a request is the one before its earliest change that the journal keeps, or that
 * of an earlier ticket; without either, it is the present one.
 */
export async function tallyRequests(
  db: Db,
  {schema, from, to, lists}: ReportScope,
  /** The day from which on the history has changes of due dates. */
  since: string | undefined,
): Promise<RequestTally[]> {
  const [request, ticket, states] = ['callback_request', 'callback_ticket', 'journal_request'].map((name) =>
    sql.table(`${schema}.${name}`),
  )
  const within = (column: RawBuilder<unknown>) => sql`${column} between ${from}::date and ${to}::date`
  const counted = (condition: RawBuilder<unknown>) => sql`count(*) filter (where ${condition})::int`
  const isOlder = since === undefined ? sql`false` : sql`coalesce(arrival < ${since}::date, true)`
  const promised = sql`promise between ${from}::date and ${to}::date and (closing is not null or not clotured)`
  const {rows} = await sql<RequestTally>`
    with first as (
      select distinct on (uuid) uuid, due_date
      from (
        select uuid, at, (before ->> 'due_date')::date as due_date
        from ${states} where before ->> 'due_date' <> after ->> 'due_date'
        union all
        select request_uuid, started_at, due_date from ${ticket}
      ) known
      order by uuid, at
    ), request as (
      select list_uuid, clotured, attempts, request.due_date, created_at is null or clotured and closed_at is null as undated,
        coalesce(first.due_date, request.due_date) as promise, created_at::date as arrival, closed_at::date as closing
      from ${request} request left join first using (uuid)
      ${lists === undefined ? sql`` : sql`where list_uuid = ${anyOf(lists)}`}
    )
    select list_uuid, closing - arrival as days_to_close,
      ${counted(within(sql`arrival`))} as arrived,
      ${counted(within(sql`closing`))} as closed,
      ${counted(sql`${within(sql`closing`)} and attempts > 0`)} as closed_with_ticket,
      ${counted(promised)} as promises,
      ${counted(sql`${promised} and closing <= promise`)} as kept,
      ${counted(sql`${promised} and not clotured and promise >= current_date`)} as pending,
      ${counted(sql`${promised} and due_date > promise`)} as postponed,
      ${counted(sql`not clotured`)} as ongoing,
      ${counted(sql`not clotured and due_date < current_date`)} as overdue,
      to_char(min(arrival) filter (where not clotured), 'YYYY-MM-DD') as oldest,
      ${counted(sql`undated`)} as undated,
      ${counted(sql`${promised} and attempts = 0 and ${isOlder}`)} as uncertain
    from request
    group by list_uuid, closing - arrival`.execute(db)
  return rows
}

/** The days of the period on which something happened, in order. */
export async function tallyDays(db: Db, {schema, from, to, lists}: ReportScope): Promise<DayTally[]> {
  const of = (column: string) => sql`
    select (${sql.ref(column)})::date as day, '${sql.raw(column)}' as event, count(*)::int as count
    from ${sql.table(`${schema}.callback_request`)}
    where ${sql.ref(column)} >= ${from}::date and ${sql.ref(column)} < ${to}::date + 1
      ${lists === undefined ? sql`` : sql`and list_uuid = ${anyOf(lists)}`}
    group by 1`
  const {rows} = await sql<DayTally>`
    select to_char(day, 'YYYY-MM-DD') as day,
      coalesce(sum(count) filter (where event = 'created_at'), 0)::int as arrived,
      coalesce(sum(count) filter (where event = 'closed_at'), 0)::int as closed
    from (${of('created_at')} union all ${of('closed_at')}) happened
    group by happened.day order by happened.day`.execute(db)
  return rows
}

/** The attempts of the period, and those that closed a request, by status and, when asked for, by agent. */
export interface TicketTally {
  status: string
  agent_id: number | null
  agent_number: string | null
  attempts: number
  closings: number
}

/** Includes tickets of deleted requests. */
export function tallyTickets(
  db: Db,
  {from, to, lists}: ReportScope,
  {byAgent = false}: {byAgent?: boolean | undefined},
): Promise<TicketTally[]> {
  const ofAgent = <T>(column: string) => (byAgent ? sql<T>`${sql.ref(column)}` : sql<T>`null`)
  let query = db
    .selectFrom('callback_ticket as ticket')
    .select([
      'status',
      ofAgent<number | null>('agent_id').as('agent_id'),
      ofAgent<string | null>('agent_number').as('agent_number'),
      sql<number>`count(*)::int`.as('attempts'),
      sql<number>`(count(*) filter (where closes))::int`.as('closings'),
    ])
    .where('ticket.started_at', '>=', sql<string>`${from}::date`)
    .where('ticket.started_at', '<', sql<string>`${to}::date + 1`)
    .groupBy(byAgent ? ['status', 'agent_id', 'agent_number'] : ['status'])
  if (lists !== undefined) query = query.where('list_uuid', '=', anyOf(lists))
  if (byAgent) query = query.orderBy(sql`length(agent_number)`).orderBy('agent_number').orderBy('agent_id')
  return query.orderBy('status').execute()
}

/** How many requests were erased and purged since the period began, and when last; undefined when none were. */
export async function lastErasure(
  db: Db,
  {from, lists}: ReportScope,
): Promise<{requests: number; last: string} | undefined> {
  let query = db
    .selectFrom('journal')
    .select([
      sql<number>`coalesce(sum((before ->> 'ongoing')::int + (before ->> 'closed')::int), 0)::int`.as('requests'),
      sql<string>`to_char(max(at), 'YYYY-MM-DD')`.as('last'),
    ])
    .where('kind', '=', 'erasure')
    .where(sql<SqlBool>`before ->> 'closed' is not null`)
    .where('at', '>=', sql<Date>`${from}::date`)
  if (lists !== undefined) query = query.where('object_id', '=', sql<string>`any(${lists}::text[])`)
  const {requests, last} = await query.executeTakeFirstOrThrow()
  return requests === 0 ? undefined : {requests, last}
}
