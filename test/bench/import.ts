import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Bench} from './bench.ts'
import type {Contest, Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {findPsql} from './psql.ts'
import {writeSampleCsv} from './sample-csv.ts'
import {type BenchServer, list, makeTables} from './server.ts'

const sizes = [1_000, 100_000, 1_000_000]
const slowest = 'one INSERT a row'
const ROW_BY_ROW_ROUNDS = 2

const limits: Record<number, {goal: number; least?: number}> = {
  1000: {goal: 3},
  100000: {goal: 1.1, least: 1.25},
  1000000: {goal: 1, least: 1.1},
}

/**
 * `callbacks import` against psql with a temporary table, and against one INSERT a row. Another build takes part with tables of
 * its own; the floor is then psql with the tables of the first of them.
 */
export const importBench: Bench = async function* (server, {rows = sizes, only, against}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const others = against.map((script, i) => ({script, schema: `other_${i + 1}`}))
  for (const {script, schema} of others) await makeTables(script, {url: server.url, schema})
  const floorSchema = others[0]?.schema ?? 'xivoctl'
  for (const size of rows) {
    const file = join(server.directory, `${size}.csv`)
    await writeSampleCsv(file, size)
    const [target] = await server.query<{uuid: string}>(
      `select uuid from ${floorSchema}.callback_list where name = $1`,
      [list],
    )
    const script = join(server.directory, `${size}.sql`)
    await writeFile(script, floorScript(file, floorSchema, target?.uuid ?? ''))
    const xivoctl = (name: string, program: string, schema = 'xivoctl'): Contestant => ({
      name,
      program: {
        command: process.execPath,
        argv: [program, 'callbacks', 'import', list, file],
        env: {XIVOCTL_DATABASE_URL: server.url, XIVOCTL_DATABASE_SCHEMA: schema},
      },
      ...tablesIn(server, schema),
    })
    const floor: Contestant = {
      name: 'psql',
      program: {command: psql, argv: ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script, '-d', server.url]},
      ...tablesIn(server, floorSchema),
    }
    const contest: Contest = {
      title: `import, ${size.toLocaleString('en')} rows`,
      floor,
      others: [xivoctl('xivoctl', server.program.script)],
    }
    if (size === 100_000 && !only) contest.others.push(rowByRow(server, file, tablesIn(server, 'xivoctl')))
    for (const {script, schema} of others) contest.others.push(xivoctl(script, script, schema))
    yield {contest, text, goals: (standings) => goals(size, standings, against)}
  }
}

export const tablesIn = (server: BenchServer, schema: string): Pick<Contestant, 'prepare' | 'outcome'> => ({
  prepare: () => prepare(server, schema),
  outcome: () => outcome(server, schema),
})

const text =
  'Whole processes, including COMMIT, into an empty table. The floor, which others are compared with, is `psql` doing `\\copy` into a temporary table and `INSERT … SELECT` joining the periods.'

/** The same rows, one transaction, the same table with its constraints and indexes. */
const floorScript = (file: string, schema: string, listUuid: string) => `\
begin;
create temporary table incoming (
  phone_number text, mobile_phone_number text, first_name text, last_name text, company text, description text,
  due_date date, period text
) on commit drop;
\\copy incoming from '${file}' with (format csv, delimiter '|', header)
insert into ${schema}.callback_request (
  uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description,
  preferred_period_uuid, due_date
)
select gen_random_uuid(), '${listUuid}', phone_number, mobile_phone_number, first_name, last_name, company, description,
  period.uuid, coalesce(due_date, current_date)
from incoming
left join ${schema}.preferred_callback_period period
  on period.name = coalesce(incoming.period, (select name from ${schema}.preferred_callback_period where "default"));
commit;
`

const rowByRow = (server: BenchServer, file: string, shared: Pick<Contestant, 'prepare' | 'outcome'>): Contestant => ({
  name: slowest,
  program: {
    command: process.execPath,
    argv: [fileURLToPath(new URL('row-by-row.js', import.meta.url)), server.url, list, file],
  },
  rounds: ROW_BY_ROW_ROUNDS,
  ...shared,
})

async function prepare({query}: BenchServer, schema: string): Promise<void> {
  await query(`truncate ${schema}.callback_request, ${schema}.callback_import`)
  await query('checkpoint')
}

/** Everything but the uuid, which is random, and the number of the run. */
async function outcome({query}: BenchServer, schema: string): Promise<string> {
  const [found] = await query<{rows: string; digest: string}>(`
    select count(*) as rows, md5(coalesce(sum(hashtextextended(row(list.name, phone_number, mobile_phone_number, first_name,
      last_name, company, description, period.name, due_date, clotured, changed_at)::text, 0)), 0)::text) as digest
    from ${schema}.callback_request
    join ${schema}.callback_list list on list.uuid = list_uuid
    join ${schema}.preferred_callback_period period on period.uuid = preferred_period_uuid`)
  return `${found?.rows} rows, ${found?.digest}`
}

function goals(size: number, standings: Standing[], against: readonly string[]): Goal[] {
  const [, subject] = standings
  const slow = standings.find(({name}) => name === slowest)
  if (!subject) return []
  const limit = limits[size]
  const others = standings.filter(({name}) => against.includes(name))
  return [
    ...(limit && others.length === 0 ? [{what: 'time / floor', value: subject.ratio.median, ...limit}] : []),
    ...others.flatMap((other) => [
      {what: `time / ${other.name}`, value: subject.milliseconds.median / other.milliseconds.median, goal: 0.7},
      {what: `peak memory / ${other.name}`, value: subject.peakMegabytes / other.peakMegabytes, goal: 1.15},
    ]),
    ...(size === 1_000_000 ? [{what: 'peak memory, MB', value: subject.peakMegabytes, goal: 130}] : []),
    ...(slow
      ? [
          {
            what: 'time / one INSERT a row',
            value: subject.milliseconds.median / slow.milliseconds.median,
            goal: 0.2,
          },
        ]
      : []),
  ]
}
