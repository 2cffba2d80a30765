import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {showPerson} from '../../src/services/callbacks/person.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
let list = ''
const rows = async () => (await xivo.sql('select uuid from xivoctl.callback_request')).length

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  list = await xivo.use(async (context) => {
    const {uuid} = await resultOf(createList(context, 'Ventes', 'ventes'))
    await createCallback(context, `id:${uuid}`, {phoneNumber: '0230210092', dueDate: '2020-01-01'})
    return uuid
  })
})

test('a customer is erased by the numbers in the body, after a dry run that does nothing', async () => {
  const body = {phoneNumbers: ['+33 2 30 21 00 92']}
  const counts = {
    ongoing: 1,
    closed: 0,
    answers: 0,
    spellings: ['0230210092'],
    lists: [{uuid: list, name: 'Ventes', ongoing: 1, closed: 0}],
  }
  const erase = (asked: object, query = '') => ask('POST', `/callback_requests/erase${query}`, asked)
  expect(await erase(body, '?dryRun=true')).toMatchObject({status: 200, body: {dryRun: true, ...counts}})
  expect(await rows()).toBe(1)
  expect(await erase({phoneNumbers: []})).toMatchObject({status: 400})
  expect(await erase({})).toMatchObject({status: 400})
  expect(await erase(body)).toEqual({status: 200, body: counts})
  expect(await rows()).toBe(0)
})

test('a person is shown as on the command line; of several that share a number, one or everyone must be meant', async () => {
  const body = {phoneNumbers: ['+33 2 30 21 00 92']}
  const person = (asked: object) => ask('POST', '/callback_requests/person', asked)
  expect((await person(body)).body).toEqual(
    await xivo.use((context) => showPerson(context, {phones: body.phoneNumbers})),
  )
  await xivo.made((context) => createCallback(context, `id:${list}`, {phoneNumber: '0230210092', lastName: 'Doe'}))
  await xivo.made((context) => createCallback(context, `id:${list}`, {phoneNumber: '0230210092', lastName: 'Roe'}))
  for (const path of ['person', 'erase']) {
    expect(await ask('POST', `/callback_requests/${path}`, body)).toEqual({
      status: 409,
      body: {
        error: 'Conflict',
        message: expect.stringContaining('2 different names'),
        hints: ['for one of them: names NAME in the body', 'for all of them: everyone in the body'],
      },
    })
  }
  expect(await person({...body, names: ['roe']})).toMatchObject({
    status: 200,
    body: {requests: [{lastName: 'Roe'}], others: 2},
  })
  for (const path of ['person', 'erase'])
    expect((await ask('POST', `/callback_requests/${path}`, {...body, names: ['roe'], everyone: true})).status).toBe(
      400,
    )
  expect(await ask('POST', '/callback_requests/erase', {...body, everyone: true})).toMatchObject({body: {ongoing: 3}})
})

test('closed requests are purged by the day of their closing', async () => {
  await xivo.sql(`update xivoctl.callback_request set clotured = true, changed_at = '2026-01-01'`)
  const purge = (asked: object) => ask('POST', '/callback_requests/purge', asked)
  expect(await purge({closedBefore: 'soon'})).toMatchObject({status: 400})
  expect(await purge({closedBefore: '2026-01-01', listUuid: list})).toMatchObject({status: 200, body: {closed: 0}})
  expect(await purge({closedBefore: '2026-01-02', listUuid: list})).toMatchObject({
    status: 200,
    body: {closed: 1, undated: 0},
  })
  expect(await rows()).toBe(0)
})
