import {once} from 'node:events'
import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import {parseFilters} from '../../src/formats/filters.ts'
import {OWN_API} from '../../src/http/bases.ts'
import {limits} from '../../src/http/limits.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createPeriod} from '../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {answerOn, curl, exchange, send} from '../support/exchange.ts'
import {findCallbacks} from '../support/found.ts'
import {listCallbackLists} from '../support/lists.ts'
import {startServe} from '../support/serve-process.ts'
import {token, useServing} from '../support/serving.ts'
import {resultOf, type TestXivo, useXivo} from '../support/xivo.ts'

const base = '/configmgt/api/1.0'
const headers = {'Content-Type': 'application/json', 'X-Auth-Token': token}
const getLists = (query = '') => curl('GET', `${base}/callback_lists${query}`, {headers})
const find = (body: object) => curl('POST', `${base}/callback_requests/find`, {headers, data: JSON.stringify(body)})
const both = [
  ['every list', getLists()],
  ['find', find({})],
] as const

/** So many lists of so many requests each, whose descriptions have so many words. */
async function fill(xivo: TestXivo, lists: number, requests: number, words = 20): Promise<void> {
  await xivo.sql(
    `with made as (
       insert into xivoctl.callback_list select md5(random()::text || clock_timestamp())::uuid, 'Liste ' || i, 1 from generate_series(1, $1::int) i returning uuid
     )
     insert into xivoctl.callback_request (uuid, list_uuid, phone_number, last_name, description, preferred_period_uuid, due_date)
     select md5(random()::text || clock_timestamp())::uuid, made.uuid, '02' || i, 'Nom ' || i, repeat('rappeler ', $3::int), period.uuid, date '2026-01-01' + i % 90
     from made, generate_series(1, $2::int) i, xivoctl.preferred_callback_period period where period."default"`,
    [lists, requests, words],
  )
}

/** The queries of the server under test that are not done. */
const running = (xivo: TestXivo, where = 'true') =>
  xivo.sql(
    `select pid, query, wait_event from pg_stat_activity
     where datname = current_database() and application_name like 'xivoctl%' and state <> 'idle' and ${where}`,
  )

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to that')
    await sleep(20)
  }
}

describe('an answer that is streamed', () => {
  const xivo = useXivo()
  const server = useServing(xivo)
  const ask = async (request: Buffer) => {
    const {status, headers, body} = await exchange(server.port, request)
    return {status, type: headers['content-type'], body: JSON.parse(body)}
  }
  const json = {status: 200, type: 'application/json; charset=utf-8'}

  test('is an empty array, or an empty list, where there is nothing', async () => {
    expect(await ask(getLists())).toEqual({...json, body: []})
    expect(await ask(find({}))).toEqual({...json, body: {total: 0, list: []}})
  })

  test('has the value that the service gives, whatever the texts', async () => {
    await xivo.use(async (context) => {
      await createPeriod(context, {name: 'l\'"été" \\ 😀', start: '13:00', end: '17:00'})
      await createList(context, 'Vide', 'ventes')
      for (const name of ['Ventes', 'a"b\\c', 'Ventes', 'éa', 'Zz']) {
        const {uuid} = await resultOf(createList(context, name, 'sales'))
        for (const lastName of [
          "O'Neill",
          '"',
          '\\',
          'a\nb\r\n\tc',
          '\u0001\u0002\u007f\u2028',
          '😀',
          '{"a": [1]}',
          '\\.',
        ]) {
          await createCallback(context, uuid, {
            phoneNumber: '1',
            lastName,
            period: 'l\'"été" \\ 😀',
            dueDate: '2026-02-03',
          })
        }
        const done = await resultOf(
          createCallback(context, uuid, {mobilePhoneNumber: '2', company: 'C', description: 'd'}),
        )
        await closeCallbacks(context, [done.uuid])
      }
      await createList(context, 'zzz', 'ventes')
    })
    const lists = await xivo.use((context) => listCallbackLists(context))
    expect(lists).toHaveLength(7)
    expect(await ask(getLists())).toEqual({...json, body: lists})
    const some = lists.filter(({callbacks}) => callbacks.length > 0)
    expect(await ask(getLists('?withRequest=true'))).toEqual({...json, body: some})
    for (const query of [
      {},
      {filters: [{field: 'clotured', operator: '=', value: true}]},
      {filters: [{field: 'lastName', operator: '=', value: '\\'}], limit: 2, offset: 1},
      {
        filters: [
          {field: 'lastName', order: 'DESC'},
          {field: 'period', operator: 'like', value: "l'%"},
        ],
        limit: 7,
      },
      {filters: [{field: 'queueId', operator: '>', value: 99}]},
      {limit: 0},
    ]) {
      const {filters = [], ...page} = query
      const found = await xivo.use((context) => findCallbacks(context, parseFilters(filters), page))
      expect(await ask(find(query))).toEqual({...json, body: found})
    }
  })

  test('has the total and the list of one moment, whoever writes meanwhile', async () => {
    let over = false
    const {uuid} = await xivo.made((context) => createList(context, 'Busy', 'ventes'))
    const writing = xivo.client(async (client) => {
      while (!over) {
        await client.query(
          `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
           select md5(random()::text || clock_timestamp())::uuid, $1, '1', uuid, current_date from xivoctl.preferred_callback_period`,
          [uuid],
        )
      }
    })
    const seen = new Set<number>()
    for (let times = 0; times < 60; times++) {
      const {body} = await ask(find({filters: [{field: 'listUuid', operator: '=', value: uuid}]}))
      expect(body.list).toHaveLength(body.total)
      seen.add(body.total)
    }
    over = true
    await writing
    expect(seen.size).toBeGreaterThan(10)
  })
})

describe('a large answer', () => {
  const xivo = useXivo()
  const server = useServing(xivo)
  const all = 4_000
  beforeAll(() => fill(xivo, 20, all / 20, 880))

  /** A client that has seen the beginning, and reads no further: the server is in the middle of it. */
  async function halfRead(request: Buffer) {
    const socket = send(server.port, request)
    await once(socket, 'readable')
    await until(async () => (await running(xivo, `wait_event in ('ClientWrite', 'ClientRead')`)).length > 0)
    return socket
  }

  test.each(both)('of %s frees its query when the client goes away', async (_, request) => {
    const socket = await halfRead(request)
    socket.destroy()
    await until(async () => (await running(xivo)).length === 0)
  })

  test.each(both)('of %s frees its query when the client does not even wait for the beginning', async (_, request) => {
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_request in access exclusive mode')
      const socket = send(server.port, request)
      await until(async () => (await running(xivo, `wait_event_type = 'Lock'`)).length === 1)
      socket.destroy()
      await until(async () => (await running(xivo)).length === 0)
      await client.query('rollback')
    })
  })

  test.each(both)('of %s is broken off when its backend is killed half way', async (_, request) => {
    const socket = await halfRead(request)
    for (const {pid} of await running(xivo)) await xivo.sql('select pg_terminate_backend($1)', [pid])
    await expect(answerOn(socket)).rejects.toThrow(/cut off|ECONNRESET/)
    expect((await exchange(server.port, request)).status).toBe(200)
  })

  test.each(both)('of %s is an error like any other when it fails before its beginning', async (_, request) => {
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_request in access exclusive mode')
      const answer = exchange(server.port, request)
      await until(async () => (await running(xivo, `wait_event_type = 'Lock'`)).length === 1)
      for (const {pid} of await running(xivo, `wait_event_type = 'Lock'`))
        await xivo.sql('select pg_terminate_backend($1)', [pid])
      const {status, headers, body} = await answer
      expect([status, JSON.parse(body).error, headers['retry-after']]).toEqual([503, 'Unavailable', '5'])
      await client.query('rollback')
    })
  })

  test('fits through a server whose heap it does not fit into, as does that of a change or a deletion', async () => {
    const {port, signal, ended} = await startServe(xivo, {
      env: {XIVOCTL_TOKEN: `tests admin ${token}`, NODE_OPTIONS: '--max-old-space-size=56'},
    })
    try {
      for (const [, request] of both) {
        const {body} = await exchange(port, request)
        const document = JSON.parse(body)
        const requests = document.list ?? document.flatMap(({callbacks}: {callbacks: unknown[]}) => callbacks)
        expect(requests).toHaveLength(all)
      }
      const [{uuid} = {uuid: ''}] = await xivo.sql('select uuid from xivoctl.callback_list limit 1')
      await xivo.sql('update xivoctl.callback_request set list_uuid = $1', [uuid])
      const path = `${base}/callback_lists/${uuid}`
      const left = async () => (await xivo.sql('select count(*)::int as n from xivoctl.callback_request'))[0]?.n
      const changed = await exchange(
        port,
        curl('PATCH', `${OWN_API}/callback_lists/${uuid}`, {headers, data: '{"queueId":3}'}),
      )
      expect([changed.status, JSON.parse(changed.body).callbacks.length, await left()]).toEqual([200, all, all])
      const deleted = await exchange(port, curl('DELETE', path, {headers}))
      expect([deleted.status, JSON.parse(deleted.body).callbacks.length, await left()]).toEqual([200, all, 0])
    } finally {
      signal('SIGTERM')
      await ended
    }
  }, 120_000)
})

/** How many answers a server has broken off. A client that does not read does not notice. */
async function cuts(port: number): Promise<number> {
  const {body} = await exchange(port, curl('GET', '/metrics'))
  return [...body.matchAll(/status="cut"\} (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
}

/** What still comes of an answer that may be cut off. */
async function restOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of socket) chunks.push(chunk as Buffer)
  } catch {}
  return Buffer.concat(chunks).toString('latin1')
}

describe('clients that do not read', () => {
  const xivo = useXivo()
  beforeAll(() => fill(xivo, 10, 250, 720))
  const patient = useServing(xivo)
  const brisk = useServing(xivo, {times: {...limits, silenceMs: 3000}})
  const hurried = useServing(xivo, {times: {...limits, paceMs: 500}})
  const users = curl('GET', `${base}/users`, {headers})

  test('hold half of the connections to the database, however many they are: the others wait for a while', async () => {
    const {port, signal, ended} = await startServe(xivo, {
      env: {XIVOCTL_TOKEN: `tests admin ${token}`},
      flags: ['--connections', '4'],
    })
    const readers = both.map(([, request]) => send(port, request))
    await Promise.all(readers.map((socket) => once(socket, 'readable')))
    for (const [, request] of both) {
      const {status, headers: said, body} = await exchange(port, request)
      expect([status, JSON.parse(body).error, said['retry-after']]).toEqual([503, 'Unavailable', '5'])
    }
    expect((await exchange(port, users)).status).toBe(200)
    readers[0]?.destroy()
    expect((await exchange(port, getLists())).status).toBe(200)
    readers[1]?.destroy()
    signal('SIGTERM')
    await ended
  })

  test.each([
    ['nothing', 0],
    ['a little now and then', 50],
  ])('are cut when they take %s while others wait, who are answered', async (_, bytes) => {
    const readers = both.map(([, request]) => send(hurried.port, request).on('error', () => {}))
    await Promise.all(readers.map((socket) => once(socket, 'readable')))
    const drip = setInterval(() => {
      for (const socket of readers) socket.read(bytes)
    }, 20)
    const before = await cuts(hurried.port)
    await sleep(1000)
    expect(await cuts(hurried.port)).toBe(before)
    const others = Array.from({length: 2}, () => exchange(hurried.port, find({limit: 1})))
    for (const {status} of await Promise.all(others)) expect(status).toBe(200)
    clearInterval(drip)
    const rests = await Promise.all(readers.map(restOf))
    expect(rests.filter((rest) => !rest.endsWith('\r\n0\r\n\r\n'))).not.toEqual([])
    expect(await cuts(hurried.port)).toBeGreaterThan(before)
  })

  test.each(both)('are cut in the middle of %s when they take nothing for long enough', async (_, request) => {
    const stuck = send(brisk.port, request)
    await once(stuck, 'readable')
    await until(async () => (await running(xivo)).length === 0)
    await expect(answerOn(stuck)).rejects.toThrow(/cut off|ECONNRESET/)
    const slow = send(patient.port, request)
    await once(slow, 'readable')
    await sleep(4000)
    expect((await answerOn(slow)).status).toBe(200)
  })
})
