import {sql} from 'kysely'
import type {Trx} from '../connection/transact.ts'

/** From here on the server compiles no expressions: for one scan of a large table, that takes longer than it saves. */
export async function withoutJit(trx: Trx): Promise<void> {
  await sql`select set_config('jit', 'off', true)`.execute(trx)
}
