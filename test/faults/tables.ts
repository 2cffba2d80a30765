import type pg from 'pg'
import {LIST} from './truth.ts'

/** What one import left in the tables. */
export interface Left {
  rows: number
  told: number
  lists: number
}

/** Counts what is in the tables, and takes it out. */
export async function take(client: pg.Client): Promise<Left> {
  const {rows} = await client.query<Left>(`
    with requests as (delete from xivoctl.callback_request returning 1),
      ledger as (delete from xivoctl.callback_import returning imported)
    select (select count(*)::int from requests) as rows,
      (select coalesce(sum(imported), 0)::int from ledger) as told,
      (select count(*)::int from xivoctl.callback_list) as lists`)
  return rows[0] ?? {rows: -1, told: -1, lists: -1}
}

/** Sees to it that the one list is there, or is not. */
export async function list(client: pg.Client, there: boolean): Promise<void> {
  await client.query('delete from xivoctl.callback_list')
  if (there) await client.query('insert into xivoctl.callback_list values ($1, $2, 5)', [crypto.randomUUID(), LIST])
}
