import {type Kysely, sql} from 'kysely'

/**
 * The journal: every change, in the transaction that made it. The daily role may only read it and add to it. What is customers'
 * is apart, in `journal_request`, where it can be emptied while the fact stays. The functions run as their owner: they forget, and
 * none of them lets a role hide what it has just done.
 */
export const journal = {
  creates: ['journal', 'journal_request', 'failed_import'],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    for (const statement of statements) await sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
  },
}

/** Nothing younger is deleted, whatever somebody asks for. */
const YOUNGEST_DAYS = 30

/** So many rows a call: forgetting must not make a write slow. */
const AT_ONCE = 1000

const functions = {
  /** Called by every write: empties what is older than `undo_days`, deletes what is older than `history_days`. */
  'journal_retain(undo_days int, history_days int) returns void': `
begin
  delete from SCHEMA.journal_request where ctid = any(array(
    select ctid from SCHEMA.journal_request where at < now() - undo_days * interval '1 day'
    order by at limit ${AT_ONCE} for update skip locked));
  delete from SCHEMA.journal where ctid = any(array(
    select ctid from SCHEMA.journal where at < now() - greatest(history_days, ${YOUNGEST_DAYS}) * interval '1 day'
    order by at limit ${AT_ONCE} for update skip locked));
  delete from SCHEMA.failed_import where ctid = any(array(
    select ctid from SCHEMA.failed_import where failed_at < now() - undo_days * interval '1 day'
    order by failed_at limit ${AT_ONCE} for update skip locked));
end `,
  /** Deletes what is older than a moment, which is at least 30 days ago. Returns how many changes went. */
  'journal_purge(cut timestamptz) returns bigint': `
declare
  gone bigint;
begin
  if cut > now() - interval '${YOUNGEST_DAYS} days' then
    raise invalid_parameter_value using message = 'the journal of the last ${YOUNGEST_DAYS} days cannot be deleted';
  end if;
  delete from SCHEMA.journal_request where at < cut;
  delete from SCHEMA.journal where at < cut;
  get diagnostics gone = row_count;
  delete from SCHEMA.failed_import where failed_at < cut;
  return gone;
end `,
  /**
   * Empties what the journal keeps of requests, by uuid or by a number that they have had: all states of each, because the names in
   * them are the same person's. `separators` may be between digits. Returns how many requests.
   */
  'journal_forget(uuids uuid[], identities bigint[], spellings text[], separators text) returns bigint': `
declare
  gone bigint;
begin
  with theirs as (
    select kept.uuid from SCHEMA.journal_request kept
    where exists (
      select from (values (kept.before, 'phone'), (kept.before, 'mobile_phone'), (kept.after, 'phone'),
        (kept.after, 'mobile_phone')) number(request, name)
      where (number.request ->> (name || '_identity'))::bigint = any(identities)
        or coalesce((number.request ->> (name || '_identity'))::bigint, 0) = 0
          and translate(number.request ->> (name || '_number'), separators, '') = any(spellings))
  ), forgotten as (
    delete from SCHEMA.journal_request kept
    where kept.uuid = any(uuids) or kept.uuid in (select uuid from theirs)
    returning kept.uuid
  )
  select count(distinct uuid) into gone from forgotten;
  return gone;
end `,
}

const statements = [
  `create table SCHEMA.journal (
    id bigint generated always as identity primary key,
    run uuid not null,
    place int not null,
    at timestamptz not null default now(),
    actor text not null,
    origin text not null check (origin in ('command', 'cron', 'rest')),
    via jsonb,
    asked text not null,
    kind text not null,
    object_id text not null,
    object_name text not null,
    before json,
    after json,
    rows jsonb,
    undoes bigint,
    unique (run, place)
  )`,
  'create index journal_object on SCHEMA.journal (kind, object_id, id)',
  'create index journal_at on SCHEMA.journal (at)',
  'create index journal_undoes on SCHEMA.journal (undoes) where undoes is not null',
  `create table SCHEMA.journal_request (
    run uuid not null,
    place int not null,
    uuid uuid not null,
    at timestamptz not null default now(),
    before jsonb,
    after jsonb,
    primary key (run, place, uuid)
  )`,
  'create index journal_request_uuid on SCHEMA.journal_request (uuid)',
  'create index journal_request_at on SCHEMA.journal_request (at)',
  `create table SCHEMA.failed_import (
    uuid uuid primary key,
    list text not null,
    file_name text,
    reason text not null,
    problems jsonb,
    failed_by text not null,
    failed_at timestamptz not null default now()
  )`,
  'create index failed_import_at on SCHEMA.failed_import (failed_at)',
  ...Object.entries(functions).map(
    ([head, body]) => `create function SCHEMA.${head} language plpgsql
      security definer set search_path = pg_catalog, pg_temp as $function$${body}$function$`,
  ),
  ...Object.keys(functions).map(
    (head) =>
      `revoke all on function SCHEMA.${head.replace(/ returns.*/, '').replace(/(\(|, )\w+ /g, '$1')} from public`,
  ),
]
