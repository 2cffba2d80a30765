import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {parse} from 'pg-connection-string'
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest'
import {runPageOperations} from '../http/client.ts'
import {runBinary} from '../support/binary.ts'
import {createRole} from '../support/least-role.ts'
import {withClient} from '../support/server.ts'
import {token} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'
import {freePort, startDaemon} from './daemon.ts'
import {usualPooler} from './pgbouncer.ts'
import {startServe} from './serve.ts'

/** Fewer than there are clients, so that each serves several. */
const SERVER_CONNECTIONS = 4

const xivo = useXivo({initialised: false})
const role = `xivoctl_pooled_${process.pid}`
let directory: string
let env: Record<string, string>
let pooled: string
let stopPgbouncer: () => Promise<void>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-pgbouncer-'))
  await chmod(directory, 0o755)
  const port = await freePort()
  const file = join(directory, 'pgbouncer.ini')
  await writeFile(file, configuration(port))
  pooled = `postgres://postgres@127.0.0.1:${port}/${parse(xivo.url).database}`
  env = {...xivo.env, XIVOCTL_DATABASE_URL: pooled}
  // Like PostgreSQL it does not run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const {program, argv} = usualPooler()
  stopPgbouncer = await startDaemon(program, [...argv, ...user, file], () =>
    withClient(pooled, async (client) => (await client.query('select 1')).rowCount === 1),
  )
})
afterAll(async () => {
  await stopPgbouncer()
  await rm(directory, {recursive: true, force: true})
})

function configuration(port: number): string {
  const {host, port: serverPort, user, password} = parse(inject('serverUrl'))
  const words = (target: Record<string, unknown>) =>
    Object.entries(target)
      .flatMap(([key, value]) => (value ? [`${key}=${value}`] : []))
      .join(' ')
  const server = {host, port: serverPort, password}
  return `[databases]
least = ${words({...server, user: role, dbname: parse(xivo.url).database})}
* = ${words({...server, user})}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
`
}

/** What each of the pooler's connections to PostgreSQL says, while the others are held. */
async function ofEachConnection(query: string): Promise<unknown[]> {
  const hold = async (connections: number): Promise<unknown[]> =>
    connections === 0
      ? []
      : withClient(pooled, async (client) => {
          await client.query('begin')
          const {rows} = await client.query(query)
          return [...rows, ...(await hold(connections - 1))]
        })
  return hold(SERVER_CONNECTIONS)
}

const leftBehind = async () => ({
  advisoryLocks: await xivo.sql(
    `select l.* from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and d.datname = current_database()`,
  ),
  preparedStatements: await ofEachConnection('select name, statement from pg_prepared_statements'),
  settings: await ofEachConnection(
    "select name, setting from pg_settings where name in ('lock_timeout', 'statement_timeout') and setting <> '0'",
  ),
})

const nothing = {advisoryLocks: [], preparedStatements: [], settings: []}

/** Asks again while the server has no place free, as its clients do. */
async function unlessBusy(ask: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + 60_000
  let answer = await ask()
  while (answer.status === 503 && Date.now() < deadline) {
    await sleep(500)
    answer = await ask()
  }
  return answer
}

describe('through PgBouncer in transaction mode', () => {
  test('db init makes the tables, twice at once and once more', async () => {
    const runs = await Promise.all([runBinary(['db', 'init'], {env}), runBinary(['db', 'init'], {env})])
    expect(runs.map(({code, stderr}) => [code, code === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect(await runBinary(['db', 'init'], {env})).toMatchObject({code: 0})
    expect(await leftBehind()).toEqual(nothing)
  })

  test('imports into one list and into several come in whole, and wait for each other', async () => {
    const file = join(directory, 'callbacks.csv')
    const lines = Array.from({length: 500}, (_, index) => `0230${String(index).padStart(6, '0')}|Jack|Afternoon`)
    await writeFile(file, ['phoneNumber|firstName|description', ...lines, ''].join('\n'))
    const lists = ['first', 'first', 'second', 'third']
    for (const list of new Set(lists)) {
      expect(
        await runBinary(['callbacks', 'lists', 'create', list, '--queue', 'sales', '--if-missing'], {env}),
      ).toMatchObject({
        code: 0,
      })
    }
    const runs = await Promise.all(
      lists.map((list) => runBinary(['callbacks', 'import', list, file, '--wait', '30'], {env})),
    )
    expect(runs.map(({code, stderr}) => [code, code === 0 ? '' : stderr])).toEqual(lists.map(() => [0, '']))
    const [row] = await xivo.sql('select count(*)::int as requests from xivoctl.callback_request')
    expect(row).toEqual({requests: 2000})
    expect(await leftBehind()).toEqual(nothing)
  })

  test("three servers over one database answer the API page's operations", async () => {
    const servers = await Promise.all([startServe(env), startServe(env), startServe(env)])
    try {
      for (const {port} of servers) {
        const done = await runPageOperations(`http://127.0.0.1:${port}`, token)
        expect(done).toMatchObject({imported: {imported: 2}, queueName: 'switchboard', unknown: 'QueueNotFound'})
      }
      const answers = await Promise.all(
        Array.from({length: 60}, async (_, index) => {
          const port = servers[index % servers.length]?.port
          const url = `http://127.0.0.1:${port}/configmgt/api/1.0/callback_lists`
          const answer = await unlessBusy(() => fetch(url, {headers: {'X-Auth-Token': token}}))
          return [answer.status, ((await answer.json()) as unknown[]).length]
        }),
      )
      expect(answers).toEqual(answers.map(() => [200, 3]))
      expect(await leftBehind()).toEqual(nothing)
    } finally {
      await Promise.all(servers.map(({stop}) => stop()))
    }
  })

  test('a configuration is exported, compared and applied by the role of db init --grant, twice at once', async () => {
    await createRole(xivo, role)
    const least = {...env, XIVOCTL_DATABASE_URL: pooled.replace(/postgres@(.*\/).*$/, `${role}@$1least`)}
    const {stdout: text, code} = await runBinary(['site', 'export'], {env: least})
    expect(code).toBe(0)
    const site = (command: string, stdin: string, ...flags: string[]) =>
      runBinary(['site', command, '-', ...flags], {env: least, stdin})
    const both = ['sales', 'support'].map((queue) =>
      text
        .replace(/^periods:\n/m, `$&  New: {start: "18:00", end: "${queue === 'sales' ? 19 : 20}:00"}\n`)
        .replace(/^callbackLists:\n/m, `$&  New: ${queue}\n`)
        .replace(/^profiles:.*\n/m, `profiles:\n  jbond: {profile: supervisor, queues: [${queue}]}\n`)
        .replace(/^ {2}switchboard: .*$/m, `  switchboard: {queue: ${queue}}`),
    )
    const runs = await Promise.all(both.map((file) => site('apply', file, '--yes')))
    expect(runs.map(({code, stderr}) => [code, code === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ])
    const codes = await Promise.all(both.map((file) => site('diff', file)))
    expect(codes.map(({code}) => code).sort()).toEqual([0, 10])
    expect(await site('apply', text, '--yes', '--delete-missing', 'profiles,callbackLists,periods')).toMatchObject({
      code: 0,
    })
    expect((await runBinary(['site', 'export'], {env: least})).stdout).toBe(text)
    expect(await leftBehind()).toEqual(nothing)
    await xivo.sql(`drop owned by ${role}`)
  })

  test('what nobody waits for any more is ended in the database', async () => {
    const {port, stop} = await startServe(env)
    const waiting = async () =>
      (await xivo.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
        .length
    const wait = async (count: number) => {
      for (const end = Date.now() + 20_000; (await waiting()) !== count && Date.now() < end; ) await sleep(20)
      expect(await waiting()).toBe(count)
    }
    try {
      await xivo.client(async (client) => {
        await client.query('begin; lock table xivoctl.callback_request in access exclusive mode')
        const gone = new AbortController()
        const url = `http://127.0.0.1:${port}/configmgt/api/1.0/callback_lists`
        const answer = fetch(url, {headers: {'X-Auth-Token': token}, signal: gone.signal})
        await wait(1)
        const start = Date.now()
        gone.abort()
        await expect(answer).rejects.toThrow('aborted')
        await wait(0)
        // Sooner than the time limit of locks.
        expect(Date.now() - start).toBeLessThan(3000)
      })
    } finally {
      await stop()
    }
  })
})
