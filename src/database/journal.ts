import {type RawBuilder, sql} from 'kysely'
import {KEPT_REQUESTS, type Recorded} from '../formats/changes.ts'
import type {Moment} from '../formats/moments.ts'
import type {Run} from '../formats/origin.ts'
import type {Trx} from './connection/transact.ts'
import {fixed, type Statement} from './fixed.ts'
import {instantOf} from './history.ts'

/** A change and its place in its run. */
export interface Entry extends Recorded {
  place: number
}

/** How long the journal keeps customers' fields, and everything else. */
export interface Retention {
  undoDays: number
  historyDays: number
}

/** The maximum per statement, because their JSON is in memory. */
const AT_ONCE = 1000

const enter = fixed(
  'changes in the journal',
  (
    _,
    schema: string,
    run: string,
    actor: string,
    channel: string,
    via: string | null,
    asked: string,
    rows: string,
    states: string,
    undoDays: number,
    historyDays: number,
  ) => {
    const {journal, kept, failed, requests, retain} = namesIn(schema)
    return sql`
      with entered as (
        insert into ${journal} (run, place, actor, origin, via, asked, kind, object_id, object_name, before, after, rows, undoes)
        select ${run}, place, ${actor}, ${channel}, ${via}::jsonb, ${asked},
          kind, object_id, object_name, before, after, rows, undoes
        from json_to_recordset(${rows}::json) as entry(place int, kind text, object_id text, object_name text,
          before json, after json, rows jsonb, undoes bigint)
        order by place
      ), states as (
        insert into ${kept} (run, place, uuid, before, after)
        select ${run}, state.place, state.uuid, state.before, coalesce(to_jsonb(request), state.after)
        from jsonb_to_recordset(${states}::jsonb) as state(place int, uuid uuid, before jsonb, after jsonb)
        left join ${requests} request on request.uuid = state.uuid
      )
      select case when ${isOlder(kept, undoDays)} or ${isOlder(failed, undoDays)} or ${isOlder(journal, historyDays)}
        then ${retain}(${undoDays}::int, ${historyDays}::int) end`
  },
)

/** Writes changes into the journal, in one statement for each 1,000, and forgets what is too old. Returns the last statement, which is still to be sent. */
export async function enterChanges(
  trx: Trx,
  {schema, run, actor}: {schema: string; run: Run; actor: string},
  entries: readonly Entry[],
  {undoDays, historyDays}: Retention,
): Promise<Statement | undefined> {
  const via = run.via === undefined ? null : JSON.stringify(run.via)
  const valuesOf = (some: readonly Entry[]) => {
    const rows = JSON.stringify(some.map(rowOf))
    const states = JSON.stringify(some.flatMap(requestsOf))
    return [schema, run.uuid, actor, run.channel, via, run.asked, rows, states, undoDays, historyDays] as const
  }
  let from = 0
  for (; entries.length - from > AT_ONCE; from += AT_ONCE) {
    await enter(trx, ...valuesOf(entries.slice(from, from + AT_ONCE)))
  }
  return entries.length > 0 ? enter.statement(trx, ...valuesOf(entries.slice(from))) : undefined
}

const namesIn = (schema: string) => ({
  journal: sql.table(`${schema}.journal`),
  kept: sql.table(`${schema}.journal_request`),
  failed: sql`(select failed_at as at from ${sql.table(`${schema}.failed_import`)}) failed`,
  requests: sql.table(`${schema}.callback_request`),
  retain: sql.table(`${schema}.journal_retain`),
})

/** Whether there is anything to forget: most writes need not ask the function, which PostgreSQL would have to compile for each session. */
const isOlder = (rows: RawBuilder<unknown>, days: number) =>
  sql`exists (select from ${rows} where at < now() - ${days}::int * interval '1 day')`

const rowOf = ({place, kind, id, name, before, after, rows, undoes}: Entry) => ({
  place,
  kind,
  object_id: String(id),
  object_name: name,
  before,
  after,
  ...(rows && Object.keys(rows).length > 0 && {rows}),
  undoes,
})

const requestsOf = ({place, requests = []}: Entry) => requests.map((request) => ({place, ...request}))

type Keeping = {schema: string; run: Run}

/** Keeps the requests of a list, which are to be deleted, under a change. They stay as they are until the transaction ends. */
export async function keepRequestsOfList(trx: Trx, {schema, run}: Keeping, place: number, list: string): Promise<void> {
  const {kept, requests} = namesIn(schema)
  await sql`
    insert into ${kept} (run, place, uuid, before)
    select ${run.uuid}, ${place}::int, request.uuid, to_jsonb(request)
    from (select * from ${requests} where list_uuid = ${list} for update) request`.execute(trx)
}

/**
 * Deletes what came with an import and is still as it came, and keeps it under a change unless it is too much. Returns how many
 * requests went.
 */
export async function deleteUntouched(
  trx: Trx,
  {schema, run}: Keeping,
  place: number,
  imported: {run: string; list: string},
): Promise<number> {
  const {kept, requests} = namesIn(schema)
  const {rows} = await sql<{count: number}>`
    with gone as (
      delete from ${requests} request
      where import_uuid = ${imported.run} and list_uuid = ${imported.list} and not clotured and changed_at is null
        and attempts = 0
      returning request.*
    ), counted as (
      select count(*)::int as count from gone
    ), stored as (
      insert into ${kept} (run, place, uuid, before)
      select ${run.uuid}, ${place}::int, gone.uuid, to_jsonb(gone) from gone, counted where counted.count <= ${KEPT_REQUESTS}
    )
    select count from counted`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Deletes the changes before a moment; PostgreSQL refuses one that is not 30 days ago. Returns how many. */
export async function purgeJournal(trx: Trx, schema: string, before: Moment): Promise<number> {
  const {rows} = await sql<{count: string}>`
    select ${sql.table(`${schema}.journal_purge`)}(${instantOf(before)}) as count`.execute(trx)
  return Number(rows[0]?.count)
}

/** Empties what the journal keeps of these requests. Returns of how many there was something. */
export async function forgetRequests(trx: Trx, schema: string, uuids: readonly string[]): Promise<number> {
  const {rows} = await sql<{count: string}>`
    select ${sql.table(`${schema}.journal_forget`)}(${uuids}::uuid[], '{}', '{}', '') as count`.execute(trx)
  return Number(rows[0]?.count)
}
