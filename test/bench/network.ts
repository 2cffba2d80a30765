import {execFile} from 'node:child_process'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import {listenFarAway} from './far-away.ts'
import type {Goal} from './figures.ts'
import {tablesIn} from './import.ts'
import {findPsql} from './psql.ts'
import {writeSampleCsv} from './sample-csv.ts'
import {type BenchServer, list, makeTables} from './server.ts'
import {recordStatements} from './statements.ts'

const run = promisify(execFile)
const ROUNDS = 11
const ONE_WAY_MS = 10

/** A command, and how long it may take as multiples of psql's time and of another build's. */
interface Line {
  title: string
  argv: string[]
  isFar: boolean
  goals: {floor?: number; other: number}
  /** What a run leaves behind, and what goes before the next one. */
  tables: (output: string, schema: string) => Pick<Contestant, 'prepare' | 'outcome'>
}

/** Commands on a server that is 20 ms away, and over TLS, against psql with what they send in one message. */
export const networkBench: Bench = async function* (server, {against, only}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const builds = [
    {name: 'xivoctl', script: server.program.script, schema: 'xivoctl'},
    ...against.map((script, i) => ({name: script, script, schema: `network_${i + 1}`})),
  ]
  const envOf = (schema: string, url: string) => ({XIVOCTL_DATABASE_URL: url, XIVOCTL_DATABASE_SCHEMA: schema})
  for (const {script, schema} of builds.slice(1)) await makeTables(script, {url: server.url, schema})
  for (const {script, schema} of builds)
    await run(process.execPath, [script, ...setRights], {env: envOf(schema, server.url)})
  const far = await listenFarAway(server.url, ONE_WAY_MS)
  const output = join(server.directory, 'output')
  try {
    for (const {title, argv, isFar, goals, tables} of await lines(server)) {
      const url = isFar ? `${far.url}?sslmode=disable` : server.tlsUrl
      const own = tables(output, 'xivoctl')
      await own.prepare?.()
      const message = await messageOf(server, argv)
      yield {
        text: 'Whole processes, standard output to a file. The floor is `psql`, which sends the same statements in one message.',
        rounds: ROUNDS,
        goals: (standings) => judged(standings, goals),
        contest: {
          title: isFar ? `${title}, ${2 * ONE_WAY_MS} ms away` : `${title}, over TCP with TLS and SCRAM`,
          floor: {
            name: 'psql',
            program: {command: psql, argv: ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', message], output},
            ...own,
          },
          others: (only ? builds.slice(0, 1) : builds).map(({name, script, schema}) => ({
            name,
            program: {command: process.execPath, argv: [script, ...argv], env: envOf(schema, url), output},
            ...tables(output, schema),
          })),
        },
      }
    }
  } finally {
    await far.close()
  }
}

const setRights = ['rights', 'set', 'jbond', '--profile', 'admin']

async function lines(server: BenchServer): Promise<Line[]> {
  const file = join(server.directory, 'far.csv')
  await writeSampleCsv(file, 10)
  const users = await server.query<{login: string}>(
    `select loginclient as login from public.userfeatures where loginclient <> '' order by id`,
  )
  const logins = users.map(({login}) => login)
  const profiles = {title: 'profiles list', argv: ['profiles', 'list'], tables: shown(logins)}
  const rights = {title: 'rights get', argv: ['rights', 'get', 'jbond'], tables: shown(['admin'])}
  const change: Line['tables'] = (_, schema) => rightsIn(server, schema)
  const importing: Line['tables'] = (_, schema) => ({
    ...tablesIn(server, schema),
    prepare: () => emptied(server, schema),
  })
  return [
    {...profiles, isFar: true, goals: {floor: 1.8, other: 0.45}},
    {...rights, isFar: true, goals: {floor: 1.8, other: 0.45}},
    {title: 'rights set', argv: setRights, tables: change, isFar: true, goals: {floor: 2.6, other: 0.45}},
    {
      title: 'import of ten',
      argv: ['callbacks', 'import', list, file],
      tables: importing,
      isFar: true,
      goals: {floor: 3.7, other: 0.45},
    },
    {...profiles, isFar: false, goals: {other: 0.75}},
  ]
}

const shown = (words: string[]) => (output: string) => ({
  outcome: async () => {
    const text = await readFile(output, 'utf8')
    const missing = words.filter((word) => !text.includes(word))
    return missing.length === 0 ? 'all is shown' : `without ${missing.join()}`
  },
})

const rightsIn = (server: BenchServer, schema: string) => ({
  prepare: () => emptied(server, schema),
  outcome: async () => {
    const rows = await server.query(
      `select user_id, type, recording_access, dissuasion_access from ${schema}.user_profile order by user_id`,
    )
    return JSON.stringify(rows)
  },
})

/** What these commands write, as far as the build has such tables. */
const written = ['callback_request', 'callback_import', 'user_profile', 'journal', 'journal_request']

async function emptied({query}: BenchServer, schema: string): Promise<void> {
  const there = await query<{name: string}>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1 and tablename = any($2)`,
    [schema, written],
  )
  await query(`truncate ${there.map(({name}) => name).join()} cascade`)
}

/** What this build sends, as one text; what it copies stands in a file, which the server reads itself. */
async function messageOf(server: BenchServer, argv: string[]): Promise<string> {
  const {script} = server.program
  const {statements, copied} = await recordStatements(server.url, (url) =>
    run(process.execPath, [script, ...argv], {env: {XIVOCTL_DATABASE_URL: url}}),
  )
  const file = join(server.directory, 'copied')
  await writeFile(file, copied)
  return statements.join(';\n').replace(/\bfrom stdin\b/, `from '${file}'`)
}

function judged([, subject, ...others]: Standing[], {floor, other}: Line['goals']): Goal[] {
  if (!subject) return []
  return [
    ...(floor === undefined ? [] : [{what: 'time / floor', value: subject.ratio.median, goal: floor}]),
    ...others.map(({name, milliseconds}) => ({
      what: `time / ${name}`,
      value: subject.milliseconds.median / milliseconds.median,
      goal: other,
    })),
  ]
}
