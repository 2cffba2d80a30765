import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
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
