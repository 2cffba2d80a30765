import type {Readable} from 'node:stream'
import {type RawBuilder, sql} from 'kysely'
import type pg from 'pg'
import {to} from 'pg-copy-streams'
import {callbackFields} from '../formats/callback-fields.ts'
import {isoDate} from './callbacks.ts'
import type {Trx} from './transact.ts'

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
      'request.phone_number as phoneNumber',
      'request.mobile_phone_number as mobilePhoneNumber',
      'request.first_name as firstName',
      'request.last_name as lastName',
      'request.company as company',
      'request.description as description',
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

/** The ongoing requests of these lists, one JSON object a line, as the API shows them. */
export function copyListsAsJson(
  trx: Trx,
  client: pg.PoolClient,
  schema: string,
  listUuids: readonly string[],
): Readable {
  const table = (name: string) => sql.table(`${schema}.${name}`)
  const rows = sql`
    select ${callbackJson}
    from ${table('callback_request')} r
    join ${table('callback_list')} l on l.uuid = r.list_uuid
    join (${periodsAsJson(schema)}) p on p.uuid = r.preferred_period_uuid
    where not r.clotured and r.list_uuid in (${sql.join(listUuids.map((uuid) => sql.lit(uuid)))})
    order by ${listUuids.length > 1 ? sql`l.name, l.uuid, ` : sql``}r.due_date, r.uuid`
  // JSON holds no raw control character, so with these as quote and delimiter COPY's CSV leaves it untouched.
  return stream(trx, client, sql`copy (${rows}) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')`)
}

/** A request `r` of the list `l` with its period `p`, as text: put together by hand, which takes the server half of what row_to_json and json_strip_nulls do. */
const callbackJson = sql`concat(
  '{"uuid":"', r.uuid, '","listUuid":"', r.list_uuid,
  '"', ',"phoneNumber":' || to_json(r.phone_number),
  ',"mobilePhoneNumber":' || to_json(r.mobile_phone_number),
  ',"firstName":' || to_json(r.first_name),
  ',"lastName":' || to_json(r.last_name),
  ',"company":' || to_json(r.company),
  ',"description":' || to_json(r.description),
  ',"preferredPeriodUuid":"', p.uuid, '","dueDate":', to_json(r.due_date), ',"queueId":', l.queue_id,
  case when r.clotured then ',"clotured":true' else ',"clotured":false' end, ',"preferredPeriod":', p.json, '}')`

const periodsAsJson = (schema: string) => sql`
  select uuid, concat('{"uuid":"', uuid, '","name":', to_json(name), ',"periodStart":"', period_start,
    '","periodEnd":"', period_end, case when "default" then '","default":true}' else '","default":false}' end) as json
  from ${sql.table(`${schema}.preferred_callback_period`)} offset 0`

/** COPY takes no parameters: the statements above hold literals only. */
function stream(trx: Trx, client: pg.PoolClient, statement: RawBuilder<unknown>): Readable {
  return client.query(to(statement.compile(trx).sql))
}

/** Ends a connection in the middle of what it is doing. */
export function dropConnection(client: pg.PoolClient): void {
  void (client as unknown as pg.Client).end().catch(() => {})
}
