import {type CompiledQuery, type RawBuilder, type SqlBool, sql} from 'kysely'
import type {DayWord} from '../../formats/day-words.ts'
import type {Filter, FilterField} from '../../formats/filters.ts'
import {requestFields} from '../../formats/request-fields.ts'
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
  return sql`${sql.ref(requestFields[field === 'phone' ? 'phoneNumber' : field].column)}`
}

/** What is found, each request as JSON text, for a cursor. */
export async function findCallbacksAsJson(
  db: Db,
  schema: string,
  {conditions, orders}: Search,
  {offset, limit}: Page,
  json = callbackJson,
): Promise<CompiledQuery<{json: string}>> {
  const sorted = orders.some(({field}) => isText(field)) && (await sortsAsPeopleDo(db)) ? asPeople : asIs
  let query = requests(db).where((eb) => eb.and(conditions.map(meets)))
  for (const {field, order} of orders)
    query = query.orderBy(isText(field) ? sorted(expressionOf(field)) : expressionOf(field), order)
  if (orders.length === 0) query = query.orderBy('request.due_date')
  query = query.orderBy('request.uuid')
  if (offset !== undefined) query = query.offset(offset)
  if (limit !== undefined) query = query.limit(limit)
  return query
    .innerJoin(periodsAsJson(schema).as('shown'), 'shown.uuid', 'request.preferred_period_uuid')
    .select(json.as('json'))
    .compile()
}

export async function countCallbacks(db: Db, {conditions}: Pick<Search, 'conditions'>): Promise<number> {
  const {count} = await requests(db)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where((eb) => eb.and(conditions.map(meets)))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What is found, no more than `limit`; it stays as it is until the transaction ends. Locked in one order, whatever is looked for. */
export function holdFound(trx: Trx, {conditions}: Pick<Search, 'conditions'>, limit: number): Promise<CallbackRow[]> {
  return requests(trx)
    .select([...requestColumns, wholeRow])
    .where((eb) => eb.and(conditions.map(meets)))
    .orderBy('request.uuid')
    .limit(limit)
    .forUpdate('request')
    .execute()
}

function meets(condition: Condition): RawBuilder<SqlBool> {
  if ('customer' in condition) {
    const isTheirs = isRequestOf(condition.customer, 'request')
    return condition.negated ? sql<SqlBool>`not ${isTheirs}` : isTheirs
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
