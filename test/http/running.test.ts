import {once} from 'node:events'
import {chmod, mkdir, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {PassThrough, type Writable} from 'node:stream'
import {text} from 'node:stream/consumers'
import {setTimeout as sleep} from 'node:timers/promises'
import {CompiledQuery} from 'kysely'
import {describe, expect, test} from 'vitest'
import {begin, type Context, withContext} from '../../src/context.ts'
import {translateErrors} from '../../src/database/connection/errors.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {streamCallbackLists, streamFoundCallbacks} from '../../src/services/callbacks/stream.ts'
import {listQueues} from '../../src/services/queues.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {startProxy} from '../faults/proxy.ts'
import {withBase} from '../support/bases.ts'
import {curl, exchange, send} from '../support/exchange.ts'
import {processToken, startServe} from '../support/serve-process.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const server = useServing(xivo)
const base = '/configmgt/api/1.0'
const withToken = {'X-Auth-Token': token}
const get = (path: string, headers: Record<string, string> = {}) => exchange(server.port, curl('GET', path, {headers}))

describe('health, readiness and figures', () => {
  test('health needs neither token nor database', async () => {
    const answer = await get('/health', {'X-Forwarded-For': '192.0.2.1'})
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, {healthy: true}])
  })

  test('readiness and figures need no token from this machine, and one through a proxy', async () => {
    for (const path of ['/ready', '/metrics']) {
      expect((await get(path)).status).toBe(200)
      for (const header of ['X-Forwarded-For', 'X-Forwarded-Proto', 'Forwarded', 'X-Real-IP', 'Via']) {
        expect((await get(path, {[header]: '127.0.0.1'})).status, header).toBe(401)
      }
      expect((await get(path, {'X-Forwarded-For': '192.0.2.1', ...withToken})).status).toBe(200)
    }
  })

  test('readiness and figures need a token when a web site asks through a browser on this machine', async () => {
    const ask = async (headers: Record<string, string>) => (await get('/ready', headers)).status
    for (const host of ['localhost', 'localhost:9100', '127.0.0.1:9100', '192.0.2.1', '[::1]:9100', 'LOCALHOST:9100']) {
      expect(await ask({Host: host}), host).toBe(200)
      expect(await ask({Host: host, Origin: 'http://localhost:9100'}), host).toBe(401)
    }
    for (const host of [
      'rebound.example',
      'rebound.example:9100',
      '127.0.0.1.rebound.example',
      'localhost.example',
      '[::1',
    ])
      expect(await ask({Host: host}), host).toBe(401)
    expect(await ask({Host: 'rebound.example', Origin: 'http://rebound.example', ...withToken})).toBe(200)
    const without = 'GET /ready HTTP/1.0\r\n\r\n'
    expect((await exchange(server.port, without)).status).toBe(200)
  })

  test('readiness names what is missing', async () => {
    await rename(xivo.sounds, `${xivo.sounds}-away`)
    await xivo.sql('alter schema xivoctl rename to away')
    try {
      const answer = await get('/ready')
      const body = JSON.parse(answer.body)
      expect([answer.status, body.error]).toEqual([503, 'Unavailable'])
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(body.errors.map(({column}: {column: string}) => column)).toEqual(['own tables', 'sounds'])
    } finally {
      await xivo.sql('alter schema away rename to xivoctl')
      await rename(`${xivo.sounds}-away`, xivo.sounds)
    }
    expect((await get('/ready')).status).toBe(200)
  })

  test('readiness says whether the database accepts writes: a standby or a read-only one serves reads', async () => {
    expect(JSON.parse((await get('/ready')).body)).toMatchObject({ready: true, writes: true})
    const setTo = async (value: string) => {
      await xivo.sql(`alter database ${xivo.name} set default_transaction_read_only = ${value}`)
      await xivo.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'xivoctl'`)
    }
    await setTo('on')
    try {
      await expect
        .poll(async () => JSON.parse((await get('/ready')).body))
        .toMatchObject({
          ready: true,
          writes: false,
          checks: expect.arrayContaining([{check: 'writes', what: expect.stringContaining('read-only')}]),
        })
      expect((await get(`${base}/users`, withToken)).status).toBe(200)
    } finally {
      await setTo('off')
    }
    await expect.poll(async () => JSON.parse((await get('/ready')).body)).toMatchObject({ready: true, writes: true})
  })

  test('a server stays ready when a newer one has upgraded the tables of both', async () => {
    await xivo.sql(`insert into xivoctl.xivoctl_migration values ('9999-telepathy', now()::text)`)
    try {
      expect((await get('/ready')).status).toBe(200)
    } finally {
      await xivo.sql(`delete from xivoctl.xivoctl_migration where name = '9999-telepathy'`)
    }
  })

  test('figures count requests by route, method and status, time them, and look at the pool', async () => {
    await get(`${base}/queue/1/dissuasion`, withToken)
    const {body, headers} = await get('/metrics')
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(body).toMatch(
      /^xivoctl_http_requests_total\{route="\/configmgt\/api\/1\.0\/queue\/:id\/dissuasion",method="GET",status="200"\} 1$/m,
    )
    expect(body).toMatch(
      /^xivoctl_http_request_duration_seconds_bucket\{le="60",route=".*dissuasion",method="GET"\} 1$/m,
    )
    for (const state of ['open', 'idle', 'waiting']) {
      expect(body).toMatch(new RegExp(`^xivoctl_database_connections\\{state="${state}"\\} \\d+$`, 'm'))
    }
  })

  test('figures count imports by what came of them', async () => {
    const list = await newList()
    const csv = 'phoneNumber\n0123456789\n'
    await upload(list, csv)
    await upload(list, csv, '?dryRun=true')
    await upload(list, 'phoneNumber\nnobody\n')
    const {body} = await get('/metrics')
    for (const outcome of ['imported', 'rehearsed', 'InvalidCsv']) {
      expect(body).toContain(`xivoctl_imports_total{outcome="${outcome}"} 1\n`)
    }
  })
})

async function newList(port = server.port, auth = token): Promise<string> {
  const headers = {'X-Auth-Token': auth, 'Content-Type': 'application/json'}
  const data = JSON.stringify({name: `list ${Math.random()}`, queueId: 1})
  return JSON.parse((await exchange(port, curl('POST', `${base}/callback_lists`, {headers, data}))).body).uuid
}

const upload = (list: string, data: string, query = '') =>
  exchange(
    server.port,
    curl('POST', `${base}/callback_lists/${list}/callback_requests/csv${query}`, {
      headers: {...withToken, 'Content-Type': 'text/plain'},
      data,
    }),
  )

describe('every answer', () => {
  test('is kept out of caches, frames and guesses, and names no product', async () => {
    for (const path of ['/health', '/nowhere', '/%zz', `${base}/users`]) {
      const {headers} = await get(path)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      })
      expect(headers).not.toHaveProperty('server')
      expect(headers).not.toHaveProperty('x-powered-by')
    }
  })

  test('carries the id of its request: the one that came when it is sane, else a new one', async () => {
    const idOf = async (id: string) => (await get('/health', {'X-Request-Id': id})).headers['x-request-id']
    expect(await idOf('abc-123.x:9')).toBe('abc-123.x:9')
    for (const id of ['', 'a b', '<script>', 'x'.repeat(65), '{"a":1}']) {
      expect(await idOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
    }
  })

  test.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a header that is too long', `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['a path that is not UTF-8', 'GET /%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    [
      'a login that is too long',
      `GET ${base}/rights/user/${'x'.repeat(2000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      414,
    ],
    [
      'a body that is too long',
      `POST ${base}/callback_lists HTTP/1.1\r\nHost: a\r\nX-Auth-Token: ${token}\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\nConnection: close\r\n\r\n{`,
      413,
    ],
  ])('to %s is an error as every other', async (_, bytes, status) => {
    const answer = await exchange(server.port, bytes)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toMatchObject({error: 'InvalidRequest', message: expect.any(String)})
  })
})

describe('the log', () => {
  test('is a JSON line a request, with the route and without what the client said', async () => {
    const serve = await startServe(xivo)
    const ask = (path: string, headers = {}) =>
      exchange(serve.port, curl('GET', path, {headers: {'X-Auth-Token': processToken, ...headers}}))
    await ask(`${base}/rights/user/secret-login?secret=query`, {'X-Request-Id': 'mine-1', 'X-Secret': 'secret-header'})
    await ask('/secret-path')
    await ask(`${base}/users`, {'X-Auth-Token': 'secret-wrong-token'})
    await ask('/health')
    serve.signal('SIGTERM')
    await serve.ended
    const requests = serve.log().filter(({msg}) => msg === 'request')
    expect(requests).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        pid: serve.pid,
        id: 'mine-1',
        method: 'GET',
        route: `${base}/rights/user/:login`,
        status: 404,
        ms: expect.any(Number),
        by: 'tests',
        from: '127.0.0.1',
        error: 'UserNotFound',
        msg: 'request',
      },
      expect.objectContaining({route: 'none', status: 404}),
      expect.objectContaining({level: 'warn', status: 401, error: 'Unauthorized'}),
    ])
    expect(serve.said()).not.toMatch(/secret|a-token-for/)
  })

  test('tells of a bug its SQLSTATE and where it happened, not what the database said', async () => {
    await xivo.sql(`
      create function public.buggy() returns trigger language plpgsql as
        $$ begin raise exception 'secret %', new.name using errcode = '22012', detail = 'secret detail'; end $$;
      create trigger buggy before insert on xivoctl.callback_list for each row execute procedure public.buggy()`)
    try {
      const serve = await startServe(xivo)
      const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
      const data = '{"name":"secret name","queueId":1}'
      const answer = await exchange(serve.port, curl('POST', `${base}/callback_lists`, {headers, data}))
      serve.signal('SIGTERM')
      await serve.ended
      expect([answer.status, JSON.parse(answer.body).error]).toEqual([500, 'UnhandledError'])
      expect(serve.log().find(({status}) => status === 500)).toMatchObject({
        level: 'error',
        error: 'UnhandledError',
        sqlstate: '22012',
        stack: expect.arrayContaining([expect.stringMatching(/^\s+at /)]),
      })
      expect(serve.said() + answer.body).not.toContain('secret')
    } finally {
      await xivo.sql('drop function public.buggy() cascade')
    }
  })
})

describe('a stop', () => {
  /** A request that may end early. */
  function head(method: string, path: string, headers: Record<string, string>, body: string): string {
    const all = {'X-Auth-Token': processToken, Host: 'a', 'Content-Type': 'application/json', ...headers}
    const lines = Object.entries(all).map((each) => each.join(': '))
    return `${[`${method} ${base}${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`
  }

  test('is over at once, with code 0, whatever connections are open whose clients are owed no answer', async () => {
    const serve = await startServe(xivo)
    const sent = {
      'GET /health HTTP/1.1\r\nHost: idle and kept alive\r\n\r\n': 1,
      'GET /health HTTP/1.1\r\nHost: half of a he': 50,
      [head('POST', '/callback_lists', {'Content-Length': '99'}, '{"name":')]: 1,
      '': 200,
    }
    const sockets = Object.entries(sent).flatMap(([bytes, count]) =>
      Array.from({length: count}, () => send(serve.port, bytes).on('error', () => {})),
    )
    await Promise.all(sockets.map((socket) => socket.connecting && once(socket, 'connect')))
    await exchange(serve.port, curl('GET', '/health'))
    expect(await msToStop(serve)).toBeLessThan(2000)
  })

  test('ends an upload that has fallen silent, and tells its client that nothing was written', async () => {
    const serve = await startServe(xivo)
    const list = await newList(serve.port, processToken)
    const {answer} = startImport(serve.port, list)
    await atWork()
    expect(await msToStop(serve)).toBeLessThan(2000)
    expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*"error":"Interrupted"/)
    expect(await rowsOf(list)).toBe(0)
  })

  test('lets an import finish that ends in time, takes no new connection, and says what it waits for', async () => {
    const serve = await startServe(xivo)
    const list = await newList(serve.port, processToken)
    const {socket, answer} = startImport(serve.port, list)
    await atWork()
    const more = setInterval(() => socket.write('3\r\n01\n\r\n'), 50)
    serve.signal('SIGTERM')
    while (!/1 running, with 8 s to finish$/m.test(serve.said())) await sleep(20)
    await sleep(1000)
    await expect(exchange(serve.port, curl('GET', '/health'))).rejects.toThrow(/ECONNREFUSED/)
    clearInterval(more)
    socket.write('3\r\n02\n\r\n0\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1\.1 201 [\s\S]*connection: close[\s\S]*callback requests imported/i)
    expect((await serve.ended).code).toBe(0)
    expect(await rowsOf(list)).toBeGreaterThan(2)
  })

  test('rolls an import back that does not end, tells the client and the log, and is over in 10 s with code 0', async () => {
    const serve = await startServe(xivo)
    const list = await newList(serve.port, processToken)
    const {socket, answer} = startImport(serve.port, list)
    await atWork()
    const more = setInterval(() => socket.write('1\r\n2\r\n'), 100)
    socket.once('close', () => clearInterval(more))
    const start = Date.now()
    serve.signal('SIGINT')
    expect((await serve.ended).code).toBe(0)
    expect(Date.now() - start).toBeLessThan(10_000)
    expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*"Interrupted","message":"interrupted: nothing was written"/)
    expect(serve.log().find(({route}) => String(route).endsWith('/csv'))).toMatchObject({
      status: 503,
      error: 'Interrupted',
    })
    expect(await rowsOf(list)).toBe(0)
  })

  test('is immediate at the second signal', async () => {
    const serve = await startServe(xivo)
    const list = await newList(serve.port, processToken)
    startImport(serve.port, list)
    await atWork()
    serve.signal('SIGTERM')
    while (!serve.said().includes('stopping')) await sleep(20)
    serve.signal('SIGTERM')
    expect(await serve.ended).toMatchObject({code: null, signal: 'SIGTERM'})
    while (await importsAtWork()) await sleep(50)
    expect(await rowsOf(list)).toBe(0)
  })

  async function msToStop(serve: Awaited<ReturnType<typeof startServe>>): Promise<number> {
    const start = Date.now()
    serve.signal('SIGTERM')
    expect(await serve.ended).toMatchObject({code: 0, signal: null})
    return Date.now() - start
  }

  /** An upload whose end is still to come. */
  function startImport(port: number, list: string) {
    const framing = {'Content-Type': 'text/plain', 'Transfer-Encoding': 'chunked'}
    const path = `/callback_lists/${list}/callback_requests/csv`
    const socket = send(port, head('POST', path, framing, 'f\r\nphoneNumber\n01\n\r\n'))
    socket.on('error', () => {})
    const answer = new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
    })
    return {socket, answer}
  }

  const importsAtWork = async () =>
    (
      await xivo.sql(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query ilike 'copy %' and state = 'active'`,
      )
    ).length > 0

  async function atWork(): Promise<void> {
    while (!(await importsAtWork())) await sleep(20)
  }

  const rowsOf = async (list: string) =>
    Number(
      (await xivo.sql('select count(*) from xivoctl.callback_request where list_uuid = $1', [list]))[0]?.count ?? -1,
    )
})

describe('requests that wait', () => {
  const json = {...withToken, 'Content-Type': 'application/json'}
  const own = '/xivoctl/api/1'
  const timed = async (path: string) => {
    const start = Date.now()
    const {status} = await get(path, withToken)
    return {status, inTime: Date.now() - start < 2000}
  }
  const both = async () => [await timed(`${base}/users`), await timed('/ready')]
  const inTime = [
    {status: 200, inTime: true},
    {status: 200, inTime: true},
  ]

  test('never do so for a slow upload: deleting or changing its list is Busy at once, and others are answered', async () => {
    const list = await newList()
    const framing = 'Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nf\r\nphoneNumber\n01\n\r\n'
    const path = `${base}/callback_lists/${list}/callback_requests/csv`
    const slow = send(server.port, `POST ${path} HTTP/1.1\r\nHost: a\r\nX-Auth-Token: ${token}\r\n${framing}`)
    await expect
      .poll(() => xivo.sql(`select from pg_stat_activity where datname = current_database() and query ilike 'copy %'`))
      .toHaveLength(1)
    const start = Date.now()
    const rename = {headers: json, data: '{"name":"another name"}'}
    const changes = [
      ...Array.from({length: 11}, () => curl('DELETE', `${base}/callback_lists/${list}`, {headers: json})),
      curl('PATCH', `${own}/callback_lists/${list}`, rename),
    ].map((request) => exchange(server.port, request))
    expect(await both()).toEqual(inTime)
    for (const {status, body} of await Promise.all(changes)) {
      expect([status, JSON.parse(body)]).toMatchObject([409, {error: 'Busy', hints: ['try again when it is done']}])
    }
    expect(Date.now() - start).toBeLessThan(3000)
    slow.write('3\r\n02\n\r\n0\r\n\r\n')
    const [answer] = await once(slow, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 201 /)
    slow.destroy()
    expect(
      (await exchange(server.port, curl('DELETE', `${base}/callback_lists/${list}`, {headers: json}))).status,
    ).toBe(200)
  })

  test('for a lock, to write, leave half of the connections to others', async () => {
    const list = await newList()
    await xivo.client(async (client) => {
      await client.query('begin; select from xivoctl.callback_list for update')
      const data = '{"phoneNumber":"0230210092"}'
      const path = `${base}/callback_lists/${list}/callback_requests`
      const waiting = Array.from({length: 12}, () => exchange(server.port, curl('POST', path, {headers: json, data})))
      await expect
        .poll(() =>
          xivo.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(2)
      expect(await both()).toEqual(inTime)
      await client.query('rollback')
      for (const {status} of await Promise.all(waiting)) expect(status).toBe(201)
    })
  })

  test('for a lock, to read, leave readiness its own connection', async () => {
    await xivo.client(async (client) => {
      await client.query('begin; lock table public.agentfeatures in access exclusive mode')
      const path = `${base}/agent_config`
      const waiting = Array.from({length: 6}, () => exchange(server.port, curl('GET', path, {headers: json})))
      await expect
        .poll(() =>
          xivo.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(4)
      expect(await timed('/ready')).toEqual(inTime[0])
      await client.query('rollback')
      for (const {status} of await Promise.all(waiting)) expect(status).toBe(200)
    })
  })
})

describe('the limits of transactions', () => {
  test('are their own: a lock that is held gives Busy, and the session keeps nothing', async () => {
    const serve = await startServe(xivo, {flags: ['--lock-timeout', '1', '--connections', '1']})
    const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
    const create = () =>
      exchange(serve.port, curl('POST', `${base}/callback_lists`, {headers, data: '{"name":"waits","queueId":1}'}))
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const {status, body} = await create()
      expect([status, JSON.parse(body).error]).toEqual([409, 'Busy'])
      await client.query('rollback')
    })
    expect((await create()).status).toBe(201)
    serve.signal('SIGTERM')
    await serve.ended
  })

  test('hold for whatever is read: one lock on a table of XiVO stops nobody else', async () => {
    const serve = await startServe(xivo, {flags: ['--lock-timeout', '1', '--connections', '1']})
    const get = async (path: string) => {
      const {status} = await exchange(
        serve.port,
        curl('GET', withBase('GET', path), {headers: {'X-Auth-Token': processToken}}),
      )
      return status
    }
    await xivo.client(async (client) => {
      await client.query('begin; lock table public.queuefeatures in access exclusive mode')
      for (const path of ['/queue/1/dissuasion', '/queue/1/dissuasions', '/dissuasions', '/queues', '/agent_config']) {
        expect([path, await get(path)]).toEqual([path, 409])
        expect(await get('/users')).toBe(200)
      }
      await client.query('rollback')
    })
    serve.signal('SIGTERM')
    await serve.ended
  })

  test('travel with a read that is one statement, in one message', async () => {
    const [before] = await xivo.sql('select clock_timestamp()::text as now')
    const serve = await startServe(xivo, {flags: ['--lock-timeout', '1', '--connections', '1']})
    const paths = {
      '/queue/1/dissuasion': 'public.queuefeatures',
      '/callback_periods': '"xivoctl"."preferred_callback_period"',
    }
    for (const [path, table] of Object.entries(paths)) {
      await exchange(serve.port, curl('GET', withBase('GET', path), {headers: {'X-Auth-Token': processToken}}))
      const said = await xivo.sql(
        `select query from pg_stat_activity where datname = current_database() and application_name = 'xivoctl'
          and state = 'idle' and backend_start > $1::timestamptz`,
        [before?.now],
      )
      const limits = 'set local statement_timeout = 30000; set local lock_timeout = 1000; '
      expect(said).toEqual([{query: expect.stringMatching(new RegExp(`^${limits}\\s*select .*${table}`, 's'))}])
    }
    serve.signal('SIGTERM')
    await serve.ended
  })

  test('hold for a statement without a transaction, and stay in no session', async () => {
    const limits = {statementMs: 100, lockMs: 200}
    const work = async ({db, pool}: Context) => {
      for (const statement of [
        CompiledQuery.raw('select pg_sleep(60)'),
        CompiledQuery.raw('select pg_sleep($1)', [60]),
      ]) {
        await expect(db.executeQuery(statement)).rejects.toMatchObject({code: '57014'})
        expect((await db.executeQuery(CompiledQuery.raw('select 1 as one'))).rows).toEqual([{one: 1}])
        expect((await db.executeQuery(CompiledQuery.raw('select $1::int as one', [1]))).rows).toEqual([{one: 1}])
      }
      expect((await pool.query('show statement_timeout')).rows).toEqual([{statement_timeout: '0'}])
    }
    await withContext(loadSettings({}, xivo.env), new AbortController().signal, work, {connections: 1, limits})
  })

  test('cut a statement that works for too long', async () => {
    await xivo.sql(`
      create function public.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$;
      create trigger slow before insert on xivoctl.callback_list for each row execute procedure public.slow()`)
    try {
      const serve = await startServe(xivo, {flags: ['--statement-timeout', '1']})
      const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
      const {status, body} = await exchange(
        serve.port,
        curl('POST', `${base}/callback_lists`, {headers, data: '{"name":"slow","queueId":1}'}),
      )
      expect([status, JSON.parse(body).error]).toEqual([409, 'Busy'])
      serve.signal('SIGTERM')
      await serve.ended
    } finally {
      await xivo.sql('drop function public.slow() cascade')
    }
  })
})

describe('a database that says nothing', () => {
  test('makes a request wait for a connection for 3 s and no longer', async () => {
    const serve = await startServe(xivo, {flags: ['--connections', '1', '--lock-timeout', '20']})
    const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const waiting = exchange(
        serve.port,
        curl('POST', `${base}/callback_lists`, {headers, data: '{"name":"waits long","queueId":1}'}),
      )
      const locked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      while ((await xivo.sql(locked)).length === 0) await sleep(20)
      const {status, headers: said, body} = await exchange(serve.port, curl('GET', `${base}/users`, {headers}))
      expect([status, JSON.parse(body).error]).toEqual([503, 'Unavailable'])
      expect(Number(said['retry-after'])).toBeGreaterThan(0)
      await client.query('rollback')
      expect((await waiting).status).toBe(201)
    })
    serve.signal('SIGTERM')
    await serve.ended
  })

  test('is given up after its silence, and asked anew', async () => {
    await throughMuteable(async (url, mute) => {
      const settings = loadSettings({}, {...xivo.env, XIVOCTL_DATABASE_URL: url})
      await withContext(
        settings,
        never,
        async (context) => {
          await listQueues(context)
          mute(true)
          await expect(translateErrors(begin(context), () => listQueues(context))).rejects.toMatchObject({
            code: 'Unavailable',
          })
          mute(false)
          expect(await listQueues(context)).not.toEqual([])
        },
        {silenceMs: 300},
      )
    })
  })

  test('but works on for nobody is told to stop: after its silence, and when the program stops', async () => {
    const stop = new AbortController()
    const settings = loadSettings({}, xivo.env)
    const asleep = async (context: Context) => {
      const sleeping = translateErrors(begin(context), () => context.pool.query('select pg_sleep(60)'))
      sleeping.catch(() => {})
      while ((await sleepers()) === 0) await sleep(10)
      return sleeping
    }
    const atSleep = `select from pg_stat_activity
      where datname = current_database() and state = 'active' and query = 'select pg_sleep(60)'`
    const sleepers = async () => (await xivo.sql(atSleep)).length
    await withContext(
      settings,
      never,
      async (context) => {
        await expect(asleep(context)).rejects.toMatchObject({code: 'Busy'})
        expect(await listQueues(context)).not.toEqual([])
      },
      {silenceMs: 1000},
    )
    await expect.poll(sleepers, {timeout: 20_000}).toBe(0)
    await expect(
      withContext(settings, stop.signal, async (context) => {
        setTimeout(() => stop.abort('SIGTERM'), 1000)
        await asleep(context)
      }),
    ).rejects.toMatchObject({code: 'Interrupted'})
    await expect.poll(sleepers, {timeout: 20_000}).toBe(0)
  })
})

describe('a client that says or reads nothing for longer than the database may', () => {
  const settings = () => loadSettings({}, xivo.env)
  const patient = {silenceMs: 2000, limits: {statementMs: 2000, lockMs: 2000}}

  test('still gets the verdict on what it uploads', async () => {
    async function* trickle() {
      for (const piece of ['phoneNumber\n01', '23456789\n', '0123456780\n']) {
        yield Buffer.from(piece)
        await sleep(3000)
      }
    }
    const list = await newList()
    const imported = withContext(
      settings(),
      never,
      (context) => importCallbacks(context, list, {bytes: trickle()}),
      patient,
    )
    expect(await imported).toMatchObject({result: {imported: 2}})
  })

  test.each([
    ['every list', streamCallbackLists],
    ['find', (context: Context, sink: Writable) => streamFoundCallbacks(context, sink, [])],
  ])('still gets all of %s', async (_, stream) => {
    await newList()
    await xivo.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, description, preferred_period_uuid, due_date)
       select md5(random()::text || clock_timestamp())::uuid, list.uuid, '1', repeat('rappeler ', 100), period.uuid, date '2026-01-01'
       from generate_series(1, 10000), (select uuid from xivoctl.callback_list limit 1) list, xivoctl.preferred_callback_period period
       where period."default"`,
    )
    try {
      const sink = new PassThrough()
      const streaming = withContext(settings(), never, (context) => stream(context, sink), patient)
      await Promise.race([once(sink, 'readable'), streaming])
      await sleep(3000)
      const reading = text(sink)
      await streaming
      sink.end()
      const document = JSON.parse(await reading)
      const requests = document.list ?? document.flatMap(({callbacks}: {callbacks: unknown[]}) => callbacks)
      expect(requests.length).toBeGreaterThanOrEqual(10_000)
    } finally {
      await xivo.sql('truncate xivoctl.callback_request')
    }
  })
})

describe('an answer that streams', () => {
  test.each([
    ['every list', 'GET', '/callback_lists', undefined],
    ['find', 'POST', '/callback_requests/find', '{}'],
  ])('must begin within the limit of a statement: %s', async (_, method, path, data) => {
    const list = await newList()
    await xivo.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
       select md5(random()::text || clock_timestamp())::uuid, $1, '1', uuid, date '2026-01-01' from generate_series(1, 400), xivoctl.preferred_callback_period
       where "default"`,
      [list],
    )
    await xivo.sql('alter table xivoctl.callback_request rename to stored')
    await xivo.sql(
      'create view xivoctl.callback_request as select * from xivoctl.stored where pg_sleep(0.02) is not null',
    )
    const serve = await startServe(xivo, {flags: ['--statement-timeout', '1']})
    try {
      const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
      const {status, body} = await exchange(serve.port, curl(method, `${base}${path}`, {headers, ...(data && {data})}))
      expect([status, JSON.parse(body).error]).toEqual([409, 'Busy'])
    } finally {
      await xivo.sql('drop view xivoctl.callback_request')
      await xivo.sql('alter table xivoctl.stored rename to callback_request')
      await xivo.sql('truncate xivoctl.callback_request')
      serve.signal('SIGTERM')
      await serve.ended
    }
  })
})

const never = new AbortController().signal

/** A way to the database on which, once it is mute, nothing comes back. */
async function throughMuteable(work: (url: string, mute: (is: boolean) => void) => Promise<void>): Promise<void> {
  let isMute = false
  const proxy = await startProxy(xivo.url, ({from}) => (isMute && from === 'server' ? 'swallow' : 'pass'))
  try {
    await work(proxy.url, (is) => {
      isMute = is
    })
  } finally {
    await proxy.close()
  }
}

describe('the tokens', () => {
  test('of a file are all accepted; a file that everybody can read is refused', async () => {
    await mkdir(join(xivo.sounds, '.config'), {recursive: true})
    const file = join(xivo.sounds, '.config', 'tokens')
    await writeFile(file, '# goes in May\nthe-old-token-that-goes\nthe-new-token-that-comes\n', {mode: 0o600})
    const env = {XIVOCTL_TOKEN: '', XIVOCTL_TOKEN_FILE: file}
    const serve = await startServe(xivo, {env})
    for (const [each, status] of [
      ['the-old-token-that-goes', 200],
      ['the-new-token-that-comes', 200],
      ['the-old-token-that-goes\nthe-new-token-that-comes'.replace('\n', ' '), 401],
      ['May', 401],
      ['#', 401],
      ['the', 401],
    ] as const) {
      const answer = await exchange(serve.port, curl('GET', `${base}/users`, {headers: {'X-Auth-Token': each}}))
      expect(answer.status, each).toBe(status)
    }
    const statusOf = async (each: string) =>
      (await exchange(serve.port, curl('GET', `${base}/users`, {headers: {'X-Auth-Token': each}}))).status
    const readAgain = async (content: string, said: RegExp) => {
      await writeFile(file, content)
      serve.signal('SIGHUP')
      await expect.poll(serve.said, {timeout: 10_000}).toMatch(said)
    }
    await readAgain('the-new-token-that-comes\n', /^read the tokens again: 1 token accepted$/m)
    expect([await statusOf('the-old-token-that-goes'), await statusOf('the-new-token-that-comes')]).toEqual([401, 200])
    await readAgain('a-token # and words beside it\n', /the tokens stay as they were: line 1 of the tokens/)
    expect(await statusOf('the-new-token-that-comes')).toBe(200)
    serve.signal('SIGTERM')
    await serve.ended
    await expect(startServe(xivo, {env})).rejects.toThrow(/line 1 of the tokens has more than three words/)
    await chmod(file, 0o644)
    await expect(startServe(xivo, {env})).rejects.toThrow(/all users can read the token file/)
  })

  test('must be there', async () => {
    await expect(startServe(xivo, {env: {XIVOCTL_TOKEN: ''}})).rejects.toThrow(/no token is configured/)
  })
})
