import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {createReadStream} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {findPsql} from './psql.ts'
import {writeSampleCsv} from './sample-csv.ts'
import {list} from './server.ts'

const run = promisify(execFile)
const sizes = [100_000, 1_000_000]

/** `callbacks export` against psql: `\copy … to` for CSV, `-At -c` of `row_to_json` for NDJSON. */
export const exportBench: Bench = async function* (server, {rows = sizes, against}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const xivoctl = server.program.script
  const env = {XIVOCTL_DATABASE_URL: server.url}
  const [target] = await server.query<{uuid: string}>('select uuid from xivoctl.callback_list where name = $1', [list])
  for (const size of rows) {
    const file = join(server.directory, `${size}.csv`)
    await writeSampleCsv(file, size)
    await server.query('truncate xivoctl.callback_request')
    await run(process.execPath, [xivoctl, 'callbacks', 'import', list, file], {env})
    await server.query('vacuum analyze xivoctl.callback_request')
    for (const format of ['CSV', 'NDJSON'] as const) {
      const output = join(server.directory, 'export')
      const contestant = (name: string, command: string, argv: string[]): Contestant => ({
        name,
        program: {command, argv, env, output},
        outcome: () => linesOf(output),
      })
      const query = format === 'CSV' ? csvQuery(target?.uuid ?? '') : jsonQuery(target?.uuid ?? '')
      const argv = ['callbacks', 'export', list, ...(format === 'CSV' ? [] : ['--ndjson'])]
      yield {
        text: texts[format],
        goals: (standings) => goals(format, standings),
        contest: {
          title: `export, ${format}, ${size.toLocaleString('en')} rows`,
          floor: contestant('psql', psql, ['-X', '-q', '-At', '-d', server.url, '-c', query]),
          others: [
            contestant('xivoctl', process.execPath, [xivoctl, ...argv]),
            ...against.map((script) => contestant(script, process.execPath, [script, ...argv])),
          ],
        },
      }
    }
  }
}

const texts = {
  CSV: 'Whole processes, standard output to a file. The floor is `psql -c "\\copy (select …) to stdout"` with the same rows in the same order.',
  NDJSON:
    'Whole processes, standard output to a file. The floor is `psql -At -c` of `row_to_json` with the same rows in the same order.',
}

const csvQuery = (listUuid: string) =>
  `\\copy (select phone_number as "phoneNumber", mobile_phone_number as "mobilePhoneNumber", first_name as "firstName", last_name as "lastName", company, description, to_char(due_date, 'YYYY-MM-DD') as "dueDate", period.name as period from xivoctl.callback_request request join xivoctl.preferred_callback_period period on period.uuid = preferred_period_uuid where not clotured and list_uuid = '${listUuid}' order by 7, 1, 2, 3, 4, 5, 6, 8) to stdout with (format csv, delimiter '|', header, force_quote ("firstName", "lastName", company, description, period))`

const jsonQuery = (listUuid: string) => `
  select json_strip_nulls(row_to_json(callback)) from (
    select r.uuid, r.list_uuid as "listUuid", r.phone_number as "phoneNumber", r.mobile_phone_number as "mobilePhoneNumber",
      r.first_name as "firstName", r.last_name as "lastName", r.company, r.description,
      r.preferred_period_uuid as "preferredPeriodUuid", r.due_date as "dueDate", l.queue_id as "queueId", r.clotured,
      json_build_object('uuid', p.uuid, 'name', p.name, 'periodStart', p.period_start, 'periodEnd', p.period_end,
        'default', p."default") as "preferredPeriod",
      l.name as "listName", q.name as "queueName",
      to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      to_char(r.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "closedAt"
    from xivoctl.callback_request r
    join xivoctl.callback_list l on l.uuid = r.list_uuid
    left join public.queuefeatures q on q.id = l.queue_id
    join xivoctl.preferred_callback_period p on p.uuid = r.preferred_period_uuid
    where not r.clotured and r.list_uuid = '${listUuid}'
    order by r.due_date, r.uuid
  ) callback`

/** How many lines a file has, and its hash. */
async function linesOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  let lines = 0
  const stream = createReadStream(path).on('data', (bytes) => {
    hash.update(bytes)
    for (let at = bytes.indexOf('\n'); at !== -1; at = bytes.indexOf('\n', at + 1)) lines++
  })
  await once(stream, 'close')
  return `${lines} lines, ${hash.digest('hex')}`
}

function goals(format: 'CSV' | 'NDJSON', [, subject]: Standing[]): Goal[] {
  if (!subject) return []
  return [
    {what: 'time / floor', value: subject.ratio.median, goal: format === 'CSV' ? 1.1 : 1.15},
    {what: 'peak memory, MB', value: subject.peakMegabytes, goal: 110},
  ]
}
