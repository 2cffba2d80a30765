import {join} from 'node:path'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {jsonDigest} from './json-digest.ts'
import {startListener, token} from './listener.ts'
import {peakMegabytes} from './machine.ts'
import {findPsql} from './psql.ts'
import type {BenchServer} from './server.ts'

export const LISTS = 100
const sizes = [100_000]

/** `GET /callback_lists` of `serve`, fetched by curl, against psql with one json_agg; so many requests in 100 lists. */
export const listsBench: Bench = async function* (server, {rows = sizes}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  for (const size of rows) {
    await fill(server, size)
    const serve = await startListener(
      [server.program.script, 'serve', '--port', '0'],
      server.url,
      join(server.directory, 'serve.log'),
    )
    try {
      const output = join(server.directory, 'lists')
      const contestant = (name: string, command: string, argv: string[]): Contestant => ({
        name,
        program: {command, argv, output},
        outcome: () => jsonDigest(output),
      })
      const url = `${serve.url}/configmgt/api/1.0/callback_lists`
      yield {
        text: 'Whole processes, standard output to a file: curl queries a running server, psql the database.',
        goals: (standings) => goals(standings, peakMegabytes(serve.pid)),
        contest: {
          title: `GET /callback_lists, ${LISTS} lists with ${(size / LISTS).toLocaleString('en')} requests each`,
          floor: contestant('psql', psql, ['-X', '-q', '-At', '-d', server.url, '-c', floorQuery]),
          others: [contestant('curl, xivoctl serve', 'curl', ['-sS', '--fail', '-H', `X-Auth-Token: ${token}`, url])],
        },
      }
    } finally {
      await serve.stop()
    }
  }
}

export async function fill(server: BenchServer, size: number): Promise<void> {
  await server.query('truncate xivoctl.callback_request, xivoctl.callback_list')
  await server.query(sampleLists, [LISTS])
  await server.query(sampleRequests, [size / LISTS])
  await server.query('vacuum analyze xivoctl.callback_request')
}

const sampleLists = `
  insert into xivoctl.callback_list
  select gen_random_uuid(), 'Relances été ' || i, 1 + i % 7 from generate_series(1, $1::int) i`

const sampleRequests = `
  insert into xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company,
    description, preferred_period_uuid, due_date)
  select gen_random_uuid(), list.uuid, '02' || lpad(i::text, 8, '0'), case when i % 3 > 0 then '06' || lpad(i::text, 8, '0') end,
    'Élodie', 'L''Hôpital ' || i, case when i % 3 = 0 then '"Dupont | Fils"' end, case when i % 4 = 0 then 'Facture de mars' end,
    period.uuid, date '2026-01-01' + i * 7 % 300
  from generate_series(1, $1::int) i, xivoctl.callback_list list, (
    select uuid, row_number() over () as place, count(*) over () as places from xivoctl.preferred_callback_period
  ) period
  where i % places = place - 1`

const floorQuery = `
  select json_agg(json_build_object('uuid', list.uuid, 'name', list.name, 'queueId', list.queue_id,
    'callbacks', coalesce(requests.callbacks, '[]')) order by list.name, list.uuid)
  from xivoctl.callback_list list
  left join (
    select request.list_uuid, json_agg(json_strip_nulls(json_build_object(
      'uuid', request.uuid, 'listUuid', request.list_uuid, 'phoneNumber', request.phone_number,
      'mobilePhoneNumber', request.mobile_phone_number, 'firstName', request.first_name, 'lastName', request.last_name,
      'company', request.company, 'description', request.description, 'preferredPeriodUuid', request.preferred_period_uuid,
      'dueDate', request.due_date, 'queueId', list.queue_id, 'clotured', request.clotured,
      'preferredPeriod', json_build_object('uuid', period.uuid, 'name', period.name, 'periodStart', period.period_start,
        'periodEnd', period.period_end, 'default', period."default")
    )) order by request.due_date, request.uuid) as callbacks
    from xivoctl.callback_request request
    join xivoctl.callback_list list on list.uuid = request.list_uuid
    join xivoctl.preferred_callback_period period on period.uuid = request.preferred_period_uuid
    where not request.clotured
    group by request.list_uuid
  ) requests on requests.list_uuid = list.uuid`

function goals([, subject]: Standing[], megabytes: number): Goal[] {
  if (!subject) return []
  return [
    {what: 'time / floor', value: subject.ratio.median, goal: 1},
    {what: "peak memory of the server's process, MB", value: megabytes, goal: 160},
  ]
}
