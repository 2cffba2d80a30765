import {execFile} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {limits} from '../../src/http/limits.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {withBase} from '../support/bases.ts'
import {answerOn, curl, exchange, send} from '../support/exchange.ts'
import {startServe} from '../support/serve-process.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const server = useServing(xivo)
const header = 'phoneNumber|lastName\n'
const csv = `${header}0230210092|Doe\n0587963214|O'Neill\n`
const headers = {'X-Auth-Token': token, 'Content-Type': 'text/plain'}
const base = '/configmgt/api/1.0/callback_lists'
let list = ''
const path = (query = '') => `${base}/${list}/callback_requests/csv${query}`

async function upload(data: string, more: Record<string, string> = {}, query = '') {
  const answer = await exchange(server.port, curl('POST', path(query), {headers: {...headers, ...more}, data}))
  const document = answer.headers['content-type']?.startsWith('application/json') ? JSON.parse(answer.body) : undefined
  return {...answer, document}
}

const rows = async () => Number((await xivo.sql('select count(*) as n from xivoctl.callback_request'))[0]?.n)

beforeEach(async () => {
  await xivo.sql(
    'truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.callback_import, xivoctl.request_key',
  )
  list = (await xivo.made((context) => createList(context, 'Uploads', 'ventes'))).uuid
})

describe('a CSV', () => {
  test('sent by curl -d @file is told what curl did to it, and --data-binary works', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xivoctl-upload-'))
    writeFileSync(join(folder, 'file.csv'), csv)
    const url = `http://127.0.0.1:${server.port}${path()}`
    const flags = ['-sS', '-H', `X-Auth-Token: ${token}`, '-H', 'Content-Type: text/plain']
    const run = async (...argv: string[]) =>
      (await promisify(execFile)('curl', [...flags, ...argv, url], {cwd: folder})).stdout
    expect(JSON.parse(await run('-d', '@file.csv')).hints).toContainEqual(expect.stringContaining('data-binary'))
    expect(await rows()).toBe(0)
    expect(await run('--data-binary', '@file.csv')).toBe('2 callback requests imported\n')
    expect(await rows()).toBe(2)
    await rm(folder, {recursive: true})
  })

  test('that is no good is answered, however much of it is still to come', async () => {
    const broken = `${header}1|"open\n${'x'.repeat(4 * 1024 * 1024)}`
    expect(await upload(broken)).toMatchObject({status: 400, document: {error: 'InvalidCsv'}})
    expect(await upload(csv.repeat(200_000), {}, '?onDuplicate=never')).toMatchObject({status: 400})
    list = crypto.randomUUID()
    expect(await upload(csv.repeat(200_000))).toMatchObject({status: 404, document: {error: 'CallbackListNotFound'}})
  })

  test('of which more came than its Content-Length says is not imported without its end', async () => {
    const accents = `phoneNumber|description\n0230210092|troisième étage côté cour\n`
    const request = curl('POST', path(), {headers, data: accents}).toString('latin1')
    const characters = request.replace(/Content-Length: \d+/, `Content-Length: ${accents.length}`)
    const answer = await exchange(server.port, Buffer.from(characters, 'latin1'))
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({
      error: 'InvalidCsv',
      hints: [expect.stringContaining('Content-Length counts bytes')],
    })
    expect(await rows()).toBe(0)
  })

  test('leaves the connection fit for the next request when it was refused half way', async () => {
    const first = curl('POST', path(), {headers, data: `${header}1|"open\n${'x'.repeat(4 * 1024 * 1024)}`})
    const keepAlive = Buffer.from(first.toString('latin1').replace('Connection: close\r\n', ''), 'latin1')
    const socket = send(server.port, keepAlive)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 /)
    socket.write(curl('POST', path(), {headers, data: csv}))
    expect((await answerOn(socket)).status).toBe(201)
  })

  test.each([
    ['a Content-Length that says more', (body: string) => [`Content-Length: ${body.length + 1}`, body]],
    ['chunks without the last one', (body: string) => ['Transfer-Encoding: chunked', chunk(body)]],
    ['a chunk that says more', (body: string) => ['Transfer-Encoding: chunked', chunk(body, 1).slice(0, -2)]],
  ])('with %s is not imported, though all that came is good', async (_, encode) => {
    const [how, body] = encode(csv)
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      const socket = send(
        server.port,
        `POST ${path()} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${token}\r\nContent-Type: text/csv\r\n${how}\r\n\r\n${body}`,
      )
      socket.on('error', () => {})
      await importing()
      socket[leave]()
      socket.resume()
      await idle()
      expect(await rows()).toBe(0)
    }
    expect((await upload(csv)).status).toBe(201)
  })
})

const chunk = (body: string, more = 0) => `${(body.length + more).toString(16)}\r\n${body}\r\n`

const sessions = () =>
  xivo.sql(
    `select from pg_stat_activity where datname = current_database() and application_name like 'xivoctl%' and state <> 'idle'`,
  )

/** Waits until the server is at work on an import. */
async function importing(): Promise<void> {
  for (const end = Date.now() + 20_000; (await sessions()).length === 0 && Date.now() < end; ) await sleep(10)
}

async function idle(): Promise<void> {
  for (const end = Date.now() + 20_000; (await sessions()).length > 0 && Date.now() < end; ) await sleep(10)
}

describe('a CSV that is too long', () => {
  let serve: Awaited<ReturnType<typeof startServe>>
  beforeAll(async () => {
    serve = await startServe(xivo, {flags: ['--csv-limit', '1'], env: {XIVOCTL_TOKEN: `tests admin ${token}`}})
  })
  afterAll(async () => {
    serve.signal('SIGTERM')
    await serve.ended
  })

  test('is refused, by its Content-Length or when too much has come', async () => {
    const long = header + '0230210092|Doe\n'.repeat(70_000)
    const request = (how: string, body: string) =>
      `POST ${path()} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: ${token}\r\nContent-Type: text/csv\r\n${how}\r\n\r\n${body}`
    for (const sent of [
      request(`Content-Length: ${long.length}`, long),
      request('Transfer-Encoding: chunked', `${chunk(long)}0\r\n\r\n`),
    ]) {
      const {status, body} = await exchange(serve.port, sent)
      expect([status, JSON.parse(body)]).toMatchObject([413, {error: 'InvalidRequest'}])
    }
    expect(await rows()).toBe(0)
    const short = long.slice(0, 1024 * 1024).replace(/[^\n]*$/, '')
    const {status} = await exchange(serve.port, request(`Content-Length: ${short.length}`, short))
    expect(status).toBe(201)
  })
})

describe('a refusal of what is still being sent', () => {
  const strict = useServing(xivo, {csvBytes: 1024})
  const head = (method: string, where: string, more: Record<string, string>) => {
    const all = {Host: 'x', 'X-Auth-Token': token, ...more}
    return `${method} ${where} HTTP/1.1\r\n${Object.entries(all)
      .map((each) => `${each.join(': ')}\r\n`)
      .join('')}\r\n`
  }
  const framing = {'Content-Length': '12000000'}

  test.each([
    ['JSON that is too long', 413, () => head('POST', base, {...framing, 'Content-Type': 'application/json'})],
    ['a CSV that is too long', 413, () => head('POST', path(), {...framing, 'Content-Type': 'text/csv'})],
    ['an unknown path', 404, () => head('POST', '/nowhere', {...framing, Connection: 'close'})],
  ])('reaches the client of %s, which reads it when it has sent all', async (_, status, request) => {
    const socket = send(strict.port, request())
    for (let sent = 0; sent < 12; sent++) {
      socket.write('x'.repeat(1_000_000))
      await sleep(20)
    }
    const answer = await answerOn(socket)
    expect([answer.status, answer.headers.connection]).toEqual([status, 'close'])
  })

  test('is all that a client gets that never ends: then it is disconnected', async () => {
    const socket = send(strict.port, head('POST', base, {...framing, 'Content-Type': 'application/json'}))
    socket.on('error', () => {})
    const more = setInterval(() => socket.write('x'), 50)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /)
    await once(socket, 'close')
    clearInterval(more)
  }, 10_000)
})

describe('an import under an Idempotency-Key', () => {
  const key = (value: string, more = {}) => ({'Idempotency-Key': value, ...more})

  test('that is sent again gets the first answer, and has no second effect', async () => {
    const first = await upload(csv, key('night 1', {Accept: 'application/json'}))
    expect([first.status, first.headers['idempotency-replayed'], first.document]).toMatchObject([
      201,
      undefined,
      {imported: 2},
    ])
    await xivo.sql('update xivoctl.callback_request set clotured = true')
    const again = await upload(csv, key('night 1', {Accept: 'application/json'}))
    expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first.body])
    expect(await rows()).toBe(2)
    expect((await upload(csv, key('night 2'))).body).toBe('2 callback requests imported\n')
    expect(await rows()).toBe(4)
  })

  test('gets its answer even when its list is gone', async () => {
    await upload(csv, key('gone'))
    await xivo.sql('delete from xivoctl.callback_list')
    expect(await upload(csv, key('gone'))).toMatchObject({status: 201, body: '2 callback requests imported\n'})
    expect((await upload(csv, key('late'))).status).toBe(404)
  })

  test('that asks something else is refused', async () => {
    await upload(csv, key('mine'))
    const other = await xivo.made((context) => createList(context, 'Other', 'ventes'))
    for (const [data, query] of [
      [`${csv}1|x\n`, ''],
      [csv, '?onDuplicate=skip'],
    ] as const) {
      expect(await upload(data, key('mine'), query)).toMatchObject({status: 409, document: {error: 'Conflict'}})
    }
    list = other.uuid
    expect((await upload(csv, key('mine'))).status).toBe(409)
    expect(await rows()).toBe(2)
  })

  test('that failed, or was a dry run, may be sent again', async () => {
    expect((await upload(`${csv}no number|x\n`, key('try'))).status).toBe(400)
    expect((await upload(csv, key('try'), '?dryRun=true')).status).toBe(200)
    expect(await xivo.sql('select from xivoctl.request_key')).toEqual([])
    expect((await upload(csv, key('try'))).headers['idempotency-replayed']).toBeUndefined()
    expect(await rows()).toBe(2)
    const dry = await upload(csv, key('try', {Accept: 'application/json'}), '?dryRun=true')
    expect([dry.status, dry.document]).toMatchObject([200, {dryRun: true}])
  })

  test('that is cut off leaves its key free, and a replay that is cut off says nothing', async () => {
    const cut = async () => {
      const socket = send(
        server.port,
        `POST ${path()} HTTP/1.1\r\nHost: x\r\nIdempotency-Key: cut\r\nX-Auth-Token: ${token}\r\nContent-Type: text/csv\r\nContent-Length: ${csv.length + 9}\r\n\r\n${csv}`,
      )
      await importing()
      socket.end()
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      await idle()
      return Buffer.concat(chunks).toString()
    }
    expect(await cut()).not.toContain('201')
    expect(await rows()).toBe(0)
    expect((await upload(csv, key('cut'))).headers['idempotency-replayed']).toBeUndefined()
    expect(await cut()).not.toContain('201')
    expect(await rows()).toBe(2)
  })

  test('that comes many times at once has one effect, and all get one answer', async () => {
    for (const round of ['a', 'b', 'c']) {
      const all = await Promise.all(
        Array.from({length: 8}, () => upload(csv, key(round, {Accept: 'application/json'}))),
      )
      expect(new Set(all.map(({status, body}) => `${status} ${body}`)).size).toBe(1)
      expect(all.filter((each) => each.headers['idempotency-replayed'] === 'true')).toHaveLength(7)
    }
    expect(await rows()).toBe(6)
  })

  test('is remembered as long as the ledger', async () => {
    await upload(csv, key('old'))
    await xivo.sql(`update xivoctl.request_key set answered_at = now() - interval '29 days'`)
    await upload(csv, key('new'))
    expect((await upload(csv, key('old'))).headers['idempotency-replayed']).toBe('true')
    await xivo.sql(`update xivoctl.request_key set answered_at = now() - interval '31 days' where key = 'old'`)
    await upload(csv, key('newest'))
    expect((await xivo.sql('select key from xivoctl.request_key order by key')).map((row) => row.key)).toEqual([
      'new',
      'newest',
    ])
  })

  test('has a key of 1 to 255 printable characters', async () => {
    expect((await upload(csv, key('x'.repeat(255)))).status).toBe(201)
    for (const bad of ['x'.repeat(256), '', 'é']) {
      expect(await upload(csv, key(bad))).toMatchObject({status: 400, document: {error: 'InvalidRequest'}})
    }
    expect(await rows()).toBe(2)
  })
})

describe('a request that is made under an Idempotency-Key', () => {
  const make = (body: object, value: string) =>
    exchange(
      server.port,
      curl('POST', `${base}/${list}/callback_requests`, {
        headers: {...headers, 'Content-Type': 'application/json', 'Idempotency-Key': value},
        data: JSON.stringify(body),
      }),
    )

  test('is made once, however often and however many at once it is sent', async () => {
    const all = await Promise.all(Array.from({length: 8}, () => make({phoneNumber: '1000'}, 'one')))
    all.push(await make({phoneNumber: '1000'}, 'one'))
    expect(new Set(all.map(({status, body}) => `${status} ${body}`)).size).toBe(1)
    expect(JSON.parse(all[0]?.body ?? '')).toMatchObject({phoneNumber: '1000'})
    expect(all.filter((each) => each.headers['idempotency-replayed'] === 'true')).toHaveLength(8)
    expect(await rows()).toBe(1)
  })

  test('is refused when it is another, and may come again when it failed', async () => {
    expect((await make({phoneNumber: 'call me'}, 'two')).status).toBe(400)
    expect((await make({phoneNumber: '1000'}, 'two')).status).toBe(201)
    expect((await make({phoneNumber: '2000'}, 'two')).status).toBe(409)
    const import_ = await upload(csv, {'Idempotency-Key': 'two'})
    expect(import_.status).toBe(409)
    expect(await rows()).toBe(1)
  })
})

describe('attempts and objections under an Idempotency-Key', () => {
  const post = (path: string, body: object, value: string) =>
    exchange(
      server.port,
      curl('POST', withBase('POST', path), {
        headers: {...headers, 'Content-Type': 'application/json', 'Idempotency-Key': value},
        data: JSON.stringify(body),
      }),
    )
  const count = async (table: string) => (await xivo.sql(`select count(*)::int as n from xivoctl.${table}`))[0]?.n

  test('are made once, and no customer is kept with the key', async () => {
    await upload(csv)
    const [request] = await xivo.sql('select uuid from xivoctl.callback_request limit 1')
    const tickets = await count('callback_ticket')
    for (const [path, body, table] of [
      ['/callback_tickets', {uuids: [request?.uuid], status: 'busy', comment: 'asked for Doe'}, 'callback_ticket'],
      ['/do_not_call', {phoneNumbers: ['0230210777', '+33230210777', '0230210778']}, 'do_not_call'],
    ] as const) {
      const before = await count(table)
      const all = [await post(path, body, path), await post(path, body, path)]
      expect(new Set(all.map(({status, body}) => `${status} ${body}`)).size).toBe(1)
      expect(all.map(({headers}) => headers['idempotency-replayed'])).toEqual([undefined, 'true'])
      expect((await count(table)) - before).toBe(table === 'do_not_call' ? 2 : 1)
      const [kept] = await xivo.sql('select answer from xivoctl.request_key where key = $1', [path])
      expect(JSON.parse(kept?.answer).every((each: unknown) => /^[0-9a-f-]{36}$/.test(String(each)))).toBe(true)
      expect((await post(path, {...body, reason: 'x', status: undefined, comment: undefined}, path)).status).not.toBe(
        200,
      )
    }
    expect((await count('callback_ticket')) - tickets).toBe(1)
    await xivo.sql('delete from xivoctl.do_not_call')
  })
})

describe('an upload that trickles in', () => {
  const patience = {...limits, headersMs: 1000, requestMs: 2000}
  const impatient = useServing(xivo, {times: patience})

  /** Sends a line now and then, for ever. */
  function trickle(port: number) {
    const socket = send(
      port,
      `POST ${path()} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${token}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(header)}`,
    )
    const more = setInterval(() => socket.write(chunk('0230210092|Doe\n')), 100)
    socket.on('error', () => {}).once('close', () => clearInterval(more))
    return socket
  }

  test('has a time for all of it: then it is told so, and nothing of it is imported', async () => {
    const {status, body} = await answerOn(trickle(impatient.port))
    expect([status, JSON.parse(body).error]).toEqual([408, 'InvalidRequest'])
    await idle()
    expect(await rows()).toBe(0)
  })

  test('leaves most of the connections to the database, however many there are of it', async () => {
    const serve = await startServe(xivo, {flags: ['--connections', '4'], env: {XIVOCTL_TOKEN: `tests admin ${token}`}})
    const ask = (request: Buffer) => exchange(serve.port, request)
    const slow = trickle(serve.port)
    await importing()
    const second = await ask(curl('POST', path(), {headers, data: csv}))
    expect([second.status, JSON.parse(second.body).error, second.headers['retry-after']]).toEqual([
      503,
      'Unavailable',
      '5',
    ])
    expect((await ask(curl('GET', base, {headers}))).status).toBe(200)
    slow.destroy()
    expect((await ask(curl('POST', path(), {headers, data: csv}))).status).toBe(201)
    serve.signal('SIGTERM')
    await serve.ended
  })
})
