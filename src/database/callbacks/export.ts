import type {Readable} from 'node:stream'
import {type RawBuilder, sql} from 'kysely'
import type pg from 'pg'
import {to} from 'pg-copy-streams'
import {callbackFields, personalFields, requestFields} from '../../formats/request-fields.ts'
import type {Trx} from '../connection/transact.ts'
import {isoDate} from '../iso.ts'
import {callbackJson, periodsAsJson} from './json.ts'

/**
 * The ongoing requests of a list as CSV, in the eight columns that import reads, by due date and then by what they say:
 * the same requests give the same bytes. The texts are quoted always: COPY alone leaves ` Doe` bare, and import would trim it.
 */
export function copyListAsCsv(trx: Trx, client: pg.PoolClient, listUuid: string): Readable {
  const texts = ['firstName', 'lastName', 'company', 'description', 'period']
  let rows = trx
    .selectFrom('callback_request as request')
    .innerJoin('preferred_callback_period as period', 'period.uuid', 'request.preferred_period_uuid')
    .select([
      ...personalFields.map((field) => `${requestFields[field].column} as ${field}` as const),
      isoDate('request.due_date').as('dueDate'),
      'period.name as period',
    ])
    .where('request.clotured', '=', sql.lit(false))
    .where('request.list_uuid', '=', sql.lit(listUuid))
  for (const field of new Set(['dueDate', ...callbackFields])) rows = rows.orderBy(sql.ref(field))
  const quoted = sql.join(texts.map((name) => sql.ref(name)))
  return stream(
    trx,
    client,
    sql`copy (${rows}) to stdout with (format csv, delimiter '|', header, force_quote (${quoted}))`,
  )
}

/** The ongoing requests of these lists, one JSON object a line. */
export function copyListsAsJson(
  trx: Trx,
  client: pg.PoolClient,
  schema: string,
  listUuids: readonly string[],
  json = callbackJson(),
): Readable {
  const table = (name: string) => sql.table(`${schema}.${name}`)
  return streamJson(
    trx,
    client,
    sql`
      select ${json}
      from ${table('callback_request')} request
      join ${table('callback_list')} list on list.uuid = request.list_uuid
      left join public.queuefeatures queue on queue.id = list.queue_id
      join ${periodsAsJson(schema)} shown on shown.uuid = request.preferred_period_uuid
      where not request.clotured and request.list_uuid in (${sql.join(listUuids.map((uuid) => sql.lit(uuid)))})
      order by ${listUuids.length > 1 ? sql`list.name, list.uuid, ` : sql``}request.due_date, request.uuid`,
  )
}

/** Deletes the requests of a list and gives them as they were, closed ones included, one JSON object a line. */
export function copyRemovedAsJson(trx: Trx, client: pg.PoolClient, schema: string, listUuid: string): Readable {
  const table = (name: string) => sql.table(`${schema}.${name}`)
  return streamJson(
    trx,
    client,
    sql`
      with request as (delete from ${table('callback_request')} where list_uuid = ${sql.lit(listUuid)} returning *)
      select ${callbackJson()}
      from request
      join ${table('callback_list')} list on list.uuid = request.list_uuid
      join ${periodsAsJson(schema)} shown on shown.uuid = request.preferred_period_uuid
      order by request.due_date, request.uuid`,
  )
}

/**
 * Every list with its ongoing requests as pieces of one JSON array, which lacks its end; nothing at all when there is no list.
 * In `order`, the uuids of those that are wanted, or by name. A line holds one request at most; `[` or `]},` at its beginning
 * begins a list.
 * A list's place among the lists is sorted by, not its name: comparing names is what takes long.
 */
export function copyEveryListAsJson(
  trx: Trx,
  client: pg.PoolClient,
  schema: string,
  {withRequest, order}: {withRequest: boolean; order?: readonly string[] | undefined},
): Readable {
  const table = (name: string) => sql.table(`${schema}.${name}`)
  const head = sql`concat(case when list.place = 1 then '[' else ']},' end,
    '{"uuid":"', list.uuid, '","name":', to_json(list.name), ',"queueId":', list.queue_id, ',"callbacks":[')`
  const lists = withRequest
    ? sql`where exists (select from ${table('callback_request')} request where list_uuid = list.uuid and not clotured)`
    : sql``
  const wanted = order
    ? sql`join unnest(${sql.lit(`{${order.join(',')}}`)}::uuid[]) with ordinality wanted (uuid, place) using (uuid)`
    : sql``
  return streamJson(
    trx,
    client,
    sql`
      select concat(
        case when lag(list.place) over neighbours is distinct from list.place then ${head} else ',' end,
        case when request.uuid is not null then ${callbackJson()} end)
      from (
        select uuid, name, queue_id, row_number() over (order by ${order ? sql`wanted.place` : sql`name, uuid`}) as place
        from ${table('callback_list')} list ${wanted} ${lists}
      ) list
      left join (
        ${table('callback_request')} request
        join ${periodsAsJson(schema)} shown on shown.uuid = request.preferred_period_uuid
      ) on request.list_uuid = list.uuid and not request.clotured
      window neighbours as (order by list.place, request.due_date, request.uuid)
      order by list.place, request.due_date, request.uuid`,
  )
}

/** JSON holds no raw control character, so with these as quote and delimiter COPY's CSV leaves it untouched. */
function streamJson(trx: Trx, client: pg.PoolClient, rows: RawBuilder<unknown>): Readable {
  return stream(trx, client, sql`copy (${rows}) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')`)
}

/** COPY takes no parameters: the statements above hold literals only. */
function stream(trx: Trx, client: pg.PoolClient, statement: RawBuilder<unknown>): Readable {
  const output = client.query(to(statement.compile(trx).sql))
  // Its reader sees the error, and may not be reading yet.
  return output.on('error', () => {})
}
