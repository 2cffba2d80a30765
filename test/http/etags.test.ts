import {beforeEach, describe, expect, test} from 'vitest'
import {withBase, withoutBase} from '../support/bases.ts'
import {type Seed, seed, written} from '../support/rehearsal.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const server = useServing(xivo)
let there: Seed

beforeEach(async () => {
  there = await seed(xivo)
})

interface Asked {
  headers?: Record<string, string>
  body?: object
}

async function ask(method: string, path: string, {headers = {}, body}: Asked = {}) {
  const response = await fetch(`${server.url}${withBase(method, path)}`, {
    method,
    headers: {'X-Auth-Token': token, 'Content-Type': 'application/json', ...headers},
    ...(body && {body: JSON.stringify(body)}),
  })
  const text = await response.text()
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text === '' ? undefined : JSON.parse(text),
  }
}

const rights = '/rights/user/jbond'

interface Write {
  /** Where the object is read. */
  read: (there: Seed) => string
  /** Behind that path. */
  path?: string
  /** Where it is written, when that is elsewhere. */
  write?: string
  body?: object
}

const list = ({list}: Seed) => `/callback_lists/${list}`
const period = ({period}: Seed) => `/callback_periods/${period}`
const ongoing = ({ongoing}: Seed) => `/callback_requests/${ongoing}`

/** Every write of one object. */
const writes: Record<string, Write> = {
  'POST /rights/user/{login}': {read: () => rights, body: {type: 'admin'}},
  'DELETE /rights/user/{login}': {read: () => rights},
  'PUT /queue/{id}/dissuasion/sound_file': {
    read: () => '/queue/3/dissuasion',
    path: '/sound_file',
    body: {soundFile: 'sales_newSoundFile'},
  },
  'PUT /queue/{id}/dissuasion/queue': {
    read: () => '/queue/5/dissuasion',
    path: '/queue',
    body: {queueName: 'switchboard'},
  },
  'DELETE /queues/{id}/dissuasion': {read: () => '/queue/6/dissuasion', write: '/queues/6/dissuasion'},
  'PATCH /callback_requests/{uuid}': {read: ongoing, body: {lastName: 'Doe'}},
  'DELETE /callback_requests/{uuid}': {read: ongoing},
  'POST /callback_requests/{uuid}/close': {read: ongoing, path: '/close'},
  'POST /callback_requests/{uuid}/reopen': {read: ({closed}) => `/callback_requests/${closed}`, path: '/reopen'},
  'PATCH /callback_lists/{uuid}': {read: list, body: {name: 'Renamed'}},
  'DELETE /callback_lists/{uuid}': {read: list},
  'PATCH /callback_periods/{uuid}': {read: period, body: {periodEnd: '21:00'}},
  'DELETE /callback_periods/{uuid}': {read: period},
  'POST /callback_periods/{uuid}/default': {read: period, path: '/default'},
  'POST /callback_requests/{uuid}/move': {read: ongoing, path: '/move', body: {listUuid: ''}},
}

test('every route that accepts If-Match is here', async () => {
  const response = await fetch(`${server.url}/configmgt/api/openapi.json`)
  const {paths} = (await response.json()) as {paths: Record<string, Record<string, {parameters?: {name: string}[]}>>}
  const accepting = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, {parameters}]) => parameters?.some(({name}) => name === 'if-match'))
      .map(([method]) => `${method.toUpperCase()} ${withoutBase(path)}`),
  )
  expect(Object.keys(writes).sort()).toEqual(accepting.sort())
})

test('what is made has a tag at once, with which it may be changed', async () => {
  for (const [path, body, read] of [
    ['/callback_lists', {name: 'Support', queueId: 1}, '/callback_lists'],
    [`/callback_lists/${there.list}/callback_requests`, {phoneNumber: '0230210093'}, '/callback_requests'],
    ['/callback_periods', {name: 'Matin', periodStart: '08:00', periodEnd: '12:00'}, '/callback_periods'],
  ] as const) {
    const made = await ask('POST', path, {body})
    expect([path, made.status]).toEqual([path, 201])
    const {etag} = await ask('GET', `${read}/${made.body.uuid}`)
    expect([path, made.etag]).toEqual([path, `"${etag.slice(1, 23)}"`])
  }
})

test('several objects have no tag together', async () => {
  const {status, etag} = await ask('POST', '/callback_requests/close', {body: {uuids: [there.ongoing]}})
  expect([status, etag]).toEqual([200, ''])
})

describe('If-Match', () => {
  test.each(Object.entries(writes))('lets a write of what was read through, and no other: %s', async (name, write) => {
    const [method = ''] = name.split(' ')
    const read = write.read(there)
    const path = write.write ?? `${read}${write.path ?? ''}`
    const body = write.path === '/move' ? {listUuid: there.otherList} : write.body
    const {etag} = await ask('GET', read)
    expect(etag).toMatch(/^"[\w-]{22}\.[\w-]{22}"$/)
    const before = await written(xivo)
    const asked = {...(body && {body})}
    const stale = await ask(method, path, {...asked, headers: {'If-Match': '"stale"'}})
    expect([stale.status, stale.body.error]).toEqual([412, 'PreconditionFailed'])
    expect(stale.body.changes.at(-1)).toHaveProperty('before')
    expect(await written(xivo)).toEqual(before)
    expect(etag).toContain(stale.etag.slice(1, -1))
    const rehearsed = await ask(method, `${path}?dryRun=true`, {...asked, headers: {'If-Match': etag}})
    expect(rehearsed.body.changes).toEqual(stale.body.changes)
    const done = await ask(method, path, {...asked, headers: {'If-Match': stale.etag}})
    expect(done.status).toBe(200)
    expect(await written(xivo)).not.toEqual(before)
    const now = await ask('GET', read)
    // Who has nothing left to read has no tag.
    expect(done.etag).toBe(now.status === 200 ? `"${now.etag.slice(1, 23)}"` : '')
    if (now.status === 200)
      expect((await ask(method, path, {...asked, headers: {'If-Match': done.etag}})).status).toBe(200)
  })

  test('names several tags, weak ones that a proxy made of them too, or every object that there is', async () => {
    const {etag} = await ask('GET', rights)
    const post = (match: string) => ask('POST', rights, {headers: {'If-Match': match}, body: {type: 'supervisor'}})
    for (const match of [etag, `"a", ${etag}`, `W/${etag}`, etag.replace(/"$/, '-gzip"'), '*']) {
      expect([match, (await post(match)).status]).toEqual([match, 200])
    }
    await ask('DELETE', rights)
    expect((await post('*')).status).toBe(412)
    const {status, body} = await post('without-quotes')
    expect([status, body.error]).toEqual([400, 'InvalidRequest'])
  })

  test('of what would not change is refused all the same', async () => {
    const body = {type: 'supervisor'}
    expect((await ask('POST', rights, {body})).status).toBe(200)
    expect((await ask('POST', rights, {headers: {'If-Match': '"stale"'}, body})).status).toBe(412)
  })

  test('shows what became of the object since, and what was asked', async () => {
    const {etag} = await ask('GET', rights)
    await ask('POST', rights, {body: {data: {queueIds: [1, 3]}}})
    const {body} = await ask('POST', rights, {headers: {'If-Match': etag}, body: {data: {queueIds: [3, 12]}}})
    const [change] = body.changes
    const ids = (state: {queues: {id: number}[]}) => state.queues.map(({id}) => id)
    expect([change.kind, change.name, ids(change.before), ids(change.after)]).toEqual([
      'rights',
      'jbond',
      [1, 3],
      [3, 12],
    ])
  })

  test('sees a change that the API does not show, but no password', async () => {
    const queue = '/queue/6/dissuasion'
    const write = (action: string, argument: string) =>
      xivo.sql(
        `insert into dialaction (event, category, categoryval, action, actionarg1, linked)
         values ('chanunavail', 'queue', '6', $1, $2, 1)
         on conflict (event, category, categoryval) do update set action = $1, actionarg1 = $2`,
        [action, argument],
      )
    await write('user', '3')
    const before = await ask('GET', queue)
    await write('user', '4')
    const after = await ask('GET', queue)
    expect(after.body).toEqual(before.body)
    expect(after.etag).not.toBe(before.etag)
    await write('application:disa', '1234')
    const {etag} = await ask('GET', queue)
    await write('application:disa', '4321')
    expect((await ask('GET', queue)).etag).toBe(etag)
  })

  test('on a write of no one object is refused before anything is done', async () => {
    const before = await written(xivo)
    const {status, body} = await ask('POST', '/callback_lists', {
      headers: {'If-Match': '*'},
      body: {name: 'Support', queueId: 1},
    })
    expect([status, body.error]).toEqual([400, 'InvalidRequest'])
    expect(await written(xivo)).toEqual(before)
  })
})

describe('If-None-Match', () => {
  test('is 304 without a body as long as the answer is the same', async () => {
    const path = `/callback_requests/${there.ongoing}`
    const first = await ask('GET', path)
    const same = await ask('GET', path, {headers: {'If-None-Match': `"other", W/${first.etag}`}})
    expect(same).toEqual({status: 304, etag: first.etag, body: undefined})
    await xivo.sql(`update xivoctl.preferred_callback_period set period_end = '21:30'`)
    const other = await ask('GET', path, {headers: {'If-None-Match': first.etag}})
    expect([other.status, other.body.preferredPeriod.periodEnd]).toEqual([200, '21:30:00'])
    // The request itself is as it was read.
    const write = await ask('PATCH', path, {headers: {'If-Match': first.etag}, body: {lastName: 'Doe'}})
    expect(write.status).toBe(200)
  })

  test('of a write is * for an object that must not be there', async () => {
    const post = () => ask('POST', rights, {headers: {'If-None-Match': '*'}, body: {type: 'admin'}})
    expect((await post()).status).toBe(412)
    await ask('DELETE', rights)
    expect((await post()).status).toBe(200)
  })
})
