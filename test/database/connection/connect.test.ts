import {once} from 'node:events'
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {stat, writeFile} from 'node:fs/promises'
import {type AddressInfo, connect, createServer} from 'node:net'
import {networkInterfaces, tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {parse} from 'pg-connection-string'
import {from} from 'pg-copy-streams'
import {afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test} from 'vitest'
import QueuesList from '../../../commands/queues/list.ts'
import {type Context, withContext} from '../../../src/context.ts'
import {patienceWith, type Work} from '../../../src/database/connection/alive.ts'
import {acquire} from '../../../src/database/connection/candidates.ts'
import {cancelStatement} from '../../../src/database/connection/client.ts'
import {holdCountry} from '../../../src/database/connection/locks.ts'
import {snapshot, type Trx, transact} from '../../../src/database/connection/transact.ts'
import {listQueues} from '../../../src/services/queues.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {type Passing, startProxy, type Verdict} from '../../faults/proxy.ts'
import {useServer} from '../../faults/server.ts'
import {makeTls} from '../../faults/tls-cases.ts'
import {build, runBinary} from '../../support/binary.ts'
import {usePasswordServer} from '../../support/password-server.ts'
import {run} from '../../support/run.ts'
import {templates, withClient} from '../../support/server.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-home-'))
})
afterEach(() => rmSync(home, {recursive: true}))

/** Reads over TCP from a server, as somebody with this home. */
async function list(url: string, env: Record<string, string> = {}) {
  const own = {XIVOCTL_DATABASE_URL: url, XDG_CONFIG_HOME: home, HOME: home, ...env}
  const {code, stderr} = await run(QueuesList, [], own)
  return {code, stderr}
}

const fine = {code: 0, stderr: ''}

function passfile(text: string, mode = 0o600, name = '.pgpass'): string {
  const path = join(home, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('a server that wants passwords', () => {
  const {server, port} = usePasswordServer()
  const url = () => `postgres://reader@localhost:${port()}/${templates.xivo}`

  beforeAll(async () => {
    await build()
    await server.sql(`create role reader login password 'p:4 ss\\word'`)
    await server.sql('grant select on all tables in schema public to reader')
  }, 120_000)

  test('lets in with the password of ~/.pgpass, of PGPASSFILE, of PGPASSWORD or of the URL, and says nothing else', async () => {
    expect(await list(`${url().replace('reader', 'reader:p%3A4%20ss%5Cword')}`)).toEqual(fine)
    expect(await list(url(), {PGPASSWORD: 'p:4 ss\\word'})).toEqual(fine)
    passfile('*:*:*:other:wrong\nlocalhost:*:*:reader:p\\:4 ss\\\\word\n')
    expect(await list(url())).toEqual(fine)
    const PGPASSFILE = passfile(`localhost:${port()}:${templates.xivo}:reader:p\\:4 ss\\\\word`, 0o400, 'elsewhere')
    expect(await list(url(), {PGPASSFILE, HOME: '/nowhere'})).toEqual(fine)
  })

  test('does not keep the program waiting that has no password', async () => {
    const env = {XIVOCTL_DATABASE_URL: url(), HOME: home, XDG_CONFIG_HOME: home}
    const {code, stderr} = await runBinary(['queues', 'list'], {env})
    expect(code).toBe(6)
    expect(stderr).toContain('none was found')
  })

  test('is told about by the file and the line that are missing', async () => {
    const none = await list(url())
    expect(none.code).toBe(6)
    expect(none.stderr).toBe(
      `error: the database requires a password for 'reader', and none was found: there is no ${home}/.pgpass\n` +
        `hint: add the line localhost:${port()}:${templates.xivo}:reader:PASSWORD to ${home}/.pgpass, and make the file readable only by you (chmod 600)\n`,
    )
    passfile('*:*:*:other:s3cret\n')
    expect((await list(url())).stderr).toContain(`no line of ${home}/.pgpass matches`)
    passfile('*:*:*:*:s3cret\n', 0o640)
    expect((await list(url())).stderr).toContain('is ignored because others can read it: run chmod 600')
    chmodSync(join(home, '.pgpass'), 0o600)
    const wrong = await list(url())
    expect(wrong).toMatchObject({code: 6, stderr: expect.stringContaining('password authentication failed')})
    expect(wrong.stderr).not.toContain('s3cret')
  })

  test('and knows no such role is not suspected of wanting TLS', async () => {
    const {code, stderr} = await list(server.url.replace('postgres://postgres@', 'postgres://nobody_here@'))
    expect({code, stderr}).toEqual({
      code: 6,
      stderr: 'error: the database rejected the login: role "nobody_here" does not exist\n',
    })
  })

  test('and has no TLS is asked to cancel in clear, as it is spoken to with prefer', async () => {
    await cancels(`${url().replace('reader', 'reader:p%3A4%20ss%5Cword')}?sslmode=prefer`)
  })

  test('and has no TLS is spoken to in clear with prefer, and refused with the way out by what wants more', async () => {
    const PGPASSWORD = 'p:4 ss\\word'
    expect(await list(`${url()}?sslmode=prefer`, {PGPASSWORD})).toEqual(fine)
    for (const mode of ['require', 'verify-full']) {
      const {code, stderr} = await list(`${url()}?sslmode=${mode}`, {PGPASSWORD})
      expect(code).toBe(6)
      expect(stderr).toMatch(
        /^error: the database server at localhost does not support TLS\nhint: set ssl = on on the server/,
      )
    }
  })
})

/** Is a running statement cancelled over this URL? A request that comes before the statement cancels nothing. */
const cancels = (databaseUrl: string) =>
  withContext(loadSettings({}, {XIVOCTL_DATABASE_URL: databaseUrl}), new AbortController().signal, async (context) => {
    const client = await acquire(context)
    let runs = true
    const ended = expect(
      client.query('select pg_sleep(60)').finally(() => {
        runs = false
      }),
    ).rejects.toMatchObject({code: '57014'})
    while (runs) {
      await cancelStatement(client)
      await sleep(100)
    }
    await ended
    client.release()
  })

describe('a server that speaks TLS', () => {
  let port = ''
  let root = ''
  const server = useServer({
    prepare: async (directory) => {
      const settings = await makeTls(directory)
      port = settings.port ?? ''
      root = join(directory, 'root.crt')
      const ways = [
        'local all all trust',
        'hostnossl all clear 127.0.0.1/32 trust',
        ...['scram-sha-256', 'md5', 'password'].map(wayIn),
        wayIn('trust'),
      ]
      await writeFile(settings.hba_file ?? '', `${ways.join('\n')}\n`)
      return settings
    },
  })
  /** The role of a way in is called like it. */
  const wayIn = (method: string) => `hostssl all ${method === 'trust' ? 'all' : `"${method}"`} 127.0.0.1/32 ${method}`
  const url = (host: string, query = '') => `postgres://postgres@${host}:${port}/${templates.xivo}${query}`

  test.each([
    ['localhost', '?sslmode=prefer'],
    ['127.0.0.1', '?sslmode=require'],
    ['127.0.0.1', '?ROOT&sslmode=require'],
    ['127.0.0.1', '?ROOT&sslmode=verify-ca'],
    ['localhost', '?ROOT&sslmode=verify-full'],
    ['localhost', '?sslmode=require&sslnegotiation=postgres'],
  ])('lets in at %s with %s', async (host, query) => {
    expect(await list(url(host, query.replace('ROOT', `sslrootcert=${root}`)))).toEqual(fine)
  })

  test.each([
    ['localhost', '', /no encryption|SSL off/, 'add sslmode=require to the database URL'],
    ['localhost', '?sslmode=verify-full', /localhost cannot be verified: self-signed certificate/, 'sslrootcert=FILE'],
    ['127.0.0.1', '?ROOT&sslmode=verify-full', /does not match certificate/, 'in the certificate, or'],
    ['localhost', '?sslrootcert=/nowhere/root.crt&sslmode=verify-full', /cannot read \/nowhere\/root.crt/, ''],
    ['localhost', '?sslmode=verify-ca', /requires a certificate authority/, 'sslrootcert=FILE'],
  ])('does not at %s with %j, and the way out is said', async (host, query, why, hint) => {
    const {code, stderr} = await list(url(host, query.replace('ROOT', `sslrootcert=${root}`)))
    expect(code).toBe(query.includes('nowhere') || query.includes('verify-ca') ? 2 : 6)
    expect(stderr).toMatch(why)
    expect(stderr).toContain(hint)
  })

  test('is told who one is only in the ways that require_auth and channel_binding accept', async () => {
    for (const method of ['scram-sha-256', 'md5', 'password']) {
      await server.sql(`set password_encryption = '${method === 'md5' ? 'md5' : 'scram-sha-256'}';
        create role "${method}" login superuser password 'open'`)
    }
    const as = (role: string, query: string) =>
      list(`postgres://${role}:open@127.0.0.1:${port}/${templates.xivo}?sslmode=require&${query}`)
    for (const role of ['scram-sha-256', 'password']) {
      expect(await as(role, `require_auth=${role}`)).toEqual(fine)
      expect(await as(role, 'require_auth=!md5,!none')).toEqual(fine)
      for (const others of ['md5,none', `!${role}`]) {
        const {code, stderr} = await as(role, `require_auth=${others}`)
        expect({code, stderr}).toEqual({
          code: 6,
          stderr: `error: the database server at 127.0.0.1 requested the authentication '${role}', which require_auth does not allow\n`,
        })
      }
    }
    expect((await as('postgres', 'require_auth=scram-sha-256')).stderr).toContain("requested the authentication 'none'")
    expect(await as('postgres', 'require_auth=none')).toEqual(fine)
    expect(await as('scram-sha-256', 'channel_binding=require')).toEqual(fine)
    for (const role of ['password', 'postgres'])
      expect((await as(role, 'channel_binding=require')).stderr).toContain('did not offer channel binding')
  })

  test('is asked to cancel through TLS as well', async () => {
    const first: Buffer[] = []
    const proxy = createServer((client) => {
      const upstream = connect({host: '127.0.0.1', port: Number(port)})
      client.once('data', (data) => first.push(data.subarray(0, 8)))
      client.pipe(upstream).pipe(client)
      for (const socket of [client, upstream]) socket.on('error', () => {})
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    const {port: here} = proxy.address() as AddressInfo
    await cancels(url('127.0.0.1', '?sslmode=require').replace(port, `${here}`))
    proxy.close()
    const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
    expect(first).toEqual([sslRequest, sslRequest])
  })

  describe('beside others', () => {
    /** Which server answers. */
    const answering = (hosts: string, query = '') =>
      withContext(
        loadSettings(
          {},
          {XIVOCTL_DATABASE_URL: `postgres://postgres@${hosts}/${templates.xivo}?sslmode=prefer${query}`},
        ),
        new AbortController().signal,
        async (context) => {
          const {rows} = await sql<{port: string}>`select current_setting('port') as port`.execute(context.db)
          return rows[0]?.port === port ? 'tls' : 'tests'
        },
      )
    const nobody = '127.0.0.1:1'
    const tls = () => `127.0.0.1:${port}`
    const tests = () => encodeURIComponent(parse(inject('serverUrl')).host ?? '')
    const readOnly = async (is: boolean) => {
      await server.sql(`alter system set default_transaction_read_only = ${is}`)
      await server.sql('select pg_reload_conf()')
      const look = () => server.sql(`select current_setting('default_transaction_read_only') = 'on' as is`)
      await until(look, ([row]) => row?.is === is)
    }

    test('is tried in its turn', async () => {
      expect(await answering(`${nobody},${tls()}`)).toBe('tls')
      expect(await answering(`${tests()},${tls()}`)).toBe('tests')
      expect(await answering(`${nobody},${tests()},${tls()}`, '&target_session_attrs=any')).toBe('tests')
      await expect(answering(`${nobody},127.0.0.1:2`)).rejects.toMatchObject({
        code: 'Unavailable',
        message: expect.stringMatching(/^none of the database servers can be used: 127.0.0.1:1: .*; 127.0.0.1:2: .*$/),
      })
    })

    test('is passed over while it takes no writes, unless no other answers or one that only reads is wanted', async () => {
      await readOnly(true)
      try {
        expect(await answering(`${tls()},${tests()}`)).toBe('tests')
        expect(await answering(`${tls()},${nobody}`)).toBe('tls')
        expect(await answering(`${tls()},${tests()}`, '&target_session_attrs=any')).toBe('tls')
        expect(await answering(`${tests()},${tls()}`, '&target_session_attrs=read-only')).toBe('tls')
        expect(await answering(`${tls()},${tests()}`, '&target_session_attrs=primary')).toBe('tls')
        expect(await answering(`${tls()},${tests()}`, '&target_session_attrs=prefer-standby')).toBe('tls')
        for (const wanted of ['read-write', 'standby'])
          await expect(answering(tls(), `&target_session_attrs=${wanted}`)).rejects.toMatchObject({
            code: 'Unavailable',
            message: `the database server 127.0.0.1:${port} is ${wanted === 'standby' ? 'not a standby' : 'read-only'}, which target_session_attrs=${wanted} excludes: nothing was written`,
          })
      } finally {
        await readOnly(false)
      }
    })
  })

  test('is reached through a service, whose file the environment or the home directory has', async () => {
    writeFileSync(
      join(home, '.pg_service.conf'),
      `# ours\n[other]\nhost=nowhere\n\n[xivo]\nhost = 127.0.0.1\nport=${port}\nuser=postgres\nsslmode=require\ndbname=${templates.xivo}\n`,
    )
    expect(await list('postgres://?service=xivo')).toEqual(fine)
    expect(await list('postgres://', {PGSERVICE: 'xivo', PGPORT: '1'})).toEqual(fine)
    expect((await list('postgres://:1?service=xivo')).code).toBe(6)
    const file = passfile(`[xivo]\nhost=127.0.0.1\nsslmod=require\n`, 0o644, 'services')
    expect(await list('postgres://?service=xivo', {PGSERVICEFILE: file})).toEqual({
      code: 2,
      stderr: `error: service 'xivo' of ${file} has sslmod, which xivoctl does not know: did you mean sslmode?\n`,
    })
    const torn = passfile('[xivo]\nhost\n', 0o644, 'torn')
    expect((await list('postgres://?service=xivo', {PGSERVICEFILE: torn})).stderr).toBe(
      `error: line 2 of ${torn} is not parameter=value\n`,
    )
    expect(await list('postgres://?service=xivo', {PGSERVICEFILE: home})).toMatchObject({code: 2})
    expect(await list('postgres://?service=nope')).toEqual({
      code: 2,
      stderr: `error: no service 'nope' for the database connection\nhint: looked for it in ${home}/.pg_service.conf\n`,
    })
  })

  test.each([
    ['a Unix socket', () => server.url],
    ['TCP', () => url('127.0.0.1', '?sslmode=disable').replace('postgres@', 'clear@')],
    ['TLS', () => url('127.0.0.1', '?sslmode=require')],
  ])(
    'is heard over %s when it hangs up with data of ours unread and more are written before that is noticed',
    async (_way, to) => {
      await server.sql(`do $$ begin
      if to_regrole('clear') is null then create role clear login superuser; end if;
    end $$`)
      await expect(
        withContext(loadSettings({}, {XIVOCTL_DATABASE_URL: to()}), new AbortController().signal, (context) =>
          transact(context, async (_trx, client) => {
            const {rows} = await client.query('select pg_backend_pid() as pid')
            await client.query('create temporary table slow (line text check (pg_sleep(60) is null)) on commit drop')
            const copy = client.query(from('copy slow from stdin'))
            const failed = once(copy, 'error').then(([error]) => error)
            // The server reads 8 KiB before it sleeps.
            await new Promise((resolve) => copy.write(`${'a line\n'.repeat(10_000)}`, resolve))
            await sleep(100)
            // An input arrives where the event loop goes on without a look at other sockets.
            await stat('/')
            endNow(rows[0].pid)
            copy.write('another line\n')
            throw await failed
          }),
        ),
      ).rejects.toMatchObject({
        code: 'Unavailable',
        message:
          'the database server ended the connection (terminating connection due to administrator command): nothing was written',
      })
    },
  )

  test('is reached at a name in the abstract namespace', async () => {
    const name = `xivoctl-${process.pid}`
    const {host, port: number} = parse(inject('serverUrl'))
    const proxy = createServer((client) => {
      client.pipe(connect(`${host}/.s.PGSQL.${number || 5432}`)).pipe(client)
    })
    await once(proxy.listen(`\0${name}/.s.PGSQL.5432`), 'listening')
    expect(await list(`postgres://postgres@%40${name}/${templates.xivo}`)).toEqual(fine)
    proxy.close()
  })
})

test('a server that lets one in without its proof of the password is not believed where SCRAM is required', async () => {
  const sasl = Buffer.from('R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0', 'latin1')
  const welcome = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1')
  const impostor = createServer((client) =>
    client
      .once('data', () => {
        client.write(sasl)
        client.once('data', () => client.write(welcome))
      })
      .on('error', () => {}),
  )
  await once(impostor.listen(0, '127.0.0.1'), 'listening')
  const {port} = impostor.address() as AddressInfo
  const {code, stderr} = await list(`postgres://xivo:s3cret@127.0.0.1:${port}/asterisk?require_auth=scram-sha-256`)
  expect({code, stderr}).toEqual({
    code: 6,
    stderr: 'error: the database server at 127.0.0.1 did not prove that it knows the password: it may be an impostor\n',
  })
  impostor.close()
})

test.each(['70000', '0'])('the port %s is refused, wherever it comes from', async (port) => {
  expect(await list(`postgres://127.0.0.1/asterisk?port=${port}`)).toMatchObject({code: 2})
  expect(await list('postgres://127.0.0.1/asterisk', {PGPORT: port})).toMatchObject({code: 2})
})

describe('a server that does not answer', () => {
  /** AuthenticationOk and ReadyForQuery. */
  const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])
  const never = new AbortController().signal
  const real = () => inject('serverUrl').replace(/\/postgres(?=\?|$)/, `/${templates.xivo}`)
  const use = <T>(url: string, work: (context: Context) => Promise<T>, options: Parameters<typeof withContext>[3]) =>
    withContext(loadSettings({}, {XIVOCTL_DATABASE_URL: url}), never, work, options)

  /** One that says `greeting` at most. */
  async function mute(greeting = ''): Promise<string> {
    const server = createServer((client) =>
      client.once('data', () => client.write(greeting, 'latin1')).on('error', () => {}),
    )
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test('is not waited for behind a pooler that lets one in', async () => {
    const pooler = await mute(welcome.toString('latin1'))
    const works = [(context: Context) => transact(context, async () => {}), listQueues]
    for (const work of works)
      await expect(use<unknown>(`postgres://${pooler}/asterisk`, work, {answerMs: 300})).rejects.toMatchObject({
        code: 'Unavailable',
        message: expect.stringMatching(
          new RegExp(
            `^the database at ${pooler}, or a pooler in front of it, has not answered for [\\d.]+ s: nothing was written$`,
          ),
        ),
      })
  })

  /** On a busy machine the clock is late, so the message may tell more than the limit. */
  const silent = {
    code: 'Unavailable',
    message: expect.stringMatching(/ has not answered for [\d.]+ s: nothing was written$/),
  }

  test('any more is not waited for, in the middle of a transaction too; one that is only busy is', async () => {
    let dead = false
    const {url, close} = await startProxy(real(), () => (dead ? 'swallow' : 'pass'))
    onTestFinished(close)
    const failing = use(
      url,
      (context) =>
        snapshot(context, async (trx) => {
          await sql`select pg_sleep(1.5)`.execute(trx)
          dead = true
          await sql`select 1`.execute(trx)
        }),
      // The server is asked whether it is busy, and has as long to answer.
      {answerMs: 700},
    )
    await expect(failing).rejects.toMatchObject(silent)
    expect(dead).toBe(true)
  })

  /** A server between whose connections and us `judge` stands from the moment on when `work` calls `end`. */
  const through = async <T>(
    judge: (message: Passing) => Verdict,
    work: (context: Context, end: () => void) => Promise<T>,
    answerMs = 300,
  ) => {
    let begun = false
    const {url, close} = await startProxy(real(), (message) => (begun ? judge(message) : 'pass'))
    onTestFinished(close)
    return use(url, (context) => work(context, () => (begun = true)), {answerMs})
  }

  test('over this connection, but over others, is not waited for: it does not know this one any more', async () => {
    const failing = through(
      ({connection}) => (connection === 0 ? 'swallow' : 'pass'),
      (context, end) =>
        snapshot(context, async (trx) => {
          end()
          await sql`select 1`.execute(trx)
        }),
    )
    await expect(failing).rejects.toMatchObject(silent)
  })

  test('because a pooler is full, is waited for in a transaction, up to ten times as long', async () => {
    const isFull = ({connection, type}: Passing): Verdict => (connection > 0 && type === 'Q' ? 'swallow' : 'pass')
    const sleeping = (seconds: number, answerMs: number) =>
      through(
        isFull,
        (context, end) =>
          snapshot(context, async (trx) => {
            end()
            await sql`select pg_sleep(${seconds})`.execute(trx)
          }),
        answerMs,
      )
    await sleeping(1, 300)
    await expect(sleeping(30, 150)).rejects.toMatchObject({kind: expect.stringMatching(/unavailable|conflict/)})
  })

  test('to the start of a transaction is not waited for, even if it waits for another transaction', async () => {
    await withClient(real(), async (other) => {
      await other.query(`begin; ${holdCountry.replace('_shared', '')}`)
      const work = (trx: Trx) => sql`select 1`.execute(trx)
      const starting = use(real(), (context) => transact(context, work), {answerMs: 300})
      await expect(starting).rejects.toMatchObject({code: 'Busy'})
      await other.query('rollback')
    })
  })

  test.each<[Work, inTransaction: number, outside: number]>([
    ['busy', 120, 120],
    ['unknown', 10, 1],
    ['none', 1, 1],
  ])('and whose work is %s is waited for so many times as long', (work, inTransaction, outside) => {
    expect([patienceWith(work, true), patienceWith(work, false)]).toEqual([inTransaction, outside])
  })

  test('leaves time for the others: all together have one limit', async () => {
    const silent = await Promise.all([mute(), mute(), mute()])
    const {url, close} = await startProxy(real(), () => 'pass')
    onTestFinished(close)
    const good = new URL(url)
    const limits = {statementMs: 10_000, lockMs: 10_000}
    const start = Date.now()
    const all = url.replace(good.host, [...silent, good.host].join(','))
    expect(await use(all, listQueues, {patienceMs: 1600, limits})).not.toEqual([])
    expect(Date.now() - start).toBeLessThan(1600)
    const none = use(url.replace(good.host, silent.join(',')), listQueues, {patienceMs: 600, limits})
    await expect(none).rejects.toMatchObject({message: expect.stringContaining('none of the database servers')})
    expect(Date.now() - start).toBeLessThan(2600)
  })

  test('is named after 3 s, with what is waited for', async () => {
    const pooler = await mute(welcome.toString('latin1'))
    const silent = await mute()
    const toldOf = async (host: string) => {
      const stop = new AbortController()
      const told: (string | undefined)[] = []
      const onWaiting = (what: string | undefined) => {
        told.push(what)
        stop.abort('SIGINT')
      }
      const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: `postgres://${host}/asterisk`})
      await expect(withContext(settings, stop.signal, listQueues, {onWaiting})).rejects.toMatchObject({
        code: 'Interrupted',
      })
      return told
    }
    const [connecting, waiting] = await Promise.all([toldOf(silent), toldOf(pooler)])
    expect(connecting[0]).toMatch(`connecting to ${silent}: `)
    expect(waiting[0]).toMatch(`waiting for an answer from ${pooler}: `)
    for (const told of [connecting, waiting]) expect(told.at(-1)).toBeUndefined()
  })
})

/** An address of this machine that others can reach, too. */
const outside = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({internal, family}) => !internal && family === 'IPv4')?.address

describe.runIf(outside)('a server off this machine, as far as its address tells', () => {
  let port = ''
  let root = ''
  const server = useServer({
    prepare: async (directory) => {
      const settings = await makeTls(directory)
      port = settings.port ?? ''
      root = join(directory, 'root.crt')
      await writeFile(settings.hba_file ?? '', 'local all all trust\nhost all all all trust\n')
      // Not on the command line, which would go before what is changed later.
      const {ssl: _, ...others} = settings
      return {...others, listen_addresses: '*'}
    },
  })
  const url = (query = '') => `postgres://postgres@${outside}:${port}/${templates.xivo}${query}`

  test('is not spoken to in clear by default when it has no TLS', async () => {
    const {code, stderr} = await list(url())
    expect(code).toBe(6)
    expect(stderr).toMatch(
      /does not support TLS\nhint: sslmode=verify-full, the default for a server.*\nhint: set ssl = on on the server/,
    )
    expect(await list(url('?sslmode=prefer'))).toEqual(fine)
  })

  test('must prove its name unless the URL says otherwise, and the way out is said', async () => {
    await server.sql('alter system set ssl = on')
    await server.sql('select pg_reload_conf()')
    const {code, stderr} = await until(
      () => list(url()),
      ({stderr}) => !stderr.includes('speaks no TLS'),
    )
    expect(code).toBe(6)
    expect(stderr).toContain(`the certificate of the database server at ${outside} cannot be verified: self-signed`)
    expect(stderr).toContain('sslmode=verify-full, the default for a server on another machine')
    expect((await list(url(`?sslrootcert=${root}`))).stderr).toContain('does not match certificate')
    for (const mode of ['disable', 'prefer', 'require']) expect(await list(url(`?sslmode=${mode}`))).toEqual(fine)
    expect(await list(url(), {PGSSLMODE: 'disable'})).toEqual(fine)
  })
})

/** Ends a session while this program notices nothing, as when it is busy with its input. */
function endNow(pid: number): void {
  process.kill(pid, 'SIGTERM')
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
  }
}

/** A reload takes a moment. */
async function until<T>(look: () => Promise<T>, is: (found: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = await look()
    if (is(found)) return found
    await sleep(100)
  }
  return look()
}
