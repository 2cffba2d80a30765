import type {RequestListener} from 'node:http'
import {describe, expect, test} from 'vitest'
import type {AppError} from '../../src/errors.ts'
import {originalAddress} from '../../src/original/address.ts'
import type {Limits} from '../../src/original/client.ts'
import {adopt, type Holdings, readOriginal} from '../../src/services/adopt/adopt.ts'
import {findRights} from '../../src/services/rights/rights.ts'
import {withServer} from '../support/http-server.ts'
import {listCallbackLists} from '../support/lists.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const bare = useXivo({initialised: false})
const limits: Limits = {silenceMs: 20_000, answerMs: 40_000, bytes: 100_000}
const impatient: Partial<Limits> = {silenceMs: 400}

const read = (answer: RequestListener, at = xivo, some: Partial<Limits> = {}): Promise<Holdings> =>
  withServer(answer, (url) =>
    at.use((context) =>
      readOriginal(context, {base: originalAddress(url), token: 's3cret'}, {limits: {...limits, ...some}}),
    ),
  )

const failure = async (answer: RequestListener, some?: Partial<Limits>): Promise<AppError> => {
  const error = await read(answer, xivo, some).catch((thrown: unknown) => thrown)
  expect(JSON.stringify(error) + String(error)).not.toContain('s3cret')
  return error as AppError
}

/** Answers each path of the API with this JSON, others with 404. */
const answers =
  (bodies: Record<string, unknown>): RequestListener =>
  ({url = ''}, response) => {
    const body = bodies[decodeURIComponent(url.replace('/configmgt/api/1.0', ''))]
    response.writeHead(body === undefined ? 404 : 200, {'content-type': 'application/json'})
    response.end(JSON.stringify(body ?? {error: 'NotFound'}))
  }

const list = 'fea963f5-1920-468c-b52a-93dc88791ba8'
const request = 'edb734e7-9d8f-403d-8cf6-d42ecf9e48d7'
const period = '31f91ef6-ebda-4e0d-a9fa-5ebd3da30951'

/** The request of the API page. */
const documented = {
  uuid: request,
  listUuid: list,
  phoneNumber: '0230210092',
  preferredPeriodUuid: period,
  dueDate: '2017-09-27',
  queueId: 2,
  clotured: false,
  preferredPeriod: {uuid: period, name: 'Journée', periodStart: '09:00:00', periodEnd: '17:00:00', default: true},
}
const listOf = (...callbacks: unknown[]) => [{uuid: list, name: 'Mine', queueId: 2, callbacks}]

/** What one list with these requests comes to. */
const adopted = async (...callbacks: unknown[]) => {
  const holdings = await read(answers({'/users': [], '/callback_lists': listOf(...callbacks)}))
  return xivo.use(async (context) => {
    await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request')
    const adoption = await resultOf(adopt(context, holdings, {partial: true}))
    const [stored] = await listCallbackLists(context)
    return {...adoption, stored: stored?.callbacks ?? []}
  })
}

describe('an original that cannot be used', () => {
  test.each<[string, RequestListener, Partial<AppError>]>([
    ['takes another token', (_, r) => r.writeHead(401).end('{}'), {kind: 'refused', code: 'Unauthorized'}],
    ['forbids it', (_, r) => r.writeHead(403).end(), {kind: 'refused'}],
    ['is somebody else', (_, r) => r.writeHead(404).end('404 page not found'), {kind: 'invalid'}],
    ['points elsewhere', (_, r) => r.writeHead(302, {location: 'http://127.0.0.1:1/'}).end(), {kind: 'invalid'}],
    ['has a fault', (_, r) => r.writeHead(500).end('{"error":"UnhandledError"}'), {kind: 'unavailable'}],
    ['is busy', (_, r) => r.writeHead(503).end(), {kind: 'unavailable'}],
    ['answers HTML', (_, r) => r.end('<html>'), {kind: 'invalid', code: 'InvalidJson'}],
    ['answers Latin-1', (_, r) => r.end(Buffer.from('[{"name":"M\xe9nage"}]', 'latin1')), {code: 'InvalidJson'}],
    ['answers an object for a list', (_, r) => r.end('{"users":[]}'), {kind: 'invalid'}],
    ['answers numbers for users', (_, r) => r.end('[1]'), {kind: 'invalid'}],
    ['answers null', (_, r) => r.end('null'), {kind: 'invalid'}],
  ])('because it %s', async (_, answer, expected) => {
    expect(await failure(answer)).toMatchObject(expected)
  })

  test('because nobody listens there', async () => {
    const closed = await withServer(
      () => {},
      async (url) => url,
    )
    const use = xivo.use((context) => readOriginal(context, {base: originalAddress(closed), token: 's3cret'}))
    await expect(use).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED')})
  })

  test('because its JSON is broken, which is not quoted', async () => {
    const error = await failure((_, response) => response.end('[{"phoneNumber":"0230210092"'))
    expect(error).toMatchObject({kind: 'invalid', code: 'InvalidJson'})
    expect(error.message).not.toContain('0230210092')
  })

  test('because its answer is cut off', async () => {
    const error = await failure((_, response) => {
      response.writeHead(200, {'content-length': 1000})
      response.write('[]', () => response.destroy())
    })
    expect(error).toMatchObject({kind: 'unavailable', message: expect.stringContaining('no complete answer')})
  })

  test('because its answer never ends', async () => {
    const error = await failure((_, response) => {
      const more = () => response.write('x'.repeat(10_000), () => setImmediate(more))
      more()
    })
    expect(error).toMatchObject({kind: 'unavailable', message: expect.stringContaining('longer than 100000 bytes')})
  })

  test('because it says nothing', async () => {
    const error = await failure(() => {}, impatient)
    expect(error).toMatchObject({kind: 'unavailable', message: expect.stringContaining('no data for 0.4 s')})
  })

  test('because it falls silent half way', async () => {
    const error = await failure((_, response) => response.write('['), impatient)
    expect(error).toMatchObject({kind: 'unavailable', message: expect.stringContaining('no data for 0.4 s')})
  })

  test('because it dawdles', async () => {
    const error = await failure(
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 50)
        response.once('close', () => clearInterval(timer))
      },
      {answerMs: 600, silenceMs: 60_000},
    )
    expect(error).toMatchObject({kind: 'unavailable', message: expect.stringContaining('not complete after 0.6 s')})
  })

  test('is waited for no longer once one of its answers fails', async () => {
    const logins = Array.from({length: 8}, (_, i) => ({login: `agent${i}`, profile: 'teacher'}))
    let waiting = 0
    const answer: RequestListener = (request, response) => {
      if (request.url?.endsWith('/users')) answers({'/users': logins})(request, response)
      else if (request.url?.endsWith('/agent7')) setTimeout(() => response.writeHead(500).end(), 200)
      else {
        waiting++
        response.on('close', () => waiting--)
      }
    }
    await withServer(answer, async (url) => {
      const original = {base: originalAddress(url), token: 's3cret'}
      const reading = xivo.use((context) => readOriginal(context, original))
      await expect(reading).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('500')})
      await expect.poll(() => waiting, {timeout: 2000}).toBe(0)
    })
  })

  test('is not even asked before our tables are there', async () => {
    let asked = 0
    const reading = read((_, response) => {
      asked++
      response.end('[]')
    }, bare)
    await expect(reading).rejects.toMatchObject({kind: 'unavailable', hints: [{run: 'db init'}]})
    expect(asked).toBe(0)
  })
})

describe('an answer', () => {
  test('is asked for with the token, as JSON, and by GET', async () => {
    const asked: unknown[] = []
    await read(({method, url, headers}, response) => {
      asked.push([method, url, headers['x-auth-token'], headers.accept])
      response.end('[]')
    })
    expect(asked).toEqual([
      ['GET', '/configmgt/api/1.0/users', 's3cret', 'application/json'],
      ['GET', '/configmgt/api/1.0/callback_lists', 's3cret', 'application/json'],
    ])
  })

  test('may come slowly as long as it comes', async () => {
    const slowly: RequestListener = (_, response) => {
      let pieces = 0
      const timer = setInterval(() => {
        response.write(pieces++ === 0 ? '[' : ' ')
        if (pieces < 8) return
        clearInterval(timer)
        response.end(']')
      }, 300)
    }
    expect((await read(slowly, xivo, {silenceMs: 1500, answerMs: 60_000})).callbacks.lists).toEqual([])
  })

  test('of the API page is taken over to the letter', async () => {
    const {stored, counts} = await adopted(documented)
    const {preferredPeriod, ...fields} = documented
    expect(stored).toMatchObject([{...fields, preferredPeriod: {...preferredPeriod, default: false}}])
    expect(counts.requests).toMatchObject({create: 1, reject: 0})
  })

  test('may say null for what is absent, and numbers for text and text for numbers', async () => {
    const {stored, errors, unknownFields} = await adopted({
      ...documented,
      phoneNumber: 1000,
      mobilePhoneNumber: null,
      lastName: '',
      company: ' Doe & Co ',
      queueId: '2',
      clotured: null,
      dueDate: null,
      preferredPeriod: null,
      preferredPeriodUuid: null,
      somethingElse: null,
    })
    expect([errors, unknownFields]).toEqual([undefined, []])
    const [{today}] = (await xivo.sql('select current_date::text as today')) as [{today: string}]
    expect(stored).toMatchObject([
      {phoneNumber: '1000', company: 'Doe & Co', dueDate: today, clotured: false, preferredPeriod: {default: true}},
    ])
    expect(stored[0]).not.toHaveProperty('lastName')
  })

  test('that leaves due date and period out makes no difference a second time', async () => {
    const bodies = {'/users': [], '/callback_lists': listOf({uuid: request, phoneNumber: '1000'})}
    await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request')
    await xivo.made(async (context) => adopt(context, await read(answers(bodies))))
    await xivo.sql(`update xivoctl.callback_request set due_date = '2020-01-01'`)
    const {counts} = await xivo.made(async (context) => adopt(context, await read(answers(bodies))))
    expect(counts.requests).toMatchObject({same: 1, change: 0})
  })

  test('with fields that the page does not have names each once', async () => {
    const odd = (uuid: string) => ({
      ...documented,
      uuid,
      agentId: 7,
      preferredPeriod: {...documented.preferredPeriod, x: 1},
    })
    const holdings = await read(
      answers({
        '/users': [{name: 'B', firstname: 'J', login: 'jbond', profile: 'teacher', mail: 'x'}],
        '/rights/user/jbond': {type: 'teacher', data: {queueIds: [1], recordingAccess: true, tags: []}, since: 1},
        '/callback_lists': listOf(odd(request), odd(period)),
      }),
    )
    const {unknownFields} = await xivo.made((context) => adopt(context, holdings), {dryRun: true})
    expect(unknownFields).toEqual([
      'callback_lists.callbacks.agentId',
      'callback_lists.callbacks.preferredPeriod.x',
      'rights.data.recordingAccess of a profile teacher',
      'rights.data.tags',
      'rights.since',
      'users.mail',
    ])
  })

  test.each<[string, object, string]>([
    ['no number', {phoneNumber: null}, 'phoneNumber: a request needs'],
    ['a word for a number', {phoneNumber: 'Lefèvre'}, 'phoneNumber: '],
    ['a day that does not exist', {dueDate: '2026-02-30'}, 'dueDate: is not a date'],
    ['a time for a day', {dueDate: '2026-02-03T09:30:00Z'}, 'dueDate: has a time'],
    ['an object for a name', {lastName: {first: 'x'}}, 'lastName: is not text'],
    ['half a character', {lastName: 'Lefèvre \ud800'}, 'lastName: has half of a UTF-16 surrogate pair'],
    ['a word for a switch', {clotured: 'no'}, 'clotured: is neither true nor false'],
    [
      'another period than any',
      {preferredPeriod: null, preferredPeriodUuid: list},
      'preferredPeriodUuid: is not a period',
    ],
    [
      'a period that is over before it begins',
      {preferredPeriod: {...documented.preferredPeriod, uuid: list, periodEnd: '08:00'}},
      'preferredPeriod: is the period',
    ],
  ])('whose request has %s is refused with its uuid, and quotes no customer', async (_, change, reason) => {
    const {errors = [], stored, counts} = await adopted({...documented, ...change})
    expect(stored).toEqual([])
    expect(counts.requests).toMatchObject({create: 0, reject: 1})
    expect(errors.map((problem) => `${problem.column}: ${problem.reason}`)).toContainEqual(
      expect.stringContaining(`request ${request}, ${reason}`),
    )
    expect(JSON.stringify(errors)).not.toContain('Lefèvre')
  })

  test('that has a request twice, or one without uuid, is refused for it', async () => {
    const {errors, counts} = await adopted(documented, documented, {...documented, uuid: 'x'})
    expect(errors?.map(({reason}) => reason)).toEqual(['appears twice', 'is not a uuid'])
    expect(counts.requests).toMatchObject({create: 1, reject: 2})
  })

  test('that gives two periods one name is refused for the second, and its requests', async () => {
    const second = {...documented, uuid: period, preferredPeriodUuid: list}
    const {errors, counts} = await adopted(documented, {
      ...second,
      preferredPeriod: {...documented.preferredPeriod, uuid: list},
    })
    expect(errors?.map(({column}) => column)).toEqual([
      `period ${list}, name`,
      `request ${period}, preferredPeriodUuid`,
    ])
    expect(counts).toMatchObject({periods: {reject: 1}, requests: {create: 1, reject: 1}})
  })

  test('about the rights of a user who has none, or of a strange profile, is refused for him alone', async () => {
    const holdings = await read(
      answers({
        '/users': ['jbond', 'jmenage', 'jurbain'].map((login) => ({login, profile: 'teacher'})),
        '/rights/user/jurbain': {type: 'king', data: {}},
        '/rights/user/jmenage': {type: 'teacher', data: null},
        '/callback_lists': [],
      }),
    )
    const {errors, counts} = await xivo.made((context) => adopt(context, holdings, {partial: true}))
    expect(errors?.map(({column}) => column)).toEqual(['user jbond', 'user jurbain, type'])
    expect(counts.profiles).toMatchObject({create: 1, reject: 2})
    expect((await xivo.use((context) => findRights(context, 'jmenage'))).rights).toEqual({
      type: 'teacher',
      data: {queueIds: [], groupIds: [], incallIds: []},
    })
  })

  test('about a login that nothing can hold is refused for that one alone', async () => {
    const users = ['\ud800', 'a\0b', 'jmenage'].map((login) => ({login, profile: 'teacher'}))
    const rights = {'/rights/user/jmenage': {type: 'teacher', data: {}}}
    const {
      rights: usable,
      rejectedProfiles,
      remarks,
    } = await read(answers({'/users': users, ...rights, '/callback_lists': []}))
    expect(usable.map(({login}) => login)).toEqual(['jmenage'])
    expect(rejectedProfiles).toBe(2)
    expect(remarks.problems.map(({reason}) => reason)).toEqual([
      'has half of a UTF-16 surrogate pair',
      expect.stringContaining('NUL'),
    ])
  })

  test('about a supervisor without switches has their defaults', async () => {
    const holdings = await read(
      answers({
        '/users': [{login: 'nroux', profile: 'supervisor'}],
        '/rights/user/nroux': {type: 'supervisor', data: {queueIds: ['3', 1, 1]}},
        '/callback_lists': [],
      }),
    )
    await xivo.made((context) => adopt(context, holdings))
    expect((await xivo.use((context) => findRights(context, 'nroux'))).rights).toEqual({
      type: 'supervisor',
      data: {queueIds: [1, 3], groupIds: [], incallIds: [], recordingAccess: true, dissuasionAccess: false},
    })
  })
})

describe('the address of the original', () => {
  test.each([
    ['xivo', 'http://xivo:9100/configmgt/api/1.0'],
    ['xivo:9101', 'http://xivo:9101/configmgt/api/1.0'],
    ['[::1]:9101', 'http://[::1]:9101/configmgt/api/1.0'],
    ['http://xivo:9100', 'http://xivo:9100/configmgt/api/1.0'],
    ['http://xivo:9100/configmgt/api/1.0/', 'http://xivo:9100/configmgt/api/1.0'],
    ['https://xuc/configmgt', 'https://xuc/configmgt/api/1.0'],
    ['https://proxy/xivo/api', 'https://proxy/xivo/api'],
  ])('%s is read as %s', (text, base) => {
    expect(originalAddress(text)).toBe(base)
  })

  test.each([
    '',
    'postgres://xivo/asterisk',
    'http://',
    'xivo:port',
    'http://u:s3cret@xivo',
    'http://xivo/?token=s3cret',
  ])('%s is none, and no secret in it is repeated', (text) => {
    expect(() => originalAddress(text)).toThrow(
      expect.objectContaining({kind: 'usage', message: expect.not.stringContaining('s3cret')}),
    )
  })
})
