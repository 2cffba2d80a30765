import {sql} from 'kysely'
import type {Db} from './connect.ts'
import type {Tables} from './tables.ts'

type XivoTable = Extract<keyof Tables, `public.${string}`>

/** Every column of XiVO's that the queries name: one that `Tables` has and this lacks does not compile. */
const columns: {[T in XivoTable]: Record<keyof Tables[T], true>} = {
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
  'public.incall': {id: true, exten: true, context: true},
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

export interface ServerFacts {
  version: string
  role: string
  database: string
}

/** Who and where we are. */
export async function serverFacts(db: Db): Promise<ServerFacts> {
  const {rows} = await sql<ServerFacts>`
    select current_setting('server_version') as version, current_user as role, current_database() as database`.execute(
    db,
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('the query for the server gave no row')
  return facts
}

export interface MissingColumn {
  table: string
  column: string
  tableExists: boolean
}

/** The columns of XiVO's tables that this database lacks, in the order of the tables. */
export async function missingColumns(db: Db): Promise<MissingColumn[]> {
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

/** Is anything in our tables that an application could ask for? */
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
