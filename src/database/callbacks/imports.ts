import {type Insertable, type RawBuilder, type Selectable, type SqlBool, sql} from 'kysely'
import type {ListForm} from '../../formats/call-list-form.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {fixed, type Statement} from '../fixed.ts'
import {isoDate, isoInstant} from '../iso.ts'
import type {Tables} from '../tables.ts'
import {type Customer, isRequestOf} from './customers.ts'
import type {ListRow} from './lists.ts'

/** Moments are ISO 8601, UTC. */
export type ImportRow = Omit<Selectable<Tables['callback_import']>, 'imported_at' | 'undone_at'> & {
  imported_at: string
  undone_at: string | null
}

const imports = (db: Db) =>
  db
    .selectFrom('callback_import')
    .select([
      'uuid',
      'list_uuid',
      'list_name',
      'file_name',
      'sha256',
      'imported',
      'skipped',
      'rejected',
      'imported_by',
      isoInstant<string>('callback_import.imported_at').as('imported_at'),
      isoInstant<string | null>('callback_import.undone_at').as('undone_at'),
      'form',
      'origin',
    ])

/** The newest first. */
export function allImports(db: Db, {list}: {list?: string} = {}): Promise<ImportRow[]> {
  let query = imports(db)
  if (list !== undefined) query = query.where('list_uuid', '=', list)
  return query.orderBy('callback_import.imported_at', 'desc').orderBy('uuid').execute()
}

export function importByUuid(db: Db, uuid: string): Promise<ImportRow | undefined> {
  return imports(db).where('uuid', '=', uuid).executeTakeFirst()
}

const ofSameBytes = fixed('imports of the same bytes', (db, list: string, sha256: string) =>
  imports(db)
    .where('list_uuid', '=', list)
    .where('sha256', '=', sha256)
    .where('undone_at', 'is', null)
    .orderBy('callback_import.imported_at', 'desc'),
)

/** The last import of the same bytes into this list that was not undone. */
export async function lastImportOf(db: Db, list: string, sha256: string): Promise<ImportRow | undefined> {
  const [last] = await ofSameBytes(db, list, sha256)
  return last
}

const lastForm = fixed('form of the last import', (db, list: string) =>
  db
    .selectFrom('callback_import')
    .select('form')
    .where('list_uuid', '=', list)
    .where('undone_at', 'is', null)
    .where('form', 'is not', null)
    .orderBy('imported_at', 'desc')
    .limit(1),
)

/** The detected form of the list's last file, without undone imports. */
export async function lastFormOf(db: Db, list: string): Promise<ListForm | undefined> {
  const [row] = await lastForm(db, list)
  return row?.form ?? undefined
}

const forget = fixed('imports to forget', (trx, days: number) =>
  trx
    .deleteFrom('callback_import')
    .where('imported_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
    .where('origin', 'is', null),
)

interface EnteredImport {
  uuid: string
  list: Pick<ListRow, 'uuid' | 'name'>
  file: string | undefined
  sha256: string
  imported: number
  skipped: number
  rejected: number
  by: string
  form: ListForm | undefined
  origin: string | undefined
}

const enter = fixed(
  'an import',
  (
    trx,
    uuid: string,
    list_uuid: string,
    list_name: string,
    file_name: string | null,
    sha256: string,
    imported: number,
    skipped: number,
    rejected: number,
    imported_by: string,
    form: string | null,
    origin: string | null,
  ) => {
    const counts = {imported, skipped, rejected}
    const row = {uuid, list_uuid, list_name, file_name, sha256, ...counts, imported_by, form, origin}
    return trx.insertInto('callback_import').values(row)
  },
)

/**
 * The statements that enter an import, and forget those that are older than so many days, unless somebody said where their customers
 * come from; their requests stay.
 */
export function enteringImport(trx: Trx, entered: EnteredImport, days: number): Statement[] {
  const {uuid, list, file = null, sha256, imported, skipped, rejected, by, origin = null} = entered
  const form = entered.form ? JSON.stringify(entered.form) : null
  const counts = [imported, skipped, rejected] as const
  return [
    forget.statement(trx, days),
    enter.statement(trx, uuid, list.uuid, list.name, file, sha256, ...counts, by, form, origin),
  ]
}

/** Also deletes imports with an origin if they have no requests left, and none that undo could restore. */
export async function forgetOrigins(trx: Trx, days: number): Promise<void> {
  await trx
    .deleteFrom('callback_import')
    .where('imported_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
    .where(({exists, not, selectFrom}) =>
      not(
        exists(
          selectFrom('callback_request')
            .select('uuid')
            .whereRef('callback_request.import_uuid', '=', 'callback_import.uuid'),
        ),
      ),
    )
    .where(({exists, not, selectFrom}) =>
      not(
        exists(
          selectFrom('journal_request')
            .select('uuid')
            .where(sql<SqlBool>`journal_request.before ->> 'import_uuid' = callback_import.uuid::text`),
        ),
      ),
    )
    .execute()
}

/** How many requests of an import are a customer's. */
export async function countOfImport(trx: Trx, run: string, customer: Customer): Promise<number> {
  const {requests} = await trx
    .selectFrom('callback_request')
    .select(sql<number>`count(*)::int`.as('requests'))
    .where('import_uuid', '=', run)
    .where(isRequestOf(customer))
    .executeTakeFirstOrThrow()
  return requests
}

export async function markUndone(trx: Trx, uuid: string): Promise<void> {
  await trx.updateTable('callback_import').set({undone_at: sql`now()`}).where('uuid', '=', uuid).execute()
}

export async function markNotUndone(trx: Trx, uuid: string): Promise<void> {
  await trx.updateTable('callback_import').set({undone_at: null}).where('uuid', '=', uuid).execute()
}

/** The requests of an import that were changed, moved or closed since. */
export async function requestsOfImport(db: Db, run: string): Promise<string[]> {
  const rows = await db
    .selectFrom('callback_request')
    .select('uuid')
    .where('import_uuid', '=', run)
    .orderBy('uuid')
    .execute()
  return rows.map(({uuid}) => uuid)
}

const knownColumns = ['phone_number', 'mobile_phone_number', 'first_name', 'last_name', 'company'] as const

export type KnownRequest = Pick<Selectable<Tables['callback_request']>, (typeof knownColumns)[number] | 'due_date'>

/** The ongoing requests of a list, of all lists of its queue, or of all lists. */
export function knownRequests(
  db: Db,
  {uuid, queue_id}: Pick<ListRow, 'uuid' | 'queue_id'>,
  where: 'list' | 'queue' | 'all',
): Promise<KnownRequest[]> {
  const lists = db.selectFrom('callback_list').select('uuid').where('queue_id', '=', queue_id)
  let query = db
    .selectFrom('callback_request')
    .select([...knownColumns, isoDate('due_date').as('due_date')])
    .where('clotured', '=', false)
  if (where === 'list') query = query.where('list_uuid', '=', uuid)
  if (where === 'queue') query = query.where('list_uuid', 'in', lists)
  return query.orderBy('callback_request.uuid').execute()
}

/** An import that failed: nothing of it was written. */
export type FailedImportRow = Omit<Selectable<Tables['failed_import']>, 'failed_at'> & {failed_at: string}

export async function insertFailedImport(trx: Trx, row: Insertable<Tables['failed_import']>): Promise<void> {
  await trx.insertInto('failed_import').values(row).execute()
}

/** The newest first; of one list, as it was named or by its uuid. */
export function failedImports(
  db: Db,
  {list}: {list?: Pick<ListRow, 'uuid' | 'name'>} = {},
): Promise<FailedImportRow[]> {
  let query = db
    .selectFrom('failed_import')
    .select([
      'uuid',
      'list',
      'file_name',
      'reason',
      'problems',
      'failed_by',
      isoInstant<string>('failed_import.failed_at').as('failed_at'),
    ])
  if (list !== undefined)
    query = query.where('list', 'in', [list.name, `name:${list.name}`, list.uuid, `id:${list.uuid}`])
  return query.orderBy('failed_import.failed_at', 'desc').orderBy('uuid').execute()
}

/** A file whose import failed several times, and has not succeeded since. */
export interface StubbornFile {
  file: string
  list: string
  times: number
  reason: string
}

/** Files that failed at least so many times since they were last imported, the most recent first. */
export async function stubbornFiles(db: Db, schema: string, times: number): Promise<StubbornFile[]> {
  const {rows} = await sql<StubbornFile>`
    select file_name as file, list, count(*)::int as times, (array_agg(reason order by failed_at desc))[1] as reason
    from ${sql.table(`${schema}.failed_import`)} failed
    where file_name is not null and not exists (
      select from ${sql.table(`${schema}.callback_import`)} done
      where done.file_name = failed.file_name and done.imported_at > failed.failed_at)
      and not exists (
      select from ${sql.table(`${schema}.journal`)} done
      where done.kind = 'doNotCall' and done.after ->> 'file' = failed.file_name and done.at > failed.failed_at)
    group by file_name, list having count(*) >= ${times}
    order by max(failed_at) desc`.execute(db)
  return rows
}

/** The current states of the requests of an import, counted. */
export interface ImportedRows {
  /** Unchanged, and still in the list of the import. */
  untouched: number
  changed: number
  closed: number
  moved: number
  deleted: number
}

/** A request is counted once: as closed, else as moved, else as changed. */
export async function rowsOfImport(
  db: Db,
  {uuid, list_uuid, imported}: Pick<ImportRow, 'uuid' | 'list_uuid' | 'imported'>,
): Promise<ImportedRows> {
  const count = (condition: RawBuilder<unknown>) => sql<number>`(count(*) filter (where ${condition}))::int`
  const isMoved = sql`list_uuid <> ${list_uuid}`
  const isTouched = sql`(changed_at is not null or attempts > 0)`
  const {all, ...rows} = await db
    .selectFrom('callback_request')
    .select([
      sql<number>`count(*)::int`.as('all'),
      count(sql`clotured`).as('closed'),
      count(sql`not clotured and ${isMoved}`).as('moved'),
      count(sql`not clotured and not ${isMoved} and ${isTouched}`).as('changed'),
      count(sql`not clotured and not ${isMoved} and not ${isTouched}`).as('untouched'),
    ])
    .where('import_uuid', '=', uuid)
    .executeTakeFirstOrThrow()
  return {...rows, deleted: Math.max(0, imported - all)}
}
