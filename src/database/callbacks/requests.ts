import {type CompiledQuery, type Insertable, type RawBuilder, type Selectable, sql, type Updateable} from 'kysely'
import {invalid} from '../../errors.ts'
import {isDate} from '../../formats/dates.ts'
import type {DayWord} from '../../formats/day-words.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {personalColumn, personalFields, requestFields} from '../../formats/request-fields.ts'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {fixed} from '../fixed.ts'
import {identitiesOf} from '../identities.ts'
import {dayFromToday, isoDate} from '../iso.ts'
import type {Tables} from '../tables.ts'
import {type Customer, isRequestOf} from './customers.ts'

/** A request with its list's queue and its preferred period. */
export interface CallbackRow
  extends Omit<
    Selectable<Tables['callback_request']>,
    | 'preferred_period_uuid'
    | 'import_uuid'
    | 'changed_at'
    | 'phone_identity'
    | 'mobile_phone_identity'
    | 'created_at'
    | 'closed_at'
    | 'attempts'
    | 'last_status'
  > {
  created_at?: Date | null
  closed_at?: Date | null
  attempts?: number
  last_status?: string | null
  /** The whole row as JSON, of a request that is locked to be changed. */
  stored?: unknown
  list_name: string
  queue_id: number
  /** As XiVO has it now; null when the queue is gone. */
  queue_name?: string | null
  period_uuid: string
  period_name: string
  period_start: string
  period_end: string
  period_default: boolean
}

/** Requests with their list, its queue, and their period. */
export function requests(db: Db) {
  return db
    .selectFrom('callback_request as request')
    .innerJoin('callback_list as list', 'list.uuid', 'request.list_uuid')
    .innerJoin('preferred_callback_period as period', 'period.uuid', 'request.preferred_period_uuid')
    .leftJoin('public.queuefeatures as queue', 'queue.id', 'list.queue_id')
}

/** What a CallbackRow is read from. */
export const requestColumns = () =>
  [
    'request.uuid',
    'request.list_uuid',
    ...personalFields.map((field) => requestFields[field].column),
    isoDate('request.due_date').as('due_date'),
    'request.clotured',
    'request.created_at',
    'request.closed_at',
    'request.attempts',
    'request.last_status',
    'list.name as list_name',
    'list.queue_id',
    'queue.name as queue_name',
    'period.uuid as period_uuid',
    'period.name as period_name',
    'period.period_start',
    'period.period_end',
    'period.default as period_default',
  ] as const

/** The ongoing requests of these lists (of all, without), or all of them with `closed`, by due date. */
export function requestsOfLists(
  db: Db,
  {list, closed = false}: {list?: string; closed?: boolean} = {},
): Promise<CallbackRow[]> {
  let query = requests(db).select(requestColumns())
  if (list !== undefined) query = query.where('request.list_uuid', '=', list)
  if (!closed) query = query.where('request.clotured', '=', false)
  return query.orderBy('request.due_date').orderBy('request.uuid').execute()
}

/** The first few requests whose uuids are in this range. */
export async function uuidsBetween(db: Db, {first, last}: {first: string; last: string}): Promise<string[]> {
  const rows = await db
    .selectFrom('callback_request')
    .select('uuid')
    .where('uuid', '>=', first)
    .where('uuid', '<=', last)
    .orderBy('uuid')
    .limit(FEW)
    .execute()
  return rows.map(({uuid}) => uuid)
}

const FEW = 10

/** The first few ongoing requests of a customer, in whatever list. */
export function ongoingOf(db: Db, customer: Customer): Promise<{uuid: string; list_name: string}[]> {
  return requests(db)
    .select(['request.uuid', 'list.name as list_name'])
    .where('request.clotured', '=', false)
    .where(isRequestOf(customer, 'request'))
    .orderBy('request.uuid')
    .limit(FEW)
    .execute()
}

/** These requests; with `lock` they stay as they are until the transaction ends. */
export function callbacksByUuid(db: Db, uuids: readonly string[], {lock = false} = {}): Promise<CallbackRow[]> {
  const query = requests(db).select(requestColumns()).where('request.uuid', '=', anyOf(uuids)).orderBy('request.uuid')
  return (lock ? query.select(wholeRow()).forUpdate('request') : query).execute()
}

/** For the journal. */
export const wholeRow = () => sql<unknown>`to_jsonb(request)`.as('stored')

/** A request without what is computed. */
type NewRequest = Omit<Insertable<Tables['callback_request']>, 'phone_identity' | 'mobile_phone_identity'>

/** Their identities are computed under this country. */
export async function insertCallbacks(trx: Trx, country: PhoneCountry, rows: readonly NewRequest[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await insertion(trx, country, rows.slice(from, from + ROWS_A_STATEMENT)).execute()
  }
}

/** The statement that stores one request. */
export const callbackInsert = (trx: Trx, country: PhoneCountry, row: NewRequest): CompiledQuery =>
  insertion(trx, country, [row]).compile()

const insertion = (trx: Trx, country: PhoneCountry, rows: readonly NewRequest[]) =>
  trx.insertInto('callback_request').values(rows.map((row) => ({...row, ...identitiesOf(row, country)})))

const ROWS_A_STATEMENT = 1000

export type RequestChange = Omit<Updateable<Tables['callback_request']>, 'phone_identity' | 'mobile_phone_identity'>

/** A request that is closed already keeps its moment. */
const closing = ({clotured}: RequestChange) =>
  clotured === undefined
    ? {}
    : {closed_at: clotured === true ? sql<Date>`case when clotured then closed_at else now() end` : null}

/** Marks them as changed, so that undoing their import keeps them. `postponedBy` is in days, counted from the due date of each. */
export async function updateCallbacks(
  trx: Trx,
  country: PhoneCountry,
  uuids: readonly string[],
  change: RequestChange,
  {postponedBy = 0} = {},
): Promise<void> {
  await rewriteCallbacks(trx, country, uuids, change, {
    ...closing(change),
    ...(postponedBy !== 0 && {due_date: sql<string>`due_date + ${postponedBy}::int`}),
    changed_at: sql<Date>`now()`,
  })
}

const storedColumns = [
  'uuid',
  'list_uuid',
  ...personalFields.map(personalColumn),
  'preferred_period_uuid',
  'clotured',
  'changed_at',
] as const

export type StoredRequest = Pick<
  Selectable<Tables['callback_request']>,
  (typeof storedColumns)[number] | 'due_date'
> & {
  /** The whole row as JSON. */
  stored: unknown
}

/** The existing ones of these uuids, locked until the transaction ends. */
export function holdRequests(trx: Trx, uuids: readonly string[]): Promise<StoredRequest[]> {
  return trx
    .selectFrom('callback_request')
    .select([
      ...storedColumns,
      isoDate('due_date').as('due_date'),
      sql<unknown>`to_jsonb(callback_request)`.as('stored'),
    ])
    .where('uuid', '=', anyOf(uuids))
    .orderBy('uuid')
    .forUpdate()
    .execute()
}

/** Changes requests without marking them: nobody here has touched them. */
export async function rewriteCallbacks(
  trx: Trx,
  country: PhoneCountry,
  uuids: readonly string[],
  change: RequestChange,
  marks: {changed_at?: RawBuilder<Date>; closed_at?: RawBuilder<Date> | null; due_date?: RawBuilder<string>} = {},
): Promise<void> {
  const update = () => trx.updateTable('callback_request').where('uuid', '=', anyOf(uuids))
  await update()
    .set({...change, ...marks})
    .execute()
  // By itself: a number that is changed loses the identity it had, which the new one may have as well.
  const identities = changedIdentities(change, country)
  if (Object.keys(identities).length > 0) await update().set(identities).execute()
}

function changedIdentities({phone_number, mobile_phone_number}: RequestChange, country: PhoneCountry) {
  const {phone_identity, mobile_phone_identity} = identitiesOf({phone_number, mobile_phone_number}, country)
  return {
    ...(phone_number !== undefined && {phone_identity}),
    ...(mobile_phone_number !== undefined && {mobile_phone_identity}),
  }
}

/** The ongoing requests of these lists, bare. */
export function ongoingUuids(db: Db, lists: readonly string[]): Promise<{uuid: string; list_uuid: string}[]> {
  return db
    .selectFrom('callback_request')
    .select(['uuid', 'list_uuid'])
    .where('list_uuid', '=', anyOf(lists))
    .where('clotured', '=', false)
    .orderBy('uuid')
    .execute()
}

export async function deleteCallbacks(trx: Trx, uuids: readonly string[]): Promise<void> {
  await trx.deleteFrom('callback_request').where('uuid', '=', anyOf(uuids)).execute()
}

const counted = fixed(
  'a day counted from today',
  (_, days: number, months: number) => sql<{day: string}>`
    select to_char(day, 'YYYY-MM-DD') || case when day < '0001-01-01' then ' BC' else '' end as day
    from (select ${dayFromToday({days, months})} as day) counted`,
)

/** The database's today, or another day counted from it; `YYYY-MM-DD`. Invalid when its year has not four digits. */
export async function today(db: Db, {days, months}: DayWord = {days: 0, months: 0}): Promise<string> {
  const [row] = await counted(db, days, months)
  const day = row?.day ?? ''
  if (!isDate(day)) throw invalid(`${day} is not in a year between 1 and 9999`)
  return day
}
