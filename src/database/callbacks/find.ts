import {type CompiledQuery, type RawBuilder, type SqlBool, sql} from 'kysely'
import type {DayWord} from '../../formats/day-words.ts'
import type {Filter, FilterField} from '../../formats/filters.ts'
import {type CopiedField, requestFields} from '../../formats/request-fields.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {dayFromToday} from '../iso.ts'
import {type Customer, isRequestOf} from './customers.ts'
import {callbackJson, periodsAsJson} from './json.ts'
import {type CallbackRow, requestColumns, requests, wholeRow} from './requests.ts'

export interface Page {
  offset?: number
  limit?: number
}

/** A test of a column. */
export type Test = NonNullable<Filter['test']>

/** A field compared with a value, or with several, or whether one of the two numbers is a customer's. */
export type Condition =
  | {field: FilterField; test: Test}
  | {field: FilterField; among: readonly (string | number)[]}
  | {customer: Customer; negated?: boolean}

interface Order {
  field: FilterField
  order: 'asc' | 'desc'
}

/** What is looked for: all conditions are met; by due date when no order is given, ties by uuid. */
export interface Search {
  conditions: readonly Condition[]
  orders: readonly Order[]
}

/** The one list of what can be filtered and sorted by: nothing else of a filter reaches the SQL as an identifier. */
function expressionOf(field: FilterField): RawBuilder<unknown> {
  if (field === 'list') return sql`list.name`
  if (field === 'queue') return sql`(select name from public.queuefeatures where id = list.queue_id)`
  return sql`${sql.ref(columnOf(field))}`
}

const columnOf = (field: Exclude<FilterField, 'list' | 'queue'>) =>
  requestFields[field === 'phone' ? 'phoneNumber' : field].column

/** Which table a field is looked up in. */
const tableOf = (field: FilterField) =>
  field === 'list' || field === 'queue' ? 'list' : columnOf(field).replace(/\..*/, '')

type Conditions = Pick<Search, 'conditions'> & Partial<Search>

/** The requests that meet the conditions, joined with no more than these, the orders and the fields are about: a join takes a third of a scan. */
function searched(db: Db, {conditions, orders = []}: Conditions, fields: readonly FilterField[] = []) {
  const named = [...conditions, ...orders].flatMap((each) => ('field' in each ? each.field : []))
  const tables = new Set([...named, ...fields].map(tableOf))
  return db
    .selectFrom('callback_request as request')
    .$if(tables.has('list'), (query) => query.innerJoin('callback_list as list', 'list.uuid', 'request.list_uuid'))
    .$if(tables.has('period'), (query) =>
      query.innerJoin('preferred_callback_period as period', 'period.uuid', 'request.preferred_period_uuid'),
    )
    .where((eb) => eb.and(conditions.map(meets)))
}

/** What a search sorts by. */
async function sortKeys(db: Db, search: Search) {
  const {orders} = search
  const sorted = orders.some(({field}) => isText(field)) && (await sortsAsPeopleDo(db)) ? asPeople : asIs
  const keys = orders.map(({field, order}) => {
    const expression = expressionOf(field)
    return sql`${isText(field) ? sorted(expression) : expression} ${sql.raw(order)}`
  })
  // A customer's requests are so few that the server must not look for them in the order of an index, one by one.
  const byDay = customerAmong(search) ? sql`request.due_date + 0` : sql`request.due_date`
  return sql`${sql.join(orders.length > 0 ? keys : [byDay])}, request.uuid`
}

/** The customer whose requests alone meet the conditions. */
export function customerAmong({conditions}: Pick<Search, 'conditions'>): Customer | undefined {
  const [only] = conditions.flatMap((each) => ('customer' in each && !each.negated ? [each.customer] : []))
  return only
}

/** Each of what is found as one text. */
export type FoundTexts = CompiledQuery<{text: string}>

/** As JSON. */
export async function foundAsJson(
  db: Db,
  schema: string,
  search: Search,
  page: Page,
  json = callbackJson(),
): Promise<FoundTexts> {
  const keys = await sortKeys(db, search)
  const found = searched(db, search).selectAll('request')
  // A page is chosen before it is joined, and before JSON is made of it: the rest is sorted no further than it must be.
  const isPage = page.limit !== undefined
  const chosen = isPage ? paged(found.orderBy(keys), page) : found
  const whole = db
    .selectFrom(chosen.as('request'))
    .innerJoin('callback_list as list', 'list.uuid', 'request.list_uuid')
    .innerJoin('preferred_callback_period as period', 'period.uuid', 'request.preferred_period_uuid')
    .leftJoin('public.queuefeatures as queue', 'queue.id', 'list.queue_id')
    .innerJoin(periodsAsJson(schema).as('shown'), 'shown.uuid', 'request.preferred_period_uuid')
    .select(json.as('text'))
    .orderBy(keys)
  return (isPage ? whole : paged(whole, page)).compile()
}

/** As the texts of these fields. */
export async function foundFields(db: Db, search: Search, fields: readonly CopiedField[]): Promise<CompiledQuery> {
  const keys = await sortKeys(db, search)
  const texts = fields.map((field, i) => textOf(field).as(`text_${i}`))
  return searched(db, search, fields).select(texts).orderBy(keys).compile()
}

function textOf(field: CopiedField) {
  const {type, column} = requestFields[field]
  const value = sql.ref(column)
  return type === 'boolean' ? sql`case when ${value} then 'true' else 'false' end` : sql`${value}`
}

/** As a uuid. */
export async function foundUuids(db: Db, search: Search, page: Page): Promise<FoundTexts> {
  const keys = await sortKeys(db, search)
  return paged(searched(db, search).select(sql<string>`request.uuid::text`.as('text')).orderBy(keys), page).compile()
}

interface Pageable<Q> {
  limit: (count: number) => Q
  offset: (count: number) => Q
}

function paged<Q extends Pageable<Q>>(query: Q, {offset, limit}: Page): Q {
  const from = offset === undefined ? query : query.offset(offset)
  return limit === undefined ? from : from.limit(limit)
}

export async function countCallbacks(db: Db, {conditions}: Pick<Search, 'conditions'>): Promise<number> {
  const {count} = await searched(db, {conditions})
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What is found, no more than `limit`; it stays as it is until the transaction ends. Locked in one order, whatever is looked for. */
export function holdFound(trx: Trx, {conditions}: Pick<Search, 'conditions'>, limit: number): Promise<CallbackRow[]> {
  return requests(trx)
    .select([...requestColumns(), wholeRow()])
    .where((eb) => eb.and(conditions.map(meets)))
    .orderBy('request.uuid')
    .limit(limit)
    .forUpdate('request')
    .execute()
}

function meets(condition: Condition): RawBuilder<SqlBool> {
  if ('customer' in condition) {
    const isTheirs = isRequestOf(condition.customer, 'request')
    return condition.negated ? sql<SqlBool>`${isTheirs} is not true` : isTheirs
  }
  if ('among' in condition) return sql<SqlBool>`${expressionOf(condition.field)} = any(${condition.among})`
  const {field, test} = condition
  const operator = sql.raw(test.operator)
  if (!('value' in test)) return sql<SqlBool>`${expressionOf(field)} ${operator}`
  return sql<SqlBool>`${expressionOf(field)} ${operator} ${dayOrValue(test.value)}`
}

const dayOrValue = (value: string | number | boolean | DayWord) =>
  typeof value === 'object' ? dayFromToday(value) : sql`${value}`

const isText = (field: FilterField) =>
  field === 'list' || field === 'queue' || (field !== 'phone' && requestFields[field].type === 'text')

const asIs = (expression: RawBuilder<unknown>) => expression
const asPeople = (expression: RawBuilder<unknown>) => sql`${expression} collate "fr-x-icu"`

/** Collations of ICU are missing where PostgreSQL was built without it, and in databases whose encoding it does not know. */
async function sortsAsPeopleDo(db: Db): Promise<boolean> {
  const {rows} = await sql<{has: boolean}>`
    select exists (select from pg_catalog.pg_collation where collname = 'fr-x-icu' and collencoding = -1)
      and pg_catalog.current_setting('server_encoding') in ('UTF8', 'LATIN1', 'LATIN9', 'WIN1252') as has`.execute(db)
  return rows[0]?.has === true
}
