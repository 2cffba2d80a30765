import {beforeEach, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const nobody = '00000000-0000-4000-8000-000000000000'
let list = ''
let uuid = ''
const stored = () => xivo.sql('select * from xivoctl.callback_request order by uuid')
const at = (rest = '') => `/callback_requests/${uuid}${rest}`

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.use(async (context) => {
    list = (await resultOf(createList(context, 'Ventes', 'ventes'))).uuid
    uuid = (
      await resultOf(createCallback(context, list, {phoneNumber: '1000', lastName: 'Doe', dueDate: '2026-12-01'}))
    ).uuid
    await createCallback(context, list, {phoneNumber: '2000'})
  })
})

test('one request is shown with its period, absent fields left out', async () => {
  const {status, body} = await ask('GET', at())
  expect(status).toBe(200)
  expect(body).toEqual({
    uuid,
    listUuid: list,
    phoneNumber: '1000',
    lastName: 'Doe',
    preferredPeriodUuid: expect.any(String),
    dueDate: '2026-12-01',
    queueId: 5,
    clotured: false,
    createdAt: expect.any(String),
    preferredPeriod: expect.objectContaining({name: 'Toute la journée', default: true}),
  })
  expect(await ask('GET', `/callback_requests/${uuid.toUpperCase()}`)).toEqual({status, body})
})

/** Without what the API page's requests lack. */
const asChanged = ({createdAt: _, ...request}: Record<string, unknown>) => request

test('a change keeps what it leaves out, and an empty text takes a value away', async () => {
  const {status, body} = await ask('PATCH', at(), {phoneNumber: '01 02', lastName: '', company: 'Cie'})
  expect({status, body}).toMatchObject({
    status: 200,
    body: {phoneNumber: '0102', company: 'Cie', dueDate: '2026-12-01'},
  })
  expect(body).not.toHaveProperty('lastName')
  expect(asChanged((await ask('GET', at())).body)).toEqual(body)
})

test('a change that leaves no number, or says nothing, changes nothing', async () => {
  const before = await stored()
  for (const change of [{phoneNumber: ''}, {}, {dueDate: '2026-02-30'}, {phone: '1'}, {lastName: null}, undefined]) {
    expect(await ask('PATCH', at(), change)).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  }
  expect(await ask('PATCH', at(), {period: 'Soir'})).toMatchObject({status: 404, body: {error: 'PeriodNotFound'}})
  expect(await stored()).toEqual(before)
})

test('a request is closed and opened again', async () => {
  const open = asChanged((await ask('GET', at())).body)
  expect(await ask('POST', at('/close'))).toEqual({status: 200, body: {...open, clotured: true}})
  expect((await ask('GET', at())).body.clotured).toBe(true)
  expect(await ask('POST', at('/reopen'))).toEqual({status: 200, body: open})
})

test('a request moves to a list by its uuid, never by its name', async () => {
  const {uuid: other} = await xivo.made((context) => createList(context, 'Support', 'support'))
  expect(await ask('POST', at('/move'), {listUuid: 'Support'})).toMatchObject({
    status: 404,
    body: {error: 'CallbackListNotFound'},
  })
  expect(await ask('POST', at('/move'), {})).toMatchObject({status: 400})
  expect(await ask('POST', at('/move'), {listUuid: other})).toMatchObject({
    status: 200,
    body: {uuid, listUuid: other, queueId: 1},
  })
})

test('a deleted request is answered as it was, and only that one is gone', async () => {
  const body = asChanged((await ask('GET', at())).body)
  expect(await ask('DELETE', at())).toEqual({status: 200, body})
  expect(await stored()).toMatchObject([{phone_number: '2000'}])
  expect(await ask('DELETE', at())).toMatchObject({status: 404, body: {error: 'CallbackRequestNotFound'}})
})

describe('a request that is not there', () => {
  const faces: [method: string, rest: string, body?: object][] = [
    ['GET', ''],
    ['PATCH', '', {lastName: 'x'}],
    ['DELETE', ''],
    ['POST', '/move', {listUuid: nobody}],
    ['POST', '/close'],
    ['POST', '/reopen'],
  ]
  test.each(faces)('is CallbackRequestNotFound: %s %s', async (method, rest, body) => {
    const before = await stored()
    expect(await ask(method, `/callback_requests/${nobody}${rest}`, body)).toMatchObject({
      status: 404,
      body: {error: 'CallbackRequestNotFound'},
    })
    expect(await ask(method, `/callback_requests/1000${rest}`, body)).toMatchObject({
      status: 400,
      body: {error: 'InvalidRequest', message: "'1000' is not a uuid"},
    })
    expect(await stored()).toEqual(before)
  })
})
