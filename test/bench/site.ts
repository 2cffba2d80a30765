import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {readSiteYaml} from '../../src/formats/site-yaml.ts'
import type {Bench} from './bench.ts'
import {fillXivo} from './centre.ts'
import type {Contestant, Standing} from './contest.ts'
import {type Goal, spread} from './figures.ts'
import {findPsql} from './psql.ts'

const run = promisify(execFile)

/** `site export`, and `site apply` of one change, against psql that reads the same rows: every user has rights on 50 queues. */
export const siteBench: Bench = async function* (server, {against}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  await fillXivo(server)
  for (const statement of everybody) await server.query(statement)
  const {script} = server.program
  const output = join(server.directory, 'site')
  const file = join(server.directory, 'site.yaml')
  const env = {XIVOCTL_DATABASE_URL: server.url, XIVOCTL_SOUNDS_DIR: server.directory}
  await run(process.execPath, [script, 'site', 'export', file], {env})
  const contestant = (name: string, command: string, argv: string[], read: (text: string) => string[]): Contestant => ({
    name,
    program: {command, argv, env, output},
    outcome: async () => digestOf(read(await readFile(output, 'utf8'))),
  })
  const exporting = (name: string, script: string) =>
    contestant(name, process.execPath, [script, 'site', 'export'], rightsInYaml)
  const queries = reads.flatMap((query) => ['-c', query])
  yield {
    text: 'Whole processes, standard output to a file. The floor is `psql` with queries that read the same rows; an apply finds one right that is missing.',
    goals,
    contest: {
      title: 'site, 5,000 users with rights on 50 queues each',
      floor: contestant('psql', psql, ['-X', '-q', '-At', '-F', '\t', '-d', server.url, ...queries], rightsOfPsql),
      others: [
        exporting('site export', script),
        {
          name: 'site apply of 1 change',
          program: {command: process.execPath, argv: [script, 'site', 'apply', file, '--yes'], env, output},
          prepare: async () =>
            void (await server.query('delete from xivoctl.user_right where user_id = 10007 and object_id = 1050')),
          outcome: async () => digestOf((await server.query<{text: string}>(given)).map(({text}) => text)),
        },
        ...against.map((other) => exporting(`site export of ${other}`, other)),
      ],
    },
  }
}

const everybody = [
  `insert into xivoctl.user_profile select 10000 + i, 'supervisor', true, false from generate_series(1, 5000) i
   on conflict (user_id) do update set type = 'supervisor'`,
  `insert into xivoctl.user_right
   select 10000 + i, 'queue', 1001 + n, 'file_' || 1 + n
   from generate_series(1, 5000) i, generate_series(0, 49) place, lateral (select (i * 7 + place * 6) % 300 as n) queue`,
  'vacuum analyze',
]

const reads = [
  'select id, firstname, lastname, loginclient from public.userfeatures order by id',
  'select user_id, type, recording_access, dissuasion_access from xivoctl.user_profile order by user_id',
  'select user_id, kind, object_id, object_name from xivoctl.user_right order by user_id, kind, object_id',
  'select id, name from public.queuefeatures order by id',
  'select id, name from public.agentgroup order by id',
  'select id, name from public.groupfeatures order by id',
  'select typeval, exten, context from public.extensions order by id',
  'select uuid, name, queue_id from xivoctl.callback_list order by name',
  'select uuid, name, period_start, period_end, "default" from xivoctl.preferred_callback_period order by name',
  `select categoryval, action, actionarg1, actionarg2, linked from public.dialaction
   where event = 'chanunavail' and category = 'queue' order by categoryval`,
]

const given = `select loginclient || ' ' || object_name as text
  from xivoctl.user_right join public.userfeatures on id = user_id where kind = 'queue'`

function rightsInYaml(text: string): string[] {
  const read = readSiteYaml(text)
  const profiles = 'document' in read ? read.document.profiles : undefined
  return [...(profiles ?? [])].flatMap(([login, {queues = []}]) => queues.map((queue) => `${login} ${queue}`))
}

function rightsOfPsql(text: string): string[] {
  const rows = text.split('\n').map((line) => line.split('\t'))
  const logins = new Map(rows.map(([id, , , login]) => [id, login]).reverse() as [string, string][])
  return rows
    .filter((row) => row.length === 4 && row[1] === 'queue')
    .map(([id = '', , , queue]) => `${logins.get(id)} ${queue}`)
}

const digestOf = (rights: readonly string[]) =>
  `${rights.length} rights, ${createHash('sha256')
    .update([...rights].sort().join('\n'))
    .digest('hex')}`

function goals([, exported, applied]: Standing[]): Goal[] {
  if (!exported || !applied) return []
  const ratio = spread(
    applied.cells.map(({milliseconds}, round) => milliseconds / (exported.cells[round]?.milliseconds ?? 0)),
  )
  return [
    {what: 'time of site export, s', value: exported.milliseconds.median / 1000, goal: 1.5},
    {what: 'time of site export / floor', value: exported.ratio.median, goal: 1.5},
    {what: 'time of site apply / site export', value: ratio.median, goal: 1.3},
    {what: 'peak memory, MB', value: Math.max(exported.peakMegabytes, applied.peakMegabytes), goal: 120},
  ]
}
