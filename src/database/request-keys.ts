import {type Insertable, sql} from 'kysely'
import type {Trx} from './connection/transact.ts'
import type {Tables} from './tables.ts'

export function answerUnder(trx: Trx, key: string): Promise<{digest: string; answer: string} | undefined> {
  return trx.selectFrom('request_key').select(['digest', 'answer']).where('key', '=', key).executeTakeFirst()
}

export async function insertAnswer(trx: Trx, row: Insertable<Tables['request_key']>): Promise<void> {
  await trx.insertInto('request_key').values(row).execute()
}

/** Deletes the answers that are older than so many days. */
export async function forgetAnswers(trx: Trx, days: number): Promise<void> {
  await trx.deleteFrom('request_key').where('answered_at', '<', sql<Date>`now() - ${days} * interval '1 day'`).execute()
}
