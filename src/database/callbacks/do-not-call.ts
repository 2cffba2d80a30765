import {type RawBuilder, type Selectable, type SqlBool, sql} from 'kysely'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {anyOf} from '../any-of.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {fixed} from '../fixed.ts'
import {identitiesAsCleaned} from '../identities.ts'
import {isoDate} from '../iso.ts'
import type {KeptRows} from '../kept-rows.ts'
import type {Tables} from '../tables.ts'
import {type Customer, isNumberOf, type NumberColumn, separators} from './customers.ts'

/** A number that is not to be called, for one queue or for all. */
export type DoNotCallRow = Omit<Selectable<Tables['do_not_call']>, 'phone_identity'> & {phone_identity: number | null}

/** The latest first. */
const entries = (db: Db) =>
  db
    .selectFrom('do_not_call as entry')
    .select(['uuid', 'phone_number', 'queue_id', 'reason', isoDate('entry.since').as('since'), 'added_by'])
    .select(sql<number | null>`phone_identity::float8`.as('phone_identity'))
    .orderBy('entry.since', 'desc')
    .orderBy('queue_id')
    .orderBy('phone_number')
    .orderBy('uuid')

const holdsFor = (queueId: number) => sql<SqlBool>`(queue_id is null or queue_id = ${queueId})`

export const allDoNotCall: (db: Db) => Promise<DoNotCallRow[]> = fixed('do-not-call entries', entries)

/** The entries that hold for a queue. */
export const doNotCallOfQueue: (db: Db, queueId: number) => Promise<DoNotCallRow[]> = fixed(
  'do-not-call entries of a queue',
  (db, queueId: number) => entries(db).where(holdsFor(queueId)),
)

/** The entries of a customer, and those that hold for a queue. */
export async function doNotCallEntries(
  db: Db,
  {customer, queueId, uuids}: {customer?: Customer; queueId?: number; uuids?: readonly string[]} = {},
): Promise<DoNotCallRow[]> {
  let query = entries(db)
  if (customer !== undefined) query = query.where(isNumberOf(customer, 'phone_number', 'entry'))
  if (queueId !== undefined) query = query.where(holdsFor(queueId))
  if (uuids !== undefined) query = query.where('uuid', '=', anyOf(uuids))
  return query.execute()
}

/** The number of rows per statement. */
const AT_ONCE = 10_000

export async function insertDoNotCall(trx: Trx, rows: readonly DoNotCallRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await trx
      .insertInto('do_not_call')
      .columns(['uuid', 'phone_number', 'phone_identity', 'queue_id', 'reason', 'since', 'added_by'])
      .expression((eb) =>
        eb
          .selectFrom(
            sql<DoNotCallRow>`json_to_recordset(${JSON.stringify(rows.slice(from, from + AT_ONCE))}::json)`.as<'row'>(
              sql`row(uuid uuid, phone_number text, phone_identity bigint, queue_id int, reason text, since date, added_by text)`,
            ),
          )
          .select(['uuid', 'phone_number', 'phone_identity', 'queue_id', 'reason', 'since', 'added_by']),
      )
      .execute()
  }
}

export async function deleteDoNotCall(trx: Trx, uuids: readonly string[]): Promise<void> {
  await trx.deleteFrom('do_not_call').where('uuid', '=', anyOf(uuids)).execute()
}

/** Deletes what somebody wrote about the numbers, but not the numbers. */
export async function forgetReasons(trx: Trx, uuids: readonly string[]): Promise<void> {
  await trx.updateTable('do_not_call').set({reason: null}).where('uuid', '=', anyOf(uuids)).execute()
}

/** Computes the identities of all entries under a country. */
export async function recomputeDoNotCall(trx: Trx, country: PhoneCountry): Promise<void> {
  const rows = await trx.selectFrom('do_not_call').select(['uuid', 'phone_number']).execute()
  const identities = rows.map((row) => identitiesAsCleaned(row, country).phone_identity)
  await trx
    .updateTable('do_not_call as entry')
    .from(
      sql<{
        uuid: string
        identity: number
      }>`unnest(${rows.map(({uuid}) => uuid)}::uuid[], ${identities}::bigint[])`.as<'now'>(sql`now(uuid, identity)`),
    )
    .set({phone_identity: sql`now.identity`})
    .whereRef('entry.uuid', '=', 'now.uuid')
    .where(sql<SqlBool>`entry.phone_identity is distinct from now.identity`)
    .execute()
}

/** A request that has a number on the list, for the queue of its own list. */
export interface ObjectedRequest {
  uuid: string
  list_uuid: string
  list_name: string
  clotured: boolean
}

/** Ongoing or closed. */
export const objectedRequests = (db: Db): Promise<ObjectedRequest[]> =>
  objectedBy(db, 'phone_number', hasIdentityOf('phone_number'))
    .union(objectedBy(db, 'mobile_phone_number', hasIdentityOf('mobile_phone_number')))
    .union(objectedBy(db, 'phone_number', isSpeltAs('phone_number')))
    .union(objectedBy(db, 'mobile_phone_number', isSpeltAs('mobile_phone_number')))
    .orderBy('list_name')
    .orderBy('uuid')
    .execute()

export async function hasDoNotCall(db: Db): Promise<boolean> {
  return (await db.selectFrom('do_not_call').select('uuid').limit(1).executeTakeFirst()) !== undefined
}

/** Each way in which numbers can be the same is a join of its own, which the database can hash. */
const objectedBy = (db: Db, column: NumberColumn, isSame: RawBuilder<SqlBool>) =>
  db
    .selectFrom('callback_request as request')
    .innerJoin('callback_list as list', 'list.uuid', 'request.list_uuid')
    .innerJoin('do_not_call as entry', (join) => join.on(isSame))
    .select(['request.uuid', 'list.uuid as list_uuid', 'list.name as list_name', 'request.clotured'])
    .where(`request.${column}`, 'is not', null)
    .where(sql<SqlBool>`(entry.queue_id is null or entry.queue_id = list.queue_id)`)

const hasIdentityOf = (column: NumberColumn) =>
  sql<SqlBool>`entry.phone_identity = ${sql.ref(`request.${column.replace('_number', '_identity')}`)}
    and entry.phone_identity <> 0`

const isSpeltAs = (column: NumberColumn) =>
  sql<SqlBool>`${called('entry.phone_number')} = ${called(`request.${column}`)}
    and coalesce(${sql.ref(`request.${column.replace('_number', '_identity')}`)}, 0) = 0`

/** A number without separators and without a prefix that hides the caller's number. */
const called = (column: string) =>
  sql`regexp_replace(translate(${sql.ref(column)}, ${separators()}, ''), '^[#*]31#', '')`

/** The number of entries removed by a change that cannot be restored because such an entry exists again. */
export async function clashingDoNotCall(trx: Trx, {schema, run, place}: KeptRows): Promise<number> {
  const entries = sql.table(`${schema}.do_not_call`)
  const {rows} = await sql<{count: number}>`
    select count(*)::int as count from ${sql.table(`${schema}.journal_request`)} state,
      jsonb_populate_record(null::${entries}, state.before) was
    where state.run = ${run} and state.place = ${place} and state.after is null and exists (
      select from ${entries} other where other.queue_id is not distinct from was.queue_id
        and (other.phone_number = was.phone_number or other.phone_identity = was.phone_identity and was.phone_identity <> 0))`.execute(
    trx,
  )
  return rows[0]?.count ?? 0
}
