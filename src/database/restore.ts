import {sql} from 'kysely'
import type {PhoneCountry} from '../formats/phone-country.ts'
import type {Trx} from './connection/transact.ts'
import {identitiesAsCleaned} from './identities.ts'
import type {RequestJson} from './tables.ts'

/** Where the requests of a change are kept. */
export interface Kept {
  schema: string
  run: string
  place: number
}

/** Columns to ignore when a request is compared with its state after a change: they are recomputed automatically. */
const computed = ['phone_identity', 'mobile_phone_identity', 'attempts', 'last_status']

/** Counted by a trigger. */
const counted = ['attempts', 'last_status']

/** A request before and after a change, and now. */
export interface MovedRequest {
  uuid: string
  before: RequestJson | null
  after: RequestJson | null
  now: RequestJson | null
}

/** The requests that are not as the change left them. They, and the others, stay so until the transaction ends. */
export async function movedOn(trx: Trx, kept: Kept): Promise<MovedRequest[]> {
  const {states, requests} = namesIn(kept)
  await sql`select from ${requests} where uuid in (select uuid from ${states} where ${ofChange(kept)}) order by uuid for update`.execute(
    trx,
  )
  const {rows} = await sql<MovedRequest>`
    select state.uuid, state.before, state.after, to_jsonb(request) as now from ${states} state
    left join ${requests} request on request.uuid = state.uuid
    where ${ofChange(kept)} and case when state.after is null then request.uuid is not null
      else coalesce(to_jsonb(request) @> (state.after - ${computed}::text[]), false) is false
        or state.before is null and request.attempts > coalesce((state.after ->> 'attempts')::int, 0) end
    order by state.uuid`.execute(trx)
  return rows
}

/** By what the requests were before the change. */
export interface KeptCount {
  all: number
  ongoing: number
  closed: number
}

/** How many requests a change keeps. */
export async function countKept(trx: Trx, kept: Kept): Promise<KeptCount> {
  const {states} = namesIn(kept)
  const isClosed = sql`(before -> 'clotured')::boolean`
  const {rows} = await sql<KeptCount>`
    select count(*)::int as "all", (count(*) filter (where not ${isClosed}))::int as ongoing,
      (count(*) filter (where ${isClosed}))::int as closed
    from ${states} where ${ofChange(kept)}`.execute(trx)
  return rows[0] ?? {all: 0, ongoing: 0, closed: 0}
}

/** The number of requests of a list that this change did not create. */
export async function countOthers(trx: Trx, list: string, kept: Kept): Promise<number> {
  const {states, requests} = namesIn(kept)
  const {rows} = await sql<{count: number}>`
    select count(*)::int as count from ${requests} request
    where list_uuid = ${list} and not exists (
      select from ${states} state where ${ofChange(kept)} and state.uuid = request.uuid and state.after is not null)`.execute(
    trx,
  )
  return rows[0]?.count ?? 0
}

/**
 * Restores the requests of a change to their state before it, and stores their present state under `undo`. Their
 * identities are computed under this country: it may have changed since.
 */
export async function restoreRequests(trx: Trx, kept: Kept, undo: Kept, country: PhoneCountry): Promise<void> {
  const {states, requests} = namesIn(kept)
  const columns = await columnsOf(trx, kept.schema)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const written = columns.filter((column) => !counted.includes(column))
  const before = sql`(select state.uuid as kept_uuid, row.* from ${states} state,
      jsonb_populate_record(null::${requests}, jsonb_build_object('attempts', 0) || state.before) row where ${ofChange(kept)} and state.before is not null)`
  await sql`delete from ${requests} where uuid in (select uuid from ${states} where ${ofChange(kept)} and before is null)`.execute(
    trx,
  )
  await sql`
    update ${requests} request set (${sql.join(written.map((column) => sql.ref(column)))}) =
      (select ${sql.join(written.map((column) => sql.ref(`was.${column}`)))})
    from ${before} was where request.uuid = was.kept_uuid`.execute(trx)
  await sql`
    insert into ${requests} (${list})
    select ${sql.join(columns.map((column) => sql.ref(`was.${column}`)))} from ${before} was
    where not exists (select from ${requests} request where request.uuid = was.kept_uuid)`.execute(trx)
  await recompute(trx, kept, country)
  await sql`
    insert into ${states} (run, place, uuid, before, after)
    select ${undo.run}, ${undo.place}::int, state.uuid, state.after, to_jsonb(request)
    from ${states} state left join ${requests} request on request.uuid = state.uuid where ${ofChange(kept)}`.execute(
    trx,
  )
}

async function recompute(trx: Trx, kept: Kept, country: PhoneCountry): Promise<void> {
  const {states, requests} = namesIn(kept)
  const {rows} = await sql<{uuid: string; phone_number: string | null; mobile_phone_number: string | null}>`
    select request.uuid, phone_number, mobile_phone_number from ${requests} request
    where uuid in (select uuid from ${states} where ${ofChange(kept)})`.execute(trx)
  const identities = rows.map((row) => identitiesAsCleaned(row, country))
  await sql`
    update ${requests} request set phone_identity = now.phone, mobile_phone_identity = now.mobile
    from unnest(${rows.map(({uuid}) => uuid)}::uuid[], ${identities.map((each) => each.phone_identity)}::bigint[],
      ${identities.map((each) => each.mobile_phone_identity)}::bigint[]) now(uuid, phone, mobile)
    where request.uuid = now.uuid and (phone_identity, mobile_phone_identity) is distinct from (now.phone, now.mobile)`.execute(
    trx,
  )
}

async function columnsOf(trx: Trx, schema: string): Promise<string[]> {
  const {rows} = await sql<{name: string}>`
    select attname as name from pg_catalog.pg_attribute
    where attrelid = ${`${schema}.callback_request`}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(
    trx,
  )
  return rows.map(({name}) => name)
}

const namesIn = ({schema}: Kept) => ({
  states: sql.table(`${schema}.journal_request`),
  requests: sql.table(`${schema}.callback_request`),
})

const ofChange = ({run, place}: Kept) => sql`run = ${run} and place = ${place}`
