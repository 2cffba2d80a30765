import {type SqlBool, sql} from 'kysely'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {isoInstant} from '../iso.ts'
import type {RequestJson} from '../tables.ts'
import {byIdentity, type Customer, isRequestOf, separators} from './customers.ts'
import {type CallbackRow, requestColumns, requests} from './requests.ts'

/** A request, and the import that it came with, as long as that is known. */
export interface HeldRequest extends CallbackRow {
  import_run: string | null
  import_file: string | null
  import_origin: string | null
  imported_at: string | null
}

/** The requests, closed or not, that have a number of the customer as either of their two; with `lock` they stay so. */
export function heldRequests(db: Db, schema: string, customer: Customer, {lock = false} = {}): Promise<HeldRequest[]> {
  const query = requests(db)
    .leftJoin('callback_import as import', 'import.uuid', 'request.import_uuid')
    .select([
      ...requestColumns(),
      'import.uuid as import_run',
      'import.file_name as import_file',
      'import.origin as import_origin',
      isoInstant<string | null>('import.imported_at').as('imported_at'),
    ])
    .where(isRequestOf(customer, 'request'))
    .orderBy('request.uuid')
  return byIdentity(db, schema, customer, () => (lock ? query.forUpdate('request') : query).execute())
}

/** A state of a request in the history: before and after a change. */
export interface HeldState {
  uuid: string
  before: RequestJson | null
  after: RequestJson | null
  at: string
  /** The id of the change; null if it is no longer known. */
  change: string | null
  actor: string | null
  asked: string | null
}

/** All states, oldest first, of these requests and of others that have had a number of the customer. */
export async function heldStates(
  db: Db,
  schema: string,
  {identities, spellings}: Customer,
  uuids: readonly string[],
): Promise<HeldState[]> {
  const {rows} = await sql<HeldState>`
    select kept.uuid, kept.before, kept.after, ${isoInstant('kept.at')} as at, change.id::text as change, change.actor,
      change.asked
    from ${sql.table(`${schema}.journal_request`)} kept
    left join ${sql.table(`${schema}.journal`)} change on change.run = kept.run and change.place = kept.place
    where kept.uuid = any(${uuids}::uuid[]) or kept.uuid in (
      select had.uuid from ${sql.table(`${schema}.journal_request`)} had
      where exists (
        select from (values (had.before, 'phone'), (had.before, 'mobile_phone'), (had.after, 'phone'),
          (had.after, 'mobile_phone')) number(request, name)
        where (number.request ->> (name || '_identity'))::bigint = any(${identities}::bigint[])
          or coalesce((number.request ->> (name || '_identity'))::bigint, 0) = 0
            and translate(number.request ->> (name || '_number'), ${separators()}, '') = any(${spellings}::text[])))
    order by kept.at, change.id, kept.uuid`.execute(db)
  return rows
}

/** An answer that is stored to be repeated. */
export interface HeldAnswer {
  key: string
  answer: string
  at: string
}

/** The answers about these requests, and those that may contain a number with one of these endings. */
export function answersAbout(
  db: Db,
  {uuids, endings}: {uuids: readonly string[]; endings: readonly string[]},
): Promise<HeldAnswer[]> {
  const mayHold = endings.map((ending) => `%${ending}%`)
  return db
    .selectFrom('request_key')
    .select(['key', 'answer', isoInstant<string>('answered_at').as('at')])
    .where(
      sql<SqlBool>`(answer::jsonb ->> 'uuid' = any(${uuids}::text[])
        or regexp_replace(answer, '[^0-9]', '', 'g') like any(${mayHold}::text[]))`,
    )
    .orderBy('answered_at')
    .orderBy('key')
    .execute()
}

/** Changes an answer. It stays: a request that is sent again under its key must not bring a customer back. */
export async function replaceAnswer(trx: Trx, key: string, answer: string): Promise<void> {
  await trx.updateTable('request_key').set({answer}).where('key', '=', key).execute()
}
