import {type Insertable, type Selectable, sql, type Updateable} from 'kysely'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {fixed} from '../fixed.ts'
import type {Tables} from '../tables.ts'

export type ListRow = Selectable<Tables['callback_list']>

export const allLists: (db: Db) => Promise<ListRow[]> = fixed('callback lists', (db) =>
  db.selectFrom('callback_list').select(['uuid', 'name', 'queue_id']).orderBy('name').orderBy('uuid'),
)

export async function insertList(trx: Trx, row: Insertable<Tables['callback_list']>): Promise<void> {
  await trx.insertInto('callback_list').values(row).execute()
}

export async function updateList(trx: Trx, uuid: string, change: Updateable<Tables['callback_list']>): Promise<void> {
  await trx.updateTable('callback_list').set(change).where('uuid', '=', uuid).execute()
}

/** Also deletes its requests. */
export async function deleteList(trx: Trx, uuid: string): Promise<void> {
  await trx.deleteFrom('callback_list').where('uuid', '=', uuid).execute()
}

const one = (db: Db, uuid: string) => db.selectFrom('callback_list').select('uuid').where('uuid', '=', uuid)
const lockToChange = fixed('lock of a callback list', (db, uuid: string) => one(db, uuid).forUpdate())
const lockToAdd = fixed('shared lock of a callback list', (db, uuid: string) => one(db, uuid).forKeyShare())

/** Keeps the list from being changed or deleted until the transaction ends; when `shared`, several may add to it at once. */
export async function lockList(trx: Trx, uuid: string, {shared = false} = {}): Promise<void> {
  await (shared ? lockToAdd : lockToChange)(trx, uuid)
}

/**
 * Lets nobody else make, change or delete a list until the transaction ends; when `shared`, others may change other lists. It comes
 * before the lock of a list's row, or else the two wait for each other.
 */
export async function lockLists(trx: Trx, schema: string, {shared = false} = {}): Promise<void> {
  const mode = sql.raw(shared ? 'row exclusive' : 'share row exclusive')
  await sql`lock table ${sql.table(`${schema}.callback_list`)} in ${mode} mode`.execute(trx)
}
