import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {digest} from './json-digest.ts'
import {findPsql} from './psql.ts'
import type {BenchServer} from './server.ts'

const LISTS = 100
const sizes = [2_000_000]
/** All of them. */
const period = {from: '2020-01-01', to: '2027-12-31'}

/** `callbacks report` against psql with the same numbers, of so many requests with half as many tickets again. */
export const callbacksReportBench: Bench = async function* (server, {rows = sizes}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  for (const size of rows) {
    await fill(server, size)
    const output = join(server.directory, 'report')
    const contestant = (
      name: string,
      command: string,
      argv: string[],
      numbersIn: (text: string) => Numbers[],
    ): Contestant => ({
      name,
      program: {command, argv, env: {XIVOCTL_DATABASE_URL: server.url}, output},
      outcome: async () => digest(inOrder(numbersIn(await readFile(output, 'utf8')))),
    })
    const argv = [server.program.script, 'callbacks', 'report', '--from', period.from, '--to', period.to, '--json']
    yield {
      text: 'Whole processes, standard output to a file. psql sends one query for the numbers of every list, of all together, and of each status.',
      goals,
      contest: {
        title: `callbacks report, ${size.toLocaleString('en')} requests with ${(size * 1.5).toLocaleString('en')} tickets`,
        floor: contestant('psql', psql, ['-X', '-q', '-At', '-d', server.url, '-c', floorQuery], numbersOfPsql),
        others: [contestant('callbacks report --json', process.execPath, argv, numbersOfReport)],
      },
    }
  }
}

interface Numbers {
  uuid?: string
  status?: string
}

/** `union all` keeps no order. */
const inOrder = (rows: readonly Numbers[]) =>
  [...rows].sort((a, b) => (`${a.uuid} ${a.status}` < `${b.uuid} ${b.status}` ? -1 : 1))

const numbersOfPsql = (text: string): Numbers[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** A row for each list, one for all together, and one for each status. */
function numbersOfReport(text: string): Numbers[] {
  const report = JSON.parse(text)
  return [...report.lists.map(withoutNames), withoutNames(report), ...report.statuses]
}

const names = ['name', 'queueId', 'lists', 'statuses', 'from', 'to', 'today', 'erasuresSince', 'postponementsSince']
const withoutNames = (row: object): Numbers =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !names.includes(field)))

/** Nine of ten are closed, one of seven was postponed, and three of four have tickets. */
async function fill(server: BenchServer, size: number): Promise<void> {
  for (const statement of [
    'truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.callback_ticket cascade',
    `insert into xivoctl.callback_list
      select gen_random_uuid(), 'Relances ' || i, 1 + i % 7 from generate_series(1, ${LISTS}) i`,
    `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, last_name, preferred_period_uuid, due_date, clotured,
        created_at, closed_at, attempts)
      select gen_random_uuid(), lists.uuids[1 + i % ${LISTS}], '02' || lpad(i::text, 8, '0'), 'Dupont ' || i, period.uuid,
        created::date + i % 6 + case when i % 7 = 0 then 3 else 0 end, i % 10 > 0, created,
        case when i % 10 > 0 then created + i % 9 * interval '1 day' end, (array[0, 2, 1, 3])[1 + i % 4]
      from (select i, now() - (i % 730 + 10) * interval '1 day' as created from generate_series(1, ${size}) i) request,
        (select array_agg(uuid) as uuids from xivoctl.callback_list) lists,
        (select uuid from xivoctl.preferred_callback_period limit 1) period`,
    'alter table xivoctl.callback_ticket disable trigger user',
    `insert into xivoctl.callback_ticket (uuid, request_uuid, list_uuid, list_name, queue_id, phone_number, due_date, status,
        closes, added_by, started_at, updated_at)
      select gen_random_uuid(), uuid, list_uuid, 'Relances', 3, phone_number,
        due_date - case when n = 1 and due_date - created_at::date > 5 then 3 else 0 end, (array['busy', 'voicemail', 'answered'])[n],
        n = attempts and clotured, 'bench', created_at + n * interval '2 hours', created_at + n * interval '2 hours'
      from xivoctl.callback_request, generate_series(1, 3) n where n <= attempts`,
    'alter table xivoctl.callback_ticket enable trigger user',
    'vacuum analyze xivoctl.callback_request, xivoctl.callback_ticket',
  ]) {
    await server.query(statement)
  }
}

const within = (column: string) => `${column} between '${period.from}' and '${period.to}'`

const floorQuery = `
  with known as (
    select uuid, at, (before ->> 'due_date')::date as due_date from xivoctl.journal_request
    where before ->> 'due_date' <> after ->> 'due_date'
    union all select request_uuid, started_at, due_date from xivoctl.callback_ticket
  ), first as (
    select distinct on (uuid) uuid, due_date from known order by uuid, at
  ), request as (
    select list_uuid, clotured, attempts, request.due_date, created_at::date as arrival, closed_at::date as closing,
      coalesce(first.due_date, request.due_date) as promise, created_at is null or clotured and closed_at is null as undated
    from xivoctl.callback_request request left join first using (uuid)
  ), numbers as (
    select list_uuid as uuid,
      count(*) filter (where ${within('arrival')}) as arrived,
      count(*) filter (where ${within('closing')}) as closed,
      count(*) filter (where ${within('closing')} and attempts > 0) as with_ticket,
      percentile_disc(0.5) within group (order by closing - arrival) filter (where ${within('closing')}) as median,
      count(*) filter (where ${within('promise')} and (closing is not null or not clotured)) as promises,
      count(*) filter (where ${within('promise')} and closing <= promise) as kept,
      count(*) filter (where ${within('promise')} and not clotured and promise >= current_date) as pending,
      count(*) filter (where ${within('promise')} and due_date > promise) as postponed,
      count(*) filter (where not clotured) as ongoing,
      count(*) filter (where not clotured and due_date < current_date) as overdue,
      min(arrival) filter (where not clotured) as oldest,
      count(*) filter (where undated) as undated
    from request group by grouping sets ((list_uuid), ())
  )
  (select json_strip_nulls(json_build_object('uuid', numbers.uuid, 'arrived', arrived, 'closed', closed,
    'closedWithTicket', with_ticket, 'medianDays', median, 'promises', promises, 'kept', kept,
    'broken', promises - kept - pending, 'pending', pending, 'postponed', postponed, 'ongoing', ongoing, 'overdue', overdue,
    'oldest', oldest, 'undated', undated))
  from numbers left join xivoctl.callback_list list on list.uuid = numbers.uuid
  )
  union all (
    select json_build_object('status', status, 'attempts', count(*), 'closings', count(*) filter (where closes))
    from xivoctl.callback_ticket where started_at >= '${period.from}' and started_at < date '${period.to}' + 1
    group by status
  )`

function goals([, subject]: Standing[]): Goal[] {
  if (!subject) return []
  return [
    {what: 'time / floor', value: subject.ratio.median, goal: 1.5},
    {what: 'peak memory, MB', value: subject.peakMegabytes, goal: 80},
  ]
}
