import {type Insertable, type Selectable, sql, type Updateable} from 'kysely'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import {fixed} from '../fixed.ts'
import type {Tables} from '../tables.ts'

export type PeriodRow = Selectable<Tables['preferred_callback_period']>

const columns = ['uuid', 'name', 'period_start', 'period_end', 'default'] as const

export const allPeriods: (db: Db) => Promise<PeriodRow[]> = fixed('preferred periods', (db) =>
  db.selectFrom('preferred_callback_period').select(columns).orderBy('period_start').orderBy('name'),
)

export async function insertPeriod(trx: Trx, row: Insertable<Tables['preferred_callback_period']>): Promise<void> {
  await trx.insertInto('preferred_callback_period').values(row).execute()
}

export async function updatePeriod(
  trx: Trx,
  uuid: string,
  change: Updateable<Tables['preferred_callback_period']>,
): Promise<void> {
  await trx.updateTable('preferred_callback_period').set(change).where('uuid', '=', uuid).execute()
}

/** Gives a period another uuid, and its requests with it. */
export async function changePeriodUuid(trx: Trx, from: string, to: string): Promise<void> {
  // In one statement: what the requests refer to is looked at when it ends.
  await trx
    .with('moved', (db) =>
      db
        .updateTable('callback_request')
        .set({preferred_period_uuid: to})
        .where('preferred_period_uuid', '=', from)
        .returning('uuid'),
    )
    .updateTable('preferred_callback_period')
    .set({uuid: to})
    .where('uuid', '=', from)
    .execute()
}

export async function clearDefaultPeriod(trx: Trx): Promise<void> {
  await trx.updateTable('preferred_callback_period').set({default: false}).where('default', '=', true).execute()
}

export async function deletePeriod(trx: Trx, uuid: string): Promise<void> {
  await trx.deleteFrom('preferred_callback_period').where('uuid', '=', uuid).execute()
}

/** How many requests have a period, those of some lists left out. */
export async function countRequestsOfPeriod(db: Db, uuid: string, without: readonly string[] = []): Promise<number> {
  const {count} = await db
    .selectFrom('callback_request')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('preferred_period_uuid', '=', uuid)
    .$if(without.length > 0, (query) => query.where('list_uuid', 'not in', without))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Serialises changes of periods, because they read before they write. */
export async function lockPeriods(trx: Trx, schema: string): Promise<void> {
  await sql`lock table ${sql.table(`${schema}.preferred_callback_period`)} in share row exclusive mode`.execute(trx)
}
