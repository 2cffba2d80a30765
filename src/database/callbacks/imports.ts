import {type Insertable, type Selectable, sql} from 'kysely'
import type {ListForm} from '../../formats/call-list-form.ts'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {isoDate, isoInstant} from '../iso.ts'
import type {Tables} from '../tables.ts'
import type {ListRow} from './lists.ts'

/** Moments are ISO 8601, UTC. */
export type ImportRow = Omit<Selectable<Tables['callback_import']>, 'imported_at' | 'undone_at'> & {
  imported_at: string
  undone_at: string | null
}

const columns = [
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
] as const

/** The newest first. */
export function allImports(db: Db, {list}: {list?: string} = {}): Promise<ImportRow[]> {
  let query = db.selectFrom('callback_import').select(columns)
  if (list !== undefined) query = query.where('list_uuid', '=', list)
  return query.orderBy('callback_import.imported_at', 'desc').orderBy('uuid').execute()
}

export function importByUuid(db: Db, uuid: string): Promise<ImportRow | undefined> {
  return db.selectFrom('callback_import').select(columns).where('uuid', '=', uuid).executeTakeFirst()
}

/** The last import of the same bytes into this list that was not taken back. */
export function lastImportOf(db: Db, list: string, sha256: string): Promise<ImportRow | undefined> {
  return db
    .selectFrom('callback_import')
    .select(columns)
    .where('list_uuid', '=', list)
    .where('sha256', '=', sha256)
    .where('undone_at', 'is', null)
    .orderBy('callback_import.imported_at', 'desc')
    .executeTakeFirst()
}

/** What the list's last file was recognised as, of the imports that were not taken back. */
export async function lastFormOf(db: Db, list: string): Promise<ListForm | undefined> {
  const row = await db
    .selectFrom('callback_import')
    .select('form')
    .where('list_uuid', '=', list)
    .where('undone_at', 'is', null)
    .where('form', 'is not', null)
    .orderBy('imported_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.form ?? undefined
}

export async function insertImport(trx: Trx, row: Insertable<Tables['callback_import']>): Promise<void> {
  await trx.insertInto('callback_import').values(row).execute()
}

/** Forgets imports that are older than so many days; their requests stay. */
export async function forgetImports(trx: Trx, days: number): Promise<void> {
  await trx
    .deleteFrom('callback_import')
    .where('imported_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
    .execute()
}

export async function markUndone(trx: Trx, uuid: string): Promise<void> {
  await trx.updateTable('callback_import').set({undone_at: sql`now()`}).where('uuid', '=', uuid).execute()
}

export async function markNotUndone(trx: Trx, uuid: string): Promise<void> {
  await trx.updateTable('callback_import').set({undone_at: null}).where('uuid', '=', uuid).execute()
}

/** What is left of an import: changed, moved or closed since. */
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
