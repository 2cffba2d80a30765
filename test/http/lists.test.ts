import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {findCallbacks} from '../support/found.ts'
import {useRest} from '../support/rest.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
let uuid = ''
const stored = () => xivo.sql('select name, queue_id from xivoctl.callback_list')
const change = (body: object) => ask('PATCH', `/callback_lists/${uuid}`, body)

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  uuid = await xivo.use(async (context) => {
    const list = await resultOf(createList(context, 'Ventes', 'ventes'))
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

test('a list that is deleted is answered as it was, closed requests included', async () => {
  await xivo.use(async (context) => {
    await createCallback(context, uuid, {phoneNumber: '2', lastName: 'a"b\\c\n', dueDate: '2026-01-02'})
    const done = await resultOf(createCallback(context, uuid, {mobilePhoneNumber: '3', dueDate: '2026-01-01'}))
    await closeCallbacks(context, [done.uuid])
  })
  const {list: callbacks} = await xivo.use((context) => findCallbacks(context, []))
  expect(callbacks).toHaveLength(3)
  expect(await ask('DELETE', `/callback_lists/${uuid}`)).toEqual({
    status: 200,
    body: {uuid, name: 'Ventes', queueId: 5, callbacks},
  })
  expect(await stored()).toEqual([])
  expect(await xivo.sql('select from xivoctl.callback_request')).toEqual([])
  expect(await ask('DELETE', `/callback_lists/${uuid}`)).toMatchObject({status: 404})
})

test('a change or a deletion that fails at COMMIT is answered as a failure', async () => {
  await xivo.sql(`
    create function public.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'not at night' using errcode = 'P0001'; end $$;
    create constraint trigger refuse after update or delete on xivoctl.callback_list
      deferrable initially deferred for each row execute procedure public.refuse()`)
  try {
    expect(await change({name: 'Sales'})).toMatchObject({status: 409, body: {error: 'Conflict'}})
    expect(await ask('DELETE', `/callback_lists/${uuid}`)).toMatchObject({status: 409, body: {error: 'Conflict'}})
  } finally {
    await xivo.sql('drop function public.refuse() cascade')
  }
  expect(await stored()).toEqual([{name: 'Ventes', queue_id: 5}])
  expect(await xivo.sql('select phone_number from xivoctl.callback_request')).toEqual([{phone_number: '1'}])
})

test('of a good name and a queue that is not there, nothing is kept', async () => {
  expect(await change({name: 'Sales', queueId: 99})).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(await change({name: ' ', queueId: 3})).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  expect(await change({})).toMatchObject({status: 400, body: {message: 'nothing to change was given: name or queue'}})
  expect(await change({queueId: 'sales'})).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  expect(await stored()).toEqual([{name: 'Ventes', queue_id: 5}])
})

test('a second list of one name is made, but none is renamed to it', async () => {
  const made = await ask('POST', '/callback_lists', {name: 'Ventes', queueId: 3})
  expect(made).toMatchObject({status: 201, body: {name: 'Ventes', queueId: 3}})
  expect(await change({name: 'Ventes', queueId: 1})).toMatchObject({status: 200, body: {queueId: 1}})
  await ask('POST', '/callback_lists', {name: 'Sales', queueId: 3})
  const refused = await change({name: 'Sales'})
  expect(refused).toMatchObject({status: 409, body: {error: 'Conflict'}})
  expect(JSON.stringify(refused.body)).not.toMatch(/ --|xivoctl /)
  expect((await stored()).map(({name}) => name).sort()).toEqual(['Sales', 'Ventes', 'Ventes'])
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
