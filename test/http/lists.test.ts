import {beforeEach, expect, test} from 'vitest'
import {createCallback} from '../../src/services/callbacks.ts'
import {createList} from '../../src/services/lists.ts'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
let uuid = ''
const stored = () => xivo.sql('select name, queue_id from xivoctl.callback_list')
const change = (body: object) => ask('PATCH', `/callback_lists/${uuid}`, body)

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  uuid = await xivo.use(async (context) => {
    const list = await createList(context, 'Ventes', 'ventes')
    await createCallback(context, list.uuid, {phoneNumber: '1'})
    return list.uuid
  })
})

test('a list gets another name, another queue, or both', async () => {
  expect(await change({name: ' Sales '})).toMatchObject({status: 200, body: {uuid, name: 'Sales', queueId: 5}})
  expect(await change({queueId: 3})).toMatchObject({
    status: 200,
    body: {name: 'Sales', queueId: 3, callbacks: [{phoneNumber: '1', queueId: 3}]},
  })
  expect(await change({name: 'Support', queueId: 1})).toMatchObject({status: 200, body: {name: 'Support', queueId: 1}})
  expect(await stored()).toEqual([{name: 'Support', queue_id: 1}])
})

test('of a good name and a queue that is not there, nothing is kept', async () => {
  expect(await change({name: 'Sales', queueId: 99})).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(await change({name: ' ', queueId: 3})).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  expect(await change({})).toMatchObject({status: 400, body: {message: 'nothing was said to change'}})
  expect(await change({queueId: 'sales'})).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  expect(await stored()).toEqual([{name: 'Ventes', queue_id: 5}])
})

test('a list is changed by its uuid, never by its name', async () => {
  for (const other of ['00000000-0000-4000-8000-000000000000', 'Ventes', 'name:Ventes']) {
    expect(await ask('PATCH', `/callback_lists/${other}`, {name: 'x'})).toMatchObject({
      status: 404,
      body: {error: 'CallbackListNotFound'},
    })
  }
  expect(await stored()).toEqual([{name: 'Ventes', queue_id: 5}])
})
