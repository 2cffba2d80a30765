import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Bench} from './bench.ts'
import {CENTRE_REQUESTS, fillRequests, fillXivo} from './centre.ts'
import type {Contestant, Standing} from './contest.ts'
import {type Goal, spread} from './figures.ts'
import {findPsql} from './psql.ts'
import {makeTables} from './server.ts'

/** A command that reads, and the query whose answer is the same. */
interface Reading {
  argv: string[]
  query: string
  /** What must be the same in the output of all; all of it when left out. */
  same?: RegExp
  /** For other builds: how they are asked the same, and what part of their time is the goal. */
  earlier?: {argv: string[]; goal: number}
  /** The most memory. */
  megabytes?: number
  rounds?: number
}

/** Reading commands in a contact centre of 2,000,000 requests, against psql; other builds take part with tables of their own. */
export const readsBench: Bench = async function* (server, {rows: [requests = CENTRE_REQUESTS] = [], against}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const others = against.map((script, i) => ({script, schema: `earlier_${i + 1}`}))
  for (const {script, schema} of others) await makeTables(script, {url: server.url, schema})
  await fillXivo(server)
  for (const schema of ['xivoctl', ...others.map(({schema}) => schema)]) await fillRequests(server, schema, requests)
  const [some] = await server.query<{number: string}>(
    `select min(number) as number from (
      select phone_number as number from xivoctl.callback_request where phone_number like '0%' group by 1 having count(*) = 1
    ) single`,
  )
  const output = join(server.directory, 'reading')
  for (const {argv, query, same, earlier, megabytes, rounds} of readings(some?.number ?? '')) {
    const contestant = (name: string, command: string, argv: string[], schema = 'xivoctl'): Contestant => ({
      name,
      program: {
        command,
        argv,
        env: {
          XIVOCTL_DATABASE_URL: server.url,
          XIVOCTL_DATABASE_SCHEMA: schema,
          XIVOCTL_SOUNDS_DIR: server.directory,
        },
        output,
      },
      outcome: async () => digestOf(await readFile(output, 'utf8'), same),
    })
    yield {
      text: 'Whole processes, standard output to a file. The floor is `psql` with a query that has the same answer. If the server answers it in less than 0.1 s, there is no goal for the ratio.',
      ...(rounds !== undefined && {rounds}),
      goals: (standings) => goals(standings, {...earlier, megabytes}),
      contest: {
        title: `${argv.join(' ')}, ${requests.toLocaleString('en')} requests`,
        floor: contestant('psql', psql, ['-X', '-q', '-At', '-F', ',', '-d', server.url, '-c', query]),
        others: [
          contestant('xivoctl', process.execPath, [server.program.script, ...argv]),
          ...(earlier ? others : []).map(({script, schema}) =>
            contestant(
              `${script} ${earlier?.argv.join(' ')}`,
              process.execPath,
              [script, ...(earlier?.argv ?? [])],
              schema,
            ),
          ),
        ],
      },
    }
  }
}

/** Of all the parts that must be the same, whatever stands between them. */
function digestOf(text: string, same = /^.*$/gm): string {
  const parts = [...text.matchAll(same)].map(([part, ...groups]) => (groups.length > 0 ? groups.join() : part))
  return `${parts.length} parts, ${createHash('sha256').update(parts.join('\n')).digest('hex')}`
}

const uuidsAtTheEnd = /[0-9a-f-]{36}$/gm
const overdue = `not clotured and due_date < current_date`
const from = 'from xivoctl.callback_request request'

const readings = (number: string): Reading[] => [
  {
    argv: ['callbacks', 'find', '--phone', number],
    earlier: {argv: ['callbacks', 'find', '--filter', `phoneNumber = ${number}`], goal: 0.5},
    query: `${columns} ${from} ${joins} where ${isOf(number)} order by due_date, request.uuid`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'erase', '--phone', number, '--dry-run'],
    earlier: {argv: ['callbacks', 'erase', '--phone', number, '--dry-run'], goal: 0.5},
    query: `select list.name, count(*) filter (where not clotured), count(*) filter (where clotured), list.uuid
      ${from} ${joins} where ${isOf(number)} group by list.uuid order by list.name`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'find', '--limit', '100'],
    earlier: {argv: ['callbacks', 'find', '--limit', '100'], goal: 0.45},
    query: `${columns} ${from} ${joins} order by due_date, request.uuid limit 100`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'stats', 'Relances 77', '--csv'],
    earlier: {argv: ['callbacks', 'stats', 'Relances 77', '--csv'], goal: 0.15},
    query: `select due_date, count(*), list.uuid ${from} ${joins} where list.name = 'Relances 77' and not clotured
      group by due_date, list.uuid order by due_date`,
    same: /(\d{4}-\d\d-\d\d),(\d+)/g,
  },
  {
    argv: ['doctor'],
    earlier: {argv: ['doctor'], goal: 0.6},
    query: `select count(*), min(due_date) ${from} ${joins}
      where ${overdue} group by list.uuid order by list.name, list.uuid`,
    // It says more than a query.
    same: /(?!)/g,
  },
  {
    argv: ['callbacks', 'stats', '--csv'],
    query: `select list.name, queue.name, due_date, count(*), case when due_date < current_date then count(*) else 0 end, list.uuid
      ${from} ${joins} join public.queuefeatures queue on queue.id = list.queue_id where not clotured
      group by list.uuid, queue.name, due_date order by list.name, list.uuid, due_date`,
    same: /^Relances.*/gm,
    megabytes: 130,
    rounds: 3,
  },
  {
    argv: ['callbacks', 'lists', '--csv'],
    query: `select list.name, queue.name, (select count(*) ${from} where list_uuid = list.uuid and not clotured), list.uuid
      from xivoctl.callback_list list join public.queuefeatures queue on queue.id = list.queue_id order by list.name`,
    same: /^Relances.*/gm,
  },
  {
    argv: ['callbacks', 'find', '--overdue', '--limit', '100'],
    query: `${columns} ${from} ${joins} where ${overdue} order by due_date, request.uuid limit 100`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'find', '--filter', 'lastName = Nom 77', '--sort', 'dueDate:desc'],
    query: `${columns} ${from} ${joins} where last_name = 'Nom 77' order by due_date desc, request.uuid`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'find', '--list', 'Relances 77', '--ids'],
    query: `select request.uuid ${from} ${joins} where list.name = 'Relances 77' order by due_date, request.uuid`,
  },
  {
    argv: ['callbacks', 'person', '--phone', number],
    query: `${columns} ${from} ${joins} where ${isOf(number)} order by request.uuid`,
    same: uuidsAtTheEnd,
  },
  {
    argv: ['callbacks', 'find', '--ids'],
    query: `select uuid ${from} order by due_date, uuid`,
    megabytes: 130,
    rounds: 3,
  },
  {
    argv: ['callbacks', 'find', '--csv', '--columns', 'due,phone,mobile,uuid', '--no-headers'],
    query: `select due_date, phone_number, mobile_phone_number, uuid ${from} order by due_date, uuid`,
    megabytes: 130,
    rounds: 2,
  },
  {
    argv: ['callbacks', 'export', 'Relances 77', '--ndjson'],
    query: `select row_to_json(request)::text from (
        ${columns}, first_name, last_name, created_at ${from} ${joins}
        where not clotured and list.name = 'Relances 77' order by due_date, request.uuid) request`,
    same: /"uuid":"([0-9a-f-]{36})(?=","(?:listUuid|first_name))/g,
  },
  {
    argv: ['profiles', 'list', '--csv'],
    query: `select loginclient from public.userfeatures where loginclient like 'user%'`,
    same: /(?<=^|,)user1(?=,|$)/gm,
  },
  {
    argv: ['agents', 'list', '--csv'],
    query: `select number from public.agentfeatures order by length(number), number`,
    same: /^(?:20001)(?=,|$)/gm,
  },
  {
    argv: ['queues', 'list', '--csv'],
    query: `select name from public.queuefeatures order by name`,
    same: /(?<=^|,)file_77(?=,|$)/gm,
  },
]

const columns = `select due_date, period.name, phone_number, mobile_phone_number, first_name || ' ' || last_name, company, description,
  clotured, request.uuid`
const joins = `join xivoctl.callback_list list on list.uuid = list_uuid
  join xivoctl.preferred_callback_period period on period.uuid = preferred_period_uuid`
const isOf = (number: string) => `33${number.slice(1)} in (phone_identity, mobile_phone_identity)`

/** Where the server takes less than this, a process of Node that does nothing takes longer than all of psql: nothing to compare. */
const QUICK_SECONDS = 0.1

const serverSeconds = ({cells}: Standing) => spread(cells.map(({server}) => server)).median

function goals(
  standings: Standing[],
  {goal = Number.NaN, megabytes = 90}: {goal?: number | undefined; megabytes?: number | undefined},
): Goal[] {
  const [floor, subject, ...others] = standings
  if (!floor || !subject) return []
  return [
    ...others.map(({name, cells}) => ({
      what: `time / ${name}`,
      value: spread(subject.cells.map((cell, round) => cell.milliseconds / (cells[round]?.milliseconds ?? Number.NaN)))
        .median,
      goal,
    })),
    ...(serverSeconds(floor) < QUICK_SECONDS ? [] : [{what: 'time / floor', value: subject.ratio.median, goal: 2.5}]),
    {what: 'peak memory, MB', value: subject.peakMegabytes, goal: megabytes},
  ]
}
