import {type Selectable, type SqlBool, sql} from 'kysely'
import type {Moment} from '../../formats/moments.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {personalColumn, personalFields} from '../../formats/request-fields.ts'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'
import {oneRow} from '../connection/one-row.ts'
import type {Trx} from '../connection/transact.ts'
import {instantOf} from '../history.ts'
import {identitiesAsCleaned} from '../identities.ts'
import {isoDate, isoInstant} from '../iso.ts'
import type {Tables} from '../tables.ts'
import {type Customer, isRequestOf} from './customers.ts'

/** A ticket without what is computed; moments are ISO 8601, UTC. */
export type TicketRow = Omit<Selectable<Tables['callback_ticket']>, 'phone_identity' | 'mobile_phone_identity'>

/** As it is written. */
export interface NewTicketRow extends TicketRow {
  phone_identity: number | null
  mobile_phone_identity: number | null
}

const columns = [
  'uuid',
  'request_uuid',
  'list_uuid',
  'list_name',
  'queue_id',
  ...personalFields.map(personalColumn),
  isoDate('ticket.due_date').as('due_date'),
  'status',
  'comment',
  'agent_id',
  'agent_number',
  'closes',
  'added_by',
  isoInstant<string>('ticket.started_at').as('started_at'),
  isoInstant<string>('ticket.updated_at').as('updated_at'),
] as const

export interface TicketQuery {
  list?: string
  agent?: number
  status?: string
  since?: Moment
  limit?: number
}

/** The latest first. */
export function allTickets(db: Db, {list, agent, status, since, limit}: TicketQuery = {}): Promise<TicketRow[]> {
  let query = db.selectFrom('callback_ticket as ticket').select(columns)
  if (list !== undefined) query = query.where('list_uuid', '=', list)
  if (agent !== undefined) query = query.where('agent_id', '=', agent)
  if (status !== undefined) query = query.where('status', '=', status)
  if (since !== undefined) query = query.where(sql<SqlBool>`ticket.started_at >= ${instantOf(since)}`)
  if (limit !== undefined) query = query.limit(limit)
  return query.orderBy('ticket.started_at', 'desc').orderBy('uuid').execute()
}

/** These tickets, those of one moment in the order in which they were added. */
export function ticketsByUuid(db: Db, uuids: readonly string[]): Promise<TicketRow[]> {
  return db
    .selectFrom('callback_ticket as ticket')
    .select(columns)
    .where('uuid', '=', anyOf(uuids))
    .orderBy(sql`array_position(${uuids}::uuid[], ticket.uuid)`)
    .execute()
}

/** The personal data of a ticket; without them, the fact remains. */
const isPersonal = sql<SqlBool>`num_nonnulls(${sql.join(
  [...personalFields.map(personalColumn), 'comment'].map((column) => sql.ref(`ticket.${column}`)),
)}) > 0`

/** The tickets of a customer: those with one of their numbers, and those of these requests. Oldest first. */
export function heldTickets(db: Db, customer: Customer, requests: readonly string[]): Promise<TicketRow[]> {
  return db
    .selectFrom('callback_ticket as ticket')
    .select(columns)
    .where(isPersonal)
    .where((eb) => eb.or([isRequestOf(customer, 'ticket'), eb('request_uuid', '=', anyOf(requests))]))
    .orderBy('ticket.started_at')
    .orderBy('uuid')
    .execute()
}

const forgotten = {
  ...Object.fromEntries(personalFields.map((field) => [personalColumn(field), null])),
  phone_identity: null,
  mobile_phone_identity: null,
  comment: null,
}

/** Deletes the personal data of tickets; the fact stays. */
export async function forgetTickets(trx: Trx, uuids: readonly string[]): Promise<void> {
  await trx.updateTable('callback_ticket').set(forgotten).where('uuid', '=', anyOf(uuids)).execute()
}

/** The same of the tickets of these requests, and of those whose request is gone that are from before a day, of one list or of all. */
export async function forgetOutdatedTickets(
  trx: Trx,
  {requests, before, list}: {requests: readonly string[]; before: string | undefined; list: string | undefined},
): Promise<string[]> {
  const rows = await trx
    .updateTable('callback_ticket as ticket')
    .set(forgotten)
    .where(isPersonal)
    .where(({and, eb, exists, not, or, selectFrom}) => {
      const isOfRequest = eb('request_uuid', '=', anyOf(requests))
      if (before === undefined) return isOfRequest
      const request = selectFrom('callback_request as request').whereRef('request.uuid', '=', 'ticket.request_uuid')
      const isOld = sql<SqlBool>`updated_at < ${before}::date`
      const isLeft = [isOld, not(exists(request)), ...(list === undefined ? [] : [eb('list_uuid', '=', list)])]
      return or([isOfRequest, and(isLeft)])
    })
    .returning('ticket.uuid')
    .execute()
  return rows.map(({uuid}) => uuid)
}

/** The number of tickets per statement. */
const AT_ONCE = 10_000

/** Computes the identities of all tickets under a country. */
export async function recomputeTickets(trx: Trx, country: PhoneCountry): Promise<void> {
  let last: string | undefined
  do {
    let query = trx.selectFrom('callback_ticket').select(['uuid', 'phone_number', 'mobile_phone_number'])
    if (last !== undefined) query = query.where('uuid', '>', last)
    const rows = await query.orderBy('uuid').limit(AT_ONCE).execute()
    const identities = rows.map((row) => identitiesAsCleaned(row, country))
    await trx
      .updateTable('callback_ticket as ticket')
      .from(
        sql<{uuid: string}>`unnest(${rows.map(({uuid}) => uuid)}::uuid[],
          ${identities.map(({phone_identity}) => phone_identity)}::bigint[],
          ${identities.map(({mobile_phone_identity}) => mobile_phone_identity)}::bigint[])`.as<'now'>(
          sql`now(uuid, phone, mobile)`,
        ),
      )
      .set({phone_identity: sql`now.phone`, mobile_phone_identity: sql`now.mobile`})
      .whereRef('ticket.uuid', '=', 'now.uuid')
      .where(
        sql<SqlBool>`(ticket.phone_identity, ticket.mobile_phone_identity) is distinct from (now.phone, now.mobile)`,
      )
      .execute()
    last = rows.length < AT_ONCE ? undefined : rows.at(-1)?.uuid
  } while (last !== undefined)
}

/** Now, to the microsecond. */
export async function instant(db: Db): Promise<string> {
  const {now} = await oneRow<{now: string}>(
    db,
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`,
  )
  return now
}

export async function insertTickets(trx: Trx, schema: string, rows: readonly NewTicketRow[]): Promise<void> {
  const table = sql.table(`${schema}.callback_ticket`)
  await sql`
    insert into ${table}
    select row.* from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json) row`.execute(trx)
}
