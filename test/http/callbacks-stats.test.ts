import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
let list = ''

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  list = await xivo.use(async (context) => {
    const {uuid} = await resultOf(createList(context, 'Ventes', 'ventes'))
    await createCallback(context, `id:${uuid}`, {phoneNumber: '0230210092', dueDate: '2020-01-01'})
    return uuid
  })
})

test('the backlog is told of every list, or of one', async () => {
  const overdue = {ongoing: 1, overdue: 1, dueToday: 0, later: 0, closed: 0}
  const {status, body} = await ask('GET', '/callback_stats')
  expect({status, body}).toMatchObject({status: 200, body: {...overdue, lists: [{uuid: list, ...overdue}]}})
  expect(await ask('GET', `/callback_stats?listUuid=${list}`)).toEqual({status, body})
  expect(await ask('GET', '/callback_stats?queueId=5')).toEqual({status, body})
  expect(await ask('GET', '/callback_stats?queueId=1')).toMatchObject({status, body: {lists: []}})
  expect(await ask('GET', '/callback_stats?listUuid=Ventes')).toMatchObject({status: 404})
})
