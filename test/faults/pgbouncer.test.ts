import {readFileSync} from 'node:fs'
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parse} from 'pg-connection-string'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {build, runBinary} from '../support/binary.ts'
import {withClient} from '../support/server.ts'
import {freePort, startDaemon} from '../system/daemon.ts'
import {usualPooler, versionOf} from '../system/pgbouncer.ts'
import {runsWith} from './debian.ts'
import {Findings} from './findings.ts'
import {tellResult} from './reliability.ts'
import {useServer} from './server.ts'

const pooler = usualPooler()
/** A server that may be stopped. */
const server = useServer()
let directory: string

beforeAll(async () => {
  // Not in the time of the first command.
  await build()
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-pgbouncer-'))
  await chmod(directory, 0o755)
  await writeFile(join(directory, 'users.txt'), '"pgbouncer" ""\n')
  await writeFile(join(directory, 'calls.csv'), 'phoneNumber|firstName\n0230210092|Jack\n0230210093|Jill\n')
})
afterAll(() => rm(directory, {recursive: true, force: true}))

/** Lets `work` use the server through PgBouncer with these settings. */
async function through<T>(settings: Record<string, string>, work: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort()
  const file = join(directory, 'pgbouncer.ini')
  const {host, port: serverPort, user, database} = parse(server.url)
  const {role = user, ...others} = settings
  const lines = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    server_login_retry: 1,
    admin_users: 'pgbouncer',
    ...others,
    ...(others.auth_file && {auth_file: join(directory, others.auth_file)}),
  }
  const ini = Object.entries(lines).map(([name, value]) => `${name} = ${value}\n`)
  await writeFile(
    file,
    `[databases]\n${database} = host=${host} port=${serverPort} user=${role}\n[pgbouncer]\n${ini.join('')}`,
  )
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const admin = `postgres://pgbouncer@127.0.0.1:${port}/pgbouncer`
  const stop = await startDaemon(pooler.program, [...pooler.argv, ...asUser, file], () =>
    withClient(admin, async () => true),
  )
  try {
    return await work(`postgres://postgres@127.0.0.1:${port}/${database}`)
  } finally {
    await stop()
  }
}

/** The server's processes; each has a session of its own. */
const processes = () => [
  server.pid,
  ...readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
]

const signalAll = (name: NodeJS.Signals) => {
  for (const pid of processes()) process.kill(pid, name)
}

interface Said {
  line: string
  code: number | null
  said: string
  seconds: number
}

async function say(url: string, line: string): Promise<Said> {
  const start = performance.now()
  const {code, stderr} = await runBinary(line.split(' '), {
    env: {XIVOCTL_DATABASE_URL: url, XDG_CONFIG_HOME: '/nonexistent'},
  })
  const [said = ''] = stderr.split('\n').filter((each) => each.startsWith('error:'))
  return {line, code, said, seconds: (performance.now() - start) / 1000}
}

const read = 'queues list'
const write = 'callbacks lists create Noel --queue sales --if-missing'
const work = () => ['db init', read, write, `callbacks import Noel ${directory}/calls.csv`, 'callbacks find']

/** While another client has a transaction open. */
const beside = (line: string) => (url: string) =>
  withClient(url, async (client) => {
    await client.query('begin')
    return [await say(url, line)]
  })

/** While the server's processes stand still. */
async function whileDead(url: string): Promise<Said[]> {
  const alive = await say(url, read)
  if (alive.code !== 0) return [alive]
  signalAll('SIGSTOP')
  try {
    return await Promise.all([read, write].map((line) => say(url, line)))
  } finally {
    signalAll('SIGCONT')
  }
}

const each = (lines: string[]) => async (url: string) => {
  const all: Said[] = []
  for (const line of lines) all.push(await say(url, line))
  return all
}

interface Case {
  settings?: Record<string, string>
  /** Instead of what a command says through PgBouncer as it is. */
  ask?: (url: string) => Promise<Said[]>
  /** What each command says. */
  expected: [code: number, said: RegExp]
  withinSeconds?: number
}

const full = {default_pool_size: '1', query_wait_timeout: '2'}
const works: Case['expected'] = [0, /^$/]

const cases: Record<string, Case> = {
  'pool_mode session': {settings: {pool_mode: 'session'}, ask: (url) => each(work())(url), expected: works},
  'pool_mode transaction': {settings: {pool_mode: 'transaction'}, ask: (url) => each(work())(url), expected: works},
  'pool_mode statement': {
    settings: {pool_mode: 'statement'},
    ask: (url) => each(work())(url),
    expected: [6, /transaction blocks not allowed in statement pooling mode/],
  },
  'a full pool, read': {settings: full, ask: beside(read), expected: [6, /query_wait_timeout/]},
  'a full pool, write': {settings: full, ask: beside(write), expected: [6, /query_wait_timeout/]},
  'too many clients': {settings: {max_client_conn: '1'}, ask: beside(read), expected: [6, /max_client_conn/]},
  'no such database': {ask: (url) => each([read])(url.replace(/[^/]*$/, 'nowhere')), expected: [6, /bouncer config/]},
  'a role that the server does not know': {
    settings: {role: 'nobody_known'},
    expected: [6, /role "nobody_known" does not exist/],
  },
  'a user that PgBouncer does not know': {
    settings: {auth_type: 'trust', auth_file: 'users.txt'},
    expected: [6, /authentication failed/],
  },
  'a server that does not answer': {
    settings: {pool_mode: 'transaction'},
    ask: whileDead,
    expected: [6, /a pooler in front of it, has not answered for 30 s/],
    withinSeconds: 40,
  },
}

const name = `behind Debian's PgBouncer ${versionOf(pooler)}, commands work in pool modes session and transaction; every other error of PgBouncer appears in xivoctl's message`

test.runIf(runsWith(name, pooler.program))(
  'what PgBouncer of Debian says is passed on',
  {timeout: 200_000},
  async () => {
    const findings = new Findings()
    for (const [what, {settings = {}, ask = each([read]), expected, withinSeconds = 10}] of Object.entries(cases)) {
      const [wantedCode, wanted] = expected
      for (const {line, code, said, seconds} of await through(settings, ask)) {
        findings.runs++
        const took = seconds > 5 ? ` after ${Math.round(seconds)} s` : ''
        findings.saw(`${what}: exit ${code}${took}`)
        if (code !== wantedCode || !wanted.test(said) || seconds > withinSeconds)
          findings.blame(`${what}, ${line}: exit ${code} after ${seconds} s, ${said}`)
      }
    }
    await tellResult(name, findings, server)
    expect(findings.wrong).toEqual([])
  },
)
