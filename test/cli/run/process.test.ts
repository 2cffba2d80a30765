import {randomBytes} from 'node:crypto'
import {cp, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {build, type Ended, runBinary, runShell, startBinary} from '../../support/binary.ts'
import {type TestXivo, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const bare = useXivo({initialised: false})

beforeAll(() => build())

const sessions = `select pid from pg_stat_activity where datname = current_database() and application_name like 'xivoctl%'`

async function until({sql}: TestXivo, query: string, rows: number): Promise<void> {
  const end = Date.now() + 20_000
  while ((await sql(query)).length !== rows) {
    if (Date.now() > end) throw new Error(`not ${rows} rows in time: ${query}`)
    await sleep(50)
  }
}

/** The only document on stdout. */
const document = ({stdout}: Ended) => JSON.parse(stdout)

const asJson = [
  ['without --json', []],
  ['with --json', ['--json']],
] as const

/** A failure: its code, told on stderr, or as the one document on stdout. */
function expectFailure(ended: Ended, code: number, error: string, message: RegExp): void {
  expect(ended).toMatchObject({code, signal: null})
  if (ended.stdout === '') expect(ended.stderr).toMatch(message)
  else {
    expect(document(ended)).toMatchObject({error, message: expect.stringMatching(message)})
    expect(ended.stderr).not.toContain('error:')
  }
}

const large = '00000000-0000-4000-8000-000000000001'

describe('success', () => {
  test('exits 0, with the result on stdout and nothing else', async () => {
    const plain = await runBinary(['profiles', 'list'], {env: xivo.env})
    expect(plain).toMatchObject({code: 0, signal: null, stderr: ''})
    const json = await runBinary(['profiles', 'list', '--json'], {env: xivo.env})
    expect(json).toMatchObject({code: 0, stderr: ''})
    expect(document(json)).toHaveLength(plain.stdout.trimEnd().split('\n').length - 1)
  })

  test('of a change names on stderr where it was made', async () => {
    const set = await runBinary(['rights', 'set', 'jdoe', '--profile', 'admin', '--json'], {env: xivo.env})
    expect(set).toMatchObject({
      code: 0,
      stderr: 'context: XIVOCTL_DATABASE_URL\nrights of jdoe: created (profile admin)\n',
    })
    expect(document(set)).toEqual({type: 'admin', data: {}})
  })

  test.each(['--help', '--version', 'rights --help', 'rights set --help', 'rights', ''])(
    'of help needs no configuration: xivoctl %s',
    async (line) => {
      const help = await runBinary(line.split(' ').filter(Boolean))
      expect(help).toMatchObject({code: 0, signal: null, stderr: ''})
      expect(help.stdout).not.toBe('')
    },
  )

  test('is without colour in a pipe, whatever the environment says of terminals', async () => {
    const surroundings = [{TERM: 'xterm-256color'}, {COLORTERM: 'truecolor'}, {NO_COLOR: '1', FORCE_COLOR: '1'}]
    for (const env of surroundings) {
      for (const argv of [['--help'], ['profiles', 'list'], ['profiles', 'list', '--json']]) {
        expect((await runBinary(argv, {env: {...xivo.env, ...env}})).stdout).not.toContain('\u001b')
      }
    }
  })
})

describe('a bug', () => {
  let broken: string

  beforeAll(async () => {
    broken = await mkdtemp(join(tmpdir(), 'xivoctl-broken-'))
    await cp(await build(), broken, {recursive: true})
    await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(broken, 'node_modules'))
    await writeFile(join(broken, 'dist/commands/profiles/list.js'), "throw new Error('this module is broken')\n")
    await writeFile(join(broken, 'dist/commands/db/status.js'), "require('./nowhere.js')\n")
  })

  afterAll(() => rm(broken, {recursive: true, force: true}))

  test.each(asJson)('exits 1 and says what it is, %s', async (_, json) => {
    const thrown = await runBinary(['profiles', 'list', ...json], {env: xivo.env, installation: broken})
    expectFailure(thrown, 1, 'UnhandledError', /this module is broken/)
    const missing = await runBinary(['db', 'status', ...json], {env: xivo.env, installation: broken})
    expectFailure(missing, 1, 'UnhandledError', /nowhere\.js/)
  })

  test('is told with where it happened', async () => {
    const {stderr} = await runBinary(['profiles', 'list'], {installation: broken})
    expect(stderr).toMatch(/this is a bug in xivoctl.*\n +at .*list\.js/)
  })
})

describe('a mistake in usage', () => {
  test.each(asJson)('exits 2, %s', async (_, json) => {
    const argvs: [string[], RegExp][] = [
      [['profiles', 'list', '--frobnicate', ...json], /nonexistent flag: --frobnicate/],
      [['profiles', 'list', '--profile', 'boss', ...json], /expected --profile=boss to be one of/],
      [['rights', 'get', ...json], /missing LOGIN/],
      [['profils', 'list', ...json], /no command 'profils list'/],
      [['rights', 'delete', 'jdoe', ...json], /this command asks for confirmation/],
    ]
    for (const [argv, message] of argvs) {
      expectFailure(await runBinary(argv, {env: xivo.env}), 2, 'InvalidRequest', message)
    }
  })

  test.each(asJson)('prints neither configuration nor password, %s', async (_, json) => {
    const env = {XIVOCTL_DATABASE_URL: 'postgres://xivo:s3cret@localhost/asterisk'}
    const ended = await runBinary(['profiles', 'list', '--frobnicate', ...json], {env})
    expect(ended.code).toBe(2)
    expect(ended.stdout + ended.stderr).not.toMatch(/s3cret|postgres|dirname|node_modules/)
  })

  test('is answered with the nearest command', async () => {
    const {stderr} = await runBinary(['profil', 'list'])
    expect(stderr).toBe(
      "error: no command 'profil list'\nhint: did you mean 'profiles list'?\nhint: see xivoctl --help\n",
    )
  })

  test.each(asJson)('is to say nothing of which XiVO, %s', async (_, json) => {
    expectFailure(await runBinary(['profiles', 'list', ...json]), 2, 'InvalidRequest', /no XiVO is configured/)
  })
})

describe('what the database answers', () => {
  test.each(asJson)('invalid input exits 3, %s', async (_, json) => {
    const ended = await runBinary(['rights', 'set', 'jurbain', '--profile', 'admin', '--queue', 'sales', ...json], {
      env: xivo.env,
    })
    expectFailure(ended, 3, 'InvalidRequest', /the profile admin has no queues/)
  })

  test.each(asJson)('what is not found exits 4, %s', async (_, json) => {
    const ended = await runBinary(['rights', 'get', 'nobody', ...json], {env: xivo.env})
    expectFailure(ended, 4, 'UserNotFound', /no user with the login 'nobody'/)
  })

  test.each(asJson)('a database that is not there exits 6, %s', async (_, json) => {
    for (const url of [`postgres://xivo:s3cret@127.0.0.1:${await freePort()}/x`, 'postgres://xivo@/x?host=/nowhere']) {
      const ended = await runBinary(['profiles', 'list', ...json], {env: {...xivo.env, XIVOCTL_DATABASE_URL: url}})
      expectFailure(ended, 6, 'Unavailable', /the database cannot be reached/)
      expect(ended.stdout + ended.stderr).not.toContain('s3cret')
    }
  })

  test.each(asJson)('a database that does not exist exits 6, %s', async (_, json) => {
    const url = xivo.url.replace(/xivoctl_test_\w+/, 'nowhere')
    const ended = await runBinary(['profiles', 'list', ...json], {env: {...xivo.env, XIVOCTL_DATABASE_URL: url}})
    expectFailure(ended, 6, 'Unavailable', /nowhere/)
  })

  test.each(asJson)('a database without our tables exits 6 and says what to run, %s', async (_, json) => {
    const ended = await runBinary(['rights', 'get', 'jdoe', ...json], {env: bare.env})
    expectFailure(ended, 6, 'Unavailable', /xivoctl's own tables are not in this database/)
    expect(ended.stdout + ended.stderr).toContain('run: xivoctl db init')
  })

  test('a database that is not XiVO’s exits 6 and says so', async () => {
    const url = xivo.url.replace(/xivoctl_test_\w+/, 'template1')
    const ended = await runBinary(['profiles', 'list'], {env: {...xivo.env, XIVOCTL_DATABASE_URL: url}})
    expectFailure(ended, 6, 'Unavailable', /this database is not XiVO's/)
  })
})

describe('db init', () => {
  const role = `xivoctl_role_${randomBytes(4).toString('hex')}`
  const asRole = () => bare.url.replace(/\/\/[^@/]*@/, `//${role}:secret@`)
  const inSchema = (schema: string, url = bare.url) => ({
    env: {...bare.env, XIVOCTL_DATABASE_URL: url, XIVOCTL_DATABASE_SCHEMA: schema},
  })
  const relations = (schema: string) =>
    bare.sql('select relname from pg_class where relnamespace = to_regnamespace($1) order by 1', [schema])

  beforeAll(() => bare.sql(`create role ${role} login password 'secret'`))

  afterAll(async () => {
    await bare.sql(`drop owned by ${role} cascade`)
    await bare.sql(`drop role ${role}`)
  })

  test.each(asJson)('by a role that may not create exits 5 and names the missing grant, %s', async (_, json) => {
    const absent = await runBinary(['db', 'init', ...json], inSchema('absent', asRole()))
    expectFailure(absent, 5, 'Forbidden', new RegExp(`the role '${role}' may not create tables in schema 'absent'`))
    expect(json.length > 0 ? document(absent).hints[0] : absent.stderr).toMatch(
      new RegExp(`GRANT CREATE ON DATABASE "xivoctl_test_\\w+" TO "${role}"`),
    )
    await bare.sql('create schema if not exists theirs')
    const theirs = await runBinary(['db', 'init', ...json], inSchema('theirs', asRole()))
    expectFailure(theirs, 5, 'Forbidden', /may not create tables in schema 'theirs'/)
    expect(json.length > 0 ? document(theirs).hints[0] : theirs.stderr).toContain(
      `GRANT USAGE, CREATE ON SCHEMA theirs TO "${role}"`,
    )
    expect(await relations('theirs')).toEqual([])
  })

  test('by a role that may use an empty schema fills it', async () => {
    await bare.sql(`create schema given; grant usage, create on schema given to ${role}`)
    const {code} = await runBinary(['db', 'init'], inSchema('given', asRole()))
    expect(code).toBe(0)
    const status = await runBinary(['db', 'status', '--json'], inSchema('given', asRole()))
    expect(document(status)).toEqual({schema: 'given', pending: []})
  })

  test.each(asJson)('beside a table of somebody else changes nothing, exits 7 and names it, %s', async (_, json) => {
    await bare.sql('create schema if not exists taken; create table if not exists taken.callback_list (id int)')
    const before = await relations('taken')
    const ended = await runBinary(['db', 'init', ...json], inSchema('taken'))
    expectFailure(ended, 7, 'Conflict', /tables of these names that xivoctl did not make: callback_list/)
    expect(await relations('taken')).toEqual(before)
  })

  test('twice at once succeeds twice, four times over', async () => {
    for (let pair = 0; pair < 4; pair++) {
      const surroundings = inSchema(`pair_${pair}`)
      const both = await Promise.all([runBinary(['db', 'init'], surroundings), runBinary(['db', 'init'], surroundings)])
      expect(both.map(({code}) => code)).toEqual([0, 0])
      expect(both.map(({stderr}) => /is up to date/.test(stderr)).sort()).toEqual([false, true])
      const periods = await bare.sql(`select count(*)::int as n from pair_${pair}.preferred_callback_period`)
      expect(periods).toEqual([{n: 1}])
    }
  }, 120_000)

  test('leaves no session and no lock behind', async () => {
    await until(bare, sessions, 0)
    const here = '(select oid from pg_database where datname = current_database())'
    expect(await bare.sql(`select pid from pg_locks where locktype = 'advisory' and database = ${here}`)).toEqual([])
  })
})

describe('an argument that is missing', () => {
  test.each([
    [['callbacks', 'import', 'Relances'], /- is standard input/],
    [['rights', 'get'], /login of the user/],
    [['callbacks', 'close'], /uuid of a request/],
  ] as const)('is not read from standard input: %s exits 2, and says nothing of what was piped', async (argv, hint) => {
    const ended = await runBinary([...argv], {env: xivo.env, stdin: 'phoneNumber|lastName\n0230210092|Doe\n'})
    expect(ended).toMatchObject({code: 2, stdout: ''})
    expect(ended.stderr).toMatch(/^error: missing (FILE|LOGIN|UUID)\n/)
    expect(ended.stderr).toMatch(hint)
    expect(ended.stderr).not.toMatch(/0230210092|Doe/)
  })
})

describe('a signal', () => {
  test.each([
    ['SIGINT', 130, []],
    ['SIGTERM', 143, []],
    ['SIGINT', 130, ['--json']],
    ['SIGTERM', 143, ['--json']],
  ] as const)('%s ends a write that waits for a lock: code %i %s', async (signal, code, json) => {
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.user_profile in access exclusive mode')
      const argv = ['rights', 'set', 'jurbain', '--profile', 'admin', ...json]
      const {process: child, ended} = await startBinary(argv, {env: xivo.env})
      await until(xivo, `${sessions} and wait_event_type = 'Lock'`, 1)
      child.kill(signal)
      expectFailure(await ended, code, 'Interrupted', /interrupted: nothing was written/)
      await client.query('rollback')
    })
    await until(xivo, sessions, 0)
    const rights = await runBinary(['rights', 'get', 'jurbain'], {env: xivo.env})
    expect(rights.code).toBe(4)
  })

  test.each([
    ['SIGINT', 130, 'phoneNumber\n'],
    ['SIGTERM', 143, `phoneNumber\n${'0230210092\n'.repeat(50_000)}`],
  ] as const)('%s ends an import whose input never ends: code %i', async (signal, code, stdin) => {
    const argv = ['callbacks', 'import', 'Endless', '-', '--create', '--queue', 'switchboard']
    const {process: child, ended} = await startBinary(argv, {env: xivo.env, stdin, stdinStaysOpen: true})
    await until(xivo, `${sessions} and state = 'idle in transaction'`, 1)
    child.kill(signal)
    expectFailure(await ended, code, 'Interrupted', /interrupted: nothing was written/)
    // The session holds its locks a little longer than the process lives, and the next import would be refused.
    await until(xivo, sessions, 0)
    expect(await xivo.sql(`select uuid from xivoctl.callback_list where name = 'Endless'`)).toEqual([])
  })

  test('SIGHUP does not end an import that has no terminal, as after nohup', async () => {
    const argv = ['callbacks', 'import', 'Hung up', '-', '--create', '--queue', 'switchboard']
    const {process: child, ended} = await startBinary(argv, {
      env: xivo.env,
      stdin: 'phoneNumber\n',
      stdinStaysOpen: true,
    })
    await until(xivo, `${sessions} and state = 'idle in transaction'`, 1)
    child.kill('SIGHUP')
    child.stdin?.end('0230210092\n')
    expect(await ended).toMatchObject({code: 0, signal: null})
    await xivo.sql(`delete from xivoctl.callback_list where name = 'Hung up'`)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the wait for a server that does not answer: code %i', async (signal, code) => {
    const silent = await listening()
    const connected = new Promise((resolve) => silent.server.once('connection', resolve))
    const env = {...xivo.env, XIVOCTL_DATABASE_URL: `postgres://xivo@127.0.0.1:${silent.port}/x`}
    const {process: child, ended} = await startBinary(['profiles', 'list'], {env})
    await connected
    // The connection is begun before the command is loaded, which is ready for a signal when it only waits.
    await untilIdle(child.pid)
    const killed = Date.now()
    child.kill(signal)
    expect(await ended).toMatchObject({code, signal: null, stdout: ''})
    expect(Date.now() - killed).toBeLessThan(3000)
    silent.server.close()
  })
})

/** Resolves when a process has taken no CPU time for a while. */
async function untilIdle(pid: number | undefined): Promise<void> {
  const ticks = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ').slice(13, 15).join()
  for (let before = '', now = await ticks(); before !== now; now = await ticks()) {
    before = now
    await sleep(300)
  }
}

describe('a reader', () => {
  beforeAll(() =>
    xivo.sql(`with templates as (
        insert into func_key_template (private) select true from generate_series(1, 20000) returning id)
      insert into userfeatures (uuid, firstname, lastname, loginclient, description, func_key_private_template_id)
      select 'many-' || id, 'One', 'Of many', 'many' || id, '', id from templates`),
  )

  test.each(['', '--csv', '--json'])('that goes away after a line is no failure: profiles list %s', async (format) => {
    const line = `{ xivoctl profiles list ${format}; echo "code $?" >&2; } | head -1`
    const ended = await runShell(line, {env: xivo.env})
    expect(ended.stdout.split('\n')).toHaveLength(2)
    expect(ended.stderr).toBe('code 0\n')
  })

  describe('of an export that is larger than every buffer', () => {
    beforeAll(async () => {
      await xivo.sql(`insert into xivoctl.callback_list (uuid, name, queue_id) values ($1, 'Large', 3)`, [large])
      await xivo.sql(
        `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, description, preferred_period_uuid, due_date)
         select md5(n::text)::uuid, $1, '02' || n, repeat('rappeler ', 600),
           (select uuid from xivoctl.preferred_callback_period limit 1), '2026-12-01'
         from generate_series(1, 3500) n`,
        [large],
      )
    })

    test.each(['', '--ndjson', '--json'])('may stop reading: %s', async (format) => {
      const line = `{ xivoctl callbacks export Large ${format}; echo "code $?" >&2; } | head -1`
      expect(await runShell(line, {env: xivo.env})).toMatchObject({stderr: 'code 0\n'})
    })

    test('finds the disk full: code 6', async () => {
      const ended = await runShell('xivoctl callbacks export Large > /dev/full; echo "code $?"', {env: xivo.env})
      expect(ended.stderr).toMatch(/^error: the result could not be written/)
      expect(ended.stdout).toBe('code 6\n')
    })

    test('may have gone before the first byte of a workbook: 5 times code 0', async () => {
      await xivo.use((context) => createList(context, 'Small', 'sales'))
      const line =
        'for i in 1 2 3 4 5; do { xivoctl callbacks export Small --xlsx -; echo "code $?" >&2; } | true; done'
      expect(await runShell(line, {env: xivo.env})).toMatchObject({stderr: 'code 0\n'.repeat(5)})
      await xivo.sql("delete from xivoctl.callback_list where name = 'Small'")
    })

    test.each(['', '--csv', '-q', '--with-requests'])('is counted without being read: %s', async (format) => {
      const env = {...xivo.env, NODE_OPTIONS: '--max-old-space-size=20'}
      const {stdout, stderr} = await runShell(`xivoctl callbacks lists ${format}; echo "code $?"`, {env})
      expect(stderr).toBe('')
      expect(stdout).toMatch(format === '-q' ? /^[0-9a-f-]{36}\ncode 0\n$/ : /^Large\W.*\b3500\b.*\ncode 0\n$/m)
    })

    test.each(['--json', '--ndjson', '--ndjson --sort ongoing'])(
      'is listed without being in memory: %s',
      async (format) => {
        const env = {...xivo.env, NODE_OPTIONS: '--max-old-space-size=20'}
        const line = `xivoctl callbacks lists ${format} | grep -o '"listUuid"' | wc -l; echo "code $?"`
        expect(await runShell(line, {env})).toMatchObject({stdout: '3500\ncode 0\n', stderr: ''})
      },
    )

    describe('as callbacks find shows it', () => {
      const formats = ['', '--csv', '--ndjson', '--json', '-q']

      test.each(formats)('gets all of it, which is never in memory: %s', async (format) => {
        // A program takes 14 MB, and all of it 19 MB more; a table with a few of its lines takes up to 22 MB for a moment.
        const env = {...xivo.env, NODE_OPTIONS: '--max-old-space-size=26'}
        const line = `xivoctl callbacks find ${format} | grep -Ec '[0-9a-f]{8}-|^[0-9]'; echo "code $?"`
        const ended = await runShell(line, {env})
        expect(ended).toMatchObject({stdout: '3500\ncode 0\n', stderr: ''})
      })

      test.each(formats)('may stop reading: %s', async (format) => {
        const line = `{ xivoctl callbacks find ${format}; echo "code $?" >&2; } | head -1`
        expect(await runShell(line, {env: xivo.env})).toMatchObject({stderr: 'code 0\n'})
      })

      test('finds the disk full: code 6', async () => {
        for (const format of formats) {
          const ended = await runShell(`xivoctl callbacks find ${format} > /dev/full; echo "code $?"`, {env: xivo.env})
          expect(ended.stderr).toMatch(/^error: the result could not be written: ENOSPC/)
          expect(ended.stdout).toBe('code 6\n')
        }
      })

      test.each(['--json', '--ndjson'])('never takes for whole what broke off: %s', async (format) => {
        const {process: child, ended} = await startBinary(['callbacks', 'find', format], {env: xivo.env})
        child.stdout?.pause()
        while (child.stdout?.readableLength === 0) await sleep(20)
        await xivo.sql(sessions.replace('pid', 'pg_terminate_backend(pid)'))
        await sleep(200)
        child.stdout?.resume()
        const {code, stdout, stderr} = await ended
        expect(code).toBe(6)
        expect(stdout.length).toBeGreaterThan(1000)
        if (format === '--json') expect(() => JSON.parse(stdout)).toThrow()
        else expect(stderr).toMatch(/^error: the (connection to the database was lost|database server ended)/)
      })
    })
  })

  test('that never was is no failure either', async () => {
    const ended = await runShell('xivoctl profiles list >&-; echo "code $?"', {env: xivo.env})
    expect(ended).toMatchObject({stdout: 'code 0\n', stderr: ''})
  })

  test('of the messages that goes away does not change the code', async () => {
    const line = '{ xivoctl profiles list --frobnicate 2>&1; echo "code $?" >&3; } 3>&2 | true'
    expect((await runShell(line, {env: xivo.env})).stderr).toBe('code 2\n')
  })

  test.runIf(process.platform === 'linux')('that is a full disk exits 6', async () => {
    for (const format of ['', '--json']) {
      const ended = await runShell(`xivoctl profiles list ${format} > /dev/full; echo "code $?"`, {env: xivo.env})
      expect(ended.stdout).toBe('code 6\n')
      expect(ended.stderr).toMatch(/^error: the result could not be written: ENOSPC.*\n$/)
    }
  })

  test('gets everything of a large listing', async () => {
    const ended = await runShell('xivoctl profiles list --csv | wc -l', {env: xivo.env})
    expect(Number(ended.stdout)).toBeGreaterThan(20_000)
  })
})

/** A server that takes connections and says nothing. */
async function listening(): Promise<{server: Server; port: number}> {
  const server = createServer((socket) => socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {server, port: typeof address === 'object' && address ? address.port : 0}
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const {server, port} = await listening()
  await new Promise((resolve) => server.close(resolve))
  return port
}
