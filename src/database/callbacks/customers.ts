import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Db} from '../connection/connect.ts'

/** The customers that some numbers mean. */
export interface Customer {
  /** E.164 without `+`, of those that have one. */
  identities: readonly string[]
  /** To be compared with numbers that have no identity, or none that is computed. */
  spellings: readonly string[]
  /** Are the identities beside the stored numbers of the same country? */
  isComputed: boolean
}

export type NumberColumn = 'phone_number' | 'mobile_phone_number'

/** What older rows may have between the digits of a number. Encodings other than UTF8 lack U+202F, so it is not sent to them. */
export const separators = () =>
  sql`(select ${sql.lit(' .-\u00a0')} || chr(case when getdatabaseencoding() = 'UTF8' then 8239 else 32 end))`

/**
 * Whether the number is the customer's; null where there is no number. Nothing here is wrapped into a function of the whole: the
 * server must see that few will be found.
 */
export function isNumberOf(
  {identities, spellings, isComputed}: Customer,
  column: NumberColumn,
  table = 'callback_request',
): RawBuilder<SqlBool> {
  const number = sql.ref(`${table}.${column}`)
  const identity = sql.ref(`${table}.${column.replace('_number', '_identity')}`)
  const isSpelt = sql`translate(${number}, ${separators()}, '') = any(${spellings}::text[])`
  if (!isComputed) return sql<SqlBool>`${isSpelt}`
  const [only, ...others] = identities
  const isSame = only !== undefined && others.length === 0 ? sql`${only}::bigint` : sql`any(${identities}::bigint[])`
  // It has none, or not yet. By their spellings in the words of two indexes: of numbers, and of those that hold anything else.
  const isUnidentified = sql`coalesce(${identity}, 0) = 0`
  return sql<SqlBool>`(${identity} = ${isSame}
    or ${isUnidentified} and ${number} is not null and ${number} = any(${spellings}::text[])
    or ${isUnidentified} and ${number} ~ '[^0-9+*#]' and ${isSpelt})`
}

/**
 * Does work in which requests of a customer are looked for. The index of identities holds filters, one for some thousand requests;
 * the server does not know how little these let through, and would rather read all requests.
 */
export async function byIdentity<T>(db: Db, schema: string, customer: Customer, work: () => Promise<T>): Promise<T> {
  if (!customer.isComputed) return work()
  await sql`
    select set_config(name, 'off', true) from unnest(array['enable_seqscan', 'jit']) name
    where to_regclass(format('%I.callback_request_phones', ${schema}::text)) is not null`.execute(db)
  const found = await work()
  await sql`set local enable_seqscan to default`.execute(db)
  return found
}

/** Whether one of its two numbers is. */
export const isRequestOf = (customer: Customer, table?: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${isNumberOf(customer, 'phone_number', table)} or ${isNumberOf(customer, 'mobile_phone_number', table)})`
