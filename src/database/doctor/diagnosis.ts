import {sql} from 'kysely'
import type {Db} from '../connection/connect.ts'
import {oneRow} from '../connection/one-row.ts'
import type {Tables} from '../tables.ts'

type XivoTable = Extract<keyof Tables, `public.${string}`>
/** Optional tables: some XiVOs lack them, and some roles may not read them. Commands that can read them show more. */
export type OptionalTable =
  `public.${'schedule' | 'schedule_time' | 'schedule_path' | 'paging' | 'groupfeatures' | 'agent_login_status'}`
type OwnTable = Exclude<keyof Tables, XivoTable>

/** Tables with their schema, each with its columns. */
export type Columns = Record<string, Record<string, true>>

/** Every XiVO column that the queries use: if `Tables` has a column that is missing here, the build fails. */
export const xivoColumns: {[T in Exclude<XivoTable, OptionalTable>]: Record<keyof Tables[T], true>} = {
  'public.userfeatures': {id: true, firstname: true, lastname: true, loginclient: true, agentid: true},
  'public.queuefeatures': {id: true, name: true, displayname: true, number: true},
  'public.queue': {name: true, category: true, commented: true, joinempty: true, leavewhenempty: true},
  'public.queuemember': {
    queue_name: true,
    interface: true,
    penalty: true,
    commented: true,
    usertype: true,
    userid: true,
    channel: true,
    category: true,
    position: true,
  },
  'public.agentfeatures': {id: true, numgroup: true, firstname: true, lastname: true, number: true, context: true},
  'public.agentgroup': {id: true, name: true, deleted: true},
  'public.incall': {id: true, exten: true, context: true, commented: true},
  'public.extensions': {exten: true, context: true, type: true, typeval: true},
  'public.dialaction': {
    event: true,
    category: true,
    categoryval: true,
    action: true,
    actionarg1: true,
    actionarg2: true,
    linked: true,
  },
}

export const optionalColumns: {[T in OptionalTable]: Record<keyof Tables[T], true>} = {
  'public.schedule': {
    id: true,
    name: true,
    timezone: true,
    fallback_action: true,
    fallback_actionid: true,
    fallback_actionargs: true,
    commented: true,
  },
  'public.schedule_time': {
    id: true,
    schedule_id: true,
    mode: true,
    hours: true,
    weekdays: true,
    monthdays: true,
    months: true,
    action: true,
    actionid: true,
    actionargs: true,
  },
  'public.schedule_path': {schedule_id: true, path: true, pathid: true, order: true},
  'public.paging': {id: true, announcement_file: true},
  'public.groupfeatures': {id: true, name: true},
  'public.agent_login_status': {agent_id: true, extension: true},
}

const columnsOfOurs: {[T in OwnTable]: Record<keyof Tables[T], true>} = {
  user_profile: {user_id: true, type: true, recording_access: true, dissuasion_access: true},
  user_right: {user_id: true, kind: true, object_id: true, object_name: true},
  preferred_callback_period: {uuid: true, name: true, period_start: true, period_end: true, default: true},
  callback_list: {uuid: true, name: true, queue_id: true},
  callback_request: {
    uuid: true,
    list_uuid: true,
    phone_number: true,
    mobile_phone_number: true,
    first_name: true,
    last_name: true,
    company: true,
    description: true,
    preferred_period_uuid: true,
    due_date: true,
    clotured: true,
    import_uuid: true,
    changed_at: true,
    phone_identity: true,
    mobile_phone_identity: true,
    created_at: true,
    closed_at: true,
    attempts: true,
    last_status: true,
  },
  callback_import: {
    uuid: true,
    list_uuid: true,
    list_name: true,
    file_name: true,
    sha256: true,
    imported: true,
    skipped: true,
    rejected: true,
    imported_by: true,
    imported_at: true,
    undone_at: true,
    form: true,
    origin: true,
  },
  do_not_call: {
    uuid: true,
    phone_number: true,
    phone_identity: true,
    queue_id: true,
    reason: true,
    since: true,
    added_by: true,
  },
  callback_ticket: {
    uuid: true,
    request_uuid: true,
    list_uuid: true,
    list_name: true,
    queue_id: true,
    phone_number: true,
    mobile_phone_number: true,
    first_name: true,
    last_name: true,
    company: true,
    description: true,
    phone_identity: true,
    mobile_phone_identity: true,
    due_date: true,
    status: true,
    comment: true,
    agent_id: true,
    agent_number: true,
    closes: true,
    added_by: true,
    started_at: true,
    updated_at: true,
  },
  identity_state: {country: true, computed_to: true},
  journal: {
    id: true,
    run: true,
    place: true,
    at: true,
    actor: true,
    origin: true,
    via: true,
    asked: true,
    kind: true,
    object_id: true,
    object_name: true,
    before: true,
    after: true,
    rows: true,
    undoes: true,
  },
  journal_request: {run: true, place: true, uuid: true, at: true, before: true, after: true},
  failed_import: {
    uuid: true,
    list: true,
    file_name: true,
    reason: true,
    problems: true,
    failed_by: true,
    failed_at: true,
  },
  dissuasion_override: {
    id: true,
    sound: true,
    sha256: true,
    starts_at: true,
    ends_at: true,
    created_at: true,
    created_by: true,
    started_at: true,
    ended_at: true,
    queues: true,
  },
  due_run: {single: true, at: true, actor: true},
  request_key: {key: true, digest: true, answer: true, answered_at: true},
}

export const ownColumns = (schema: string): Columns =>
  Object.fromEntries(Object.entries(columnsOfOurs).map(([table, columns]) => [`${schema}.${table}`, columns]))

export interface ServerFacts {
  version: string
  major: number
  role: string
  database: string
  encoding: string
  /** LC_COLLATE and LC_CTYPE. */
  collation: string
  characters: string
}

/** The connected role, database and server. */
export const serverFacts = (db: Db): Promise<ServerFacts> =>
  oneRow(
    db,
    sql`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
      current_user as role, current_database() as database, current_setting('server_encoding') as encoding, datcollate as collation,
      datctype as characters
    from pg_database where datname = current_database()`,
  )

/** Does `dialaction` have the primary key that writes rely on? */
export async function hasDialactionKey(db: Db): Promise<boolean> {
  const {rows} = await sql`
    select from pg_index where indrelid = 'public.dialaction'::regclass and indisunique and indisvalid and indpred is null
      and (select array_agg(attname::text order by attname) from pg_attribute where attrelid = indrelid and attnum = any(indkey))
        = array['category', 'categoryval', 'event']`.execute(db)
  return rows.length > 0
}

/** What the database's clock says; role and database as SQL writes them. */
export interface ClockFacts {
  /** Milliseconds since 1970. */
  now: number
  halfYear: number
  /** Offsets of the session's time zone, in seconds east of Greenwich, now and in half a year. */
  offset: number
  offsetThen: number
  timeZone: string
  role: string
  database: string
}

const HALF_YEAR_DAYS = 182

export const clockFacts = (db: Db): Promise<ClockFacts> =>
  oneRow(
    db,
    sql`
    select extract(epoch from clock_timestamp())::float8 * 1000 as now,
      ${HALF_YEAR_DAYS}::int * 86400000::float8 as "halfYear",
      extract(timezone from clock_timestamp())::int as offset,
      extract(timezone from clock_timestamp() + ${HALF_YEAR_DAYS}::int * interval '1 day')::int as "offsetThen",
      current_setting('TimeZone') as "timeZone", quote_ident(current_user) as role,
      quote_ident(current_database()) as database`,
  )

export interface MissingColumn {
  table: string
  column: string
  tableExists: boolean
}

/** The columns that this database lacks, in the order of the tables. */
export async function missingColumns(db: Db, columns: Columns): Promise<MissingColumn[]> {
  const wanted = Object.entries(columns).flatMap(([table, names]) => Object.keys(names).map((name) => [table, name]))
  const {rows} = await sql<MissingColumn>`
    select wanted.table, wanted.column, to_regclass(wanted.table) is not null as "tableExists"
    from unnest(${wanted.map(([table]) => table)}::text[], ${wanted.map(([, name]) => name)}::text[])
      with ordinality wanted("table", "column", place)
    left join pg_catalog.pg_attribute found
      on found.attrelid = to_regclass(wanted.table) and found.attname = wanted.column and not found.attisdropped
    where found.attname is null
    order by wanted.place`.execute(db)
  return rows
}

/** Do our tables hold any data for applications? */
export async function holdsData(db: Db): Promise<boolean> {
  const {there} = await db
    .selectNoFrom((eb) =>
      eb
        .or([
          eb.exists(eb.selectFrom('callback_list').select('callback_list.uuid')),
          eb.exists(eb.selectFrom('user_profile').select('user_profile.user_id')),
        ])
        .as('there'),
    )
    .executeTakeFirstOrThrow()
  return Boolean(there)
}
