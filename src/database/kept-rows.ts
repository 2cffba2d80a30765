import {sql} from 'kysely'
import type {Trx} from './connection/transact.ts'

/** Where the journal keeps the rows of a change, and the table of ours that they are of. */
export interface KeptRows {
  schema: string
  table: 'do_not_call' | 'callback_ticket'
  run: string
  place: number
}

/** Recomputed automatically. */
const computed = ['phone_identity', 'mobile_phone_identity']

/** The number of rows that have changed since the change. */
export async function movedRows(trx: Trx, kept: KeptRows): Promise<number> {
  const {states, rows: table} = namesIn(kept)
  const {rows} = await sql<{count: number}>`
    select count(*)::int as count from ${states} state
    left join ${table} here on here.uuid = state.uuid
    left join jsonb_populate_record(null::${table}, state.after) was on was.uuid = state.uuid
    where state.run = ${kept.run} and state.place = ${kept.place}
      and to_jsonb(here) - ${computed}::text[] is distinct from to_jsonb(was) - ${computed}::text[]`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Restores the rows of a change to their state before it, and stores their present state under `undo`. */
export async function restoreRows(trx: Trx, kept: KeptRows, undo: Pick<KeptRows, 'run' | 'place'>): Promise<void> {
  const {states, rows: table} = namesIn(kept)
  const ofChange = sql`run = ${kept.run} and place = ${kept.place}`
  await sql`delete from ${table} where uuid in (select uuid from ${states} where ${ofChange})`.execute(trx)
  await sql`
    insert into ${table}
    select was.* from ${states}, jsonb_populate_record(null::${table}, before) was
    where ${ofChange} and before is not null`.execute(trx)
  await sql`
    insert into ${states} (run, place, uuid, before, after)
    select ${undo.run}, ${undo.place}::int, uuid, after, before from ${states} where ${ofChange}`.execute(trx)
}

/** Keeps rows that were just added under a change. */
export async function keepAdded(trx: Trx, kept: KeptRows, uuids: readonly string[]): Promise<void> {
  const {states, rows} = namesIn(kept)
  await sql`
    insert into ${states} (run, place, uuid, after)
    select ${kept.run}, ${kept.place}::int, added.uuid, to_jsonb(added) from ${rows} added
    where uuid = any(${uuids}::uuid[])`.execute(trx)
}

const namesIn = ({schema, table}: KeptRows) => ({
  states: sql.table(`${schema}.journal_request`),
  rows: sql.table(`${schema}.${table}`),
})
