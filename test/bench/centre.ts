import type {BenchServer} from './server.ts'

/** A large contact centre. */
const USERS = 5_000
const QUEUES = 300
const AGENTS = 3_000
const QUEUES_OF_AN_AGENT = 5
const LISTS = 500
export const CENTRE_REQUESTS = 2_000_000
/** Requests come in imports, each into one list. */
const REQUESTS_OF_AN_IMPORT = 1_000

/** XiVO's own tables of the centre, once: users of whom one in ten has a profile, queues, agents. Every run makes the same. */
export async function fillXivo({query}: BenchServer): Promise<void> {
  const [there] = await query('select from public.userfeatures where id = 10001')
  if (there === undefined) for (const statement of xivo) await query(statement)
}

/** Its lists and requests, in the tables that a build made in this schema. Every run makes the same, in either schema. */
export async function fillRequests({query}: BenchServer, schema: string, requests = CENTRE_REQUESTS): Promise<void> {
  const inSchema = (statement: string) => statement.replaceAll('SCHEMA', schema)
  const has = await query(
    `select from pg_attribute where attrelid = '${schema}.callback_request'::regclass and attname = 'phone_identity'`,
  )
  await query(inSchema('truncate SCHEMA.callback_request, SCHEMA.callback_list'))
  await query(inSchema(lists))
  await query(
    inSchema(has.length > 0 ? `${rows} select ${columns}, ${own} ${numbers}` : `${older} select ${columns} ${numbers}`),
    [requests],
  )
  await query(inSchema('vacuum (analyze) SCHEMA.callback_request'))
  await query(inSchema('analyze SCHEMA.callback_list'))
}

/** A row like the first, with other values. */
const copies = (table: string, key: string, count: number, values: string) => `
  insert into public.${table}
  select row.* from (select to_jsonb(first) as row from public.${table} first order by ${key} limit 1) model,
    generate_series(1, ${count}) i, jsonb_populate_record(null::public.${table}, model.row || jsonb_build_object(${values})) row`

const xivo = [
  `insert into public.func_key_template (id, private) select 10000 + i, true from generate_series(1, ${USERS}) i`,
  copies(
    'userfeatures',
    'id',
    USERS,
    `'id', 10000 + i, 'uuid', md5('user ' || i)::uuid, 'firstname', 'Prénom ' || i, 'lastname', 'Nom ' || i,
      'loginclient', 'user' || i, 'agentid', case when i <= ${AGENTS} then 10000 + i end, 'voicemailid', null, 'email', null,
      'func_key_private_template_id', 10000 + i`,
  ),
  `insert into xivoctl.user_profile
   select 10000 + i, case i % 30 when 0 then 'admin' when 10 then 'teacher' else 'supervisor' end, true, false
   from generate_series(10, ${USERS}, 10) i`,
  copies(
    'queuefeatures',
    'id',
    QUEUES,
    `'id', 1000 + i, 'name', 'file_' || i, 'displayname', 'File ' || i, 'number', 50000 + i`,
  ),
  copies('queue', 'name', QUEUES, `'name', 'file_' || i, 'category', 'queue'`),
  copies(
    'agentfeatures',
    'id',
    AGENTS,
    `'id', 10000 + i, 'firstname', 'Prénom ' || i, 'lastname', 'Nom ' || i, 'number', 20000 + i`,
  ),
  `insert into public.queuemember (queue_name, interface, penalty, usertype, userid, channel, category, position)
   select 'file_' || 1 + (i * 7 + place * 61) % ${QUEUES}, 'Agent/' || 20000 + i, 1, 'agent', 10000 + i, 'Agent', 'queue', place
   from generate_series(1, ${AGENTS}) i, generate_series(1, ${QUEUES_OF_AN_AGENT}) place`,
  'vacuum analyze',
]

const lists = `
  insert into SCHEMA.callback_list (uuid, name, queue_id)
  select md5('list ' || i)::uuid, 'Relances ' || i, 1000 + 1 + i % ${QUEUES} from generate_series(1, ${LISTS}) i`

const older = `
  insert into SCHEMA.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company,
    description, preferred_period_uuid, due_date, clotured, changed_at)`

const rows = older.replace('changed_at)', 'changed_at, phone_identity, mobile_phone_identity, created_at, closed_at)')

const columns = `
  md5('request ' || i)::uuid, md5('list ' || import % ${LISTS} + 1)::uuid, phone, mobile, 'Prénom ' || chance % 500,
  'Nom ' || chance / 500 % 20000, case when i % 3 = 0 then 'Société ' || chance % 1000 end,
  case when i % 4 = 0 then 'Facture de mars' end, period.uuid, day + 1 + (chance / 7 % 30)::int, is_closed,
  case when is_closed then day + 10 end`

const own = `
  case when phone like '0%' then ('33' || substr(phone, 2))::bigint else 0 end, ('33' || substr(mobile, 2))::bigint, day,
  case when is_closed then day + 10 end`

/** Two years of imports up to today; one number in a hundred is short, and three requests in four are closed. */
const numbers = `
  from (
    select i, chance, import, current_date - 730 + (i * 730.0 / $1::int)::int as day, chance % 4 <> 0 as is_closed,
      case when i % 100 = 0 then (3000 + chance % 1000)::text
        else '02' || lpad((chance / 3 % 100000000)::text, 8, '0') end as phone,
      case when i % 3 > 0 then '06' || lpad((chance / 5 % 100000000)::text, 8, '0') end as mobile
    from (
      select i, i / ${REQUESTS_OF_AN_IMPORT} as import, hashint8extended(i, 1) & 9223372036854775807 as chance
      from generate_series(1, $1::int) i
    ) each
  ) request
  join (
    select uuid, row_number() over (order by name) as place, count(*) over () as places
    from SCHEMA.preferred_callback_period
  ) period on chance / 11 % places = place - 1`
