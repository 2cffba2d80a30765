import {randomBytes} from 'node:crypto'
import {afterEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const nobody = '00000000-0000-4000-8000-000000000000'
const standard = 'Toute la journée'
const soir = {name: 'Soir', periodStart: '18:00', periodEnd: '20:00'}
const listed = async () => (await ask('GET', '/callback_periods')).body
const make = async () => (await ask('POST', '/callback_periods', soir)).body

afterEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.sql('delete from xivoctl.preferred_callback_period where name <> $1', [standard])
  await xivo.sql('update xivoctl.preferred_callback_period set "default" = true')
})

test('a period is made, listed by its start, mended and deleted', async () => {
  const {status, body: period} = await ask('POST', '/callback_periods', soir)
  expect(status).toBe(201)
  expect(period).toEqual({
    uuid: expect.any(String),
    name: 'Soir',
    periodStart: '18:00:00',
    periodEnd: '20:00:00',
    default: false,
  })
  expect(await ask('GET', '/callback_periods')).toEqual({
    status: 200,
    body: [expect.objectContaining({name: standard, default: true}), period],
  })
  const path = `/callback_periods/${period.uuid}`
  const late = {...period, periodEnd: '21:30:00'}
  expect(await ask('PATCH', path, {periodEnd: '21:30'})).toEqual({status: 200, body: late})
  expect(await ask('PATCH', path, {})).toMatchObject({
    status: 400,
    body: {message: 'nothing to change was given: name, start or end'},
  })
  expect(await ask('DELETE', path)).toEqual({status: 200, body: late})
  expect(await listed()).toEqual([expect.objectContaining({name: standard})])
})

test('exactly one period is the default, and that one is not deleted', async () => {
  const period = await make()
  expect(await ask('POST', `/callback_periods/${period.uuid.toUpperCase()}/default`)).toEqual({
    status: 200,
    body: {...period, default: true},
  })
  expect((await listed()).map(({default: isDefault}: {default: boolean}) => isDefault)).toEqual([false, true])
  expect(await ask('DELETE', `/callback_periods/${period.uuid}`)).toMatchObject({
    status: 409,
    body: {error: 'Conflict', message: `the default period 'Soir' cannot be deleted`},
  })
  expect(await listed()).toHaveLength(2)
})

test('a period in use is not deleted, and a name is not given twice', async () => {
  const {uuid} = await make()
  await xivo.use(async (context) => {
    await createList(context, 'Ventes', 'ventes')
    await createCallback(context, 'Ventes', {phoneNumber: '1', period: 'Soir'})
  })
  expect(await ask('DELETE', `/callback_periods/${uuid}`)).toMatchObject({status: 409, body: {error: 'Conflict'}})
  expect(await ask('POST', '/callback_periods', soir)).toMatchObject({status: 409, body: {error: 'Conflict'}})
})

test('everything that is wrong with a period is named as the body calls it', async () => {
  expect(await ask('POST', '/callback_periods', {name: ' ', periodStart: '24:00', periodEnd: '9h'})).toMatchObject({
    status: 400,
    body: {error: 'InvalidRequest', errors: [{pointer: '/name'}, {pointer: '/periodStart'}, {pointer: '/periodEnd'}]},
  })
  expect(await ask('POST', '/callback_periods', {name: 'Soir', start: '18:00'})).toMatchObject({
    status: 400,
    body: {error: 'InvalidRequest'},
  })
  expect(await listed()).toHaveLength(1)
})

test('a name that is longer than the database can look up is refused', async () => {
  const name = randomBytes(50_000).toString('hex')
  expect(await ask('POST', '/callback_periods', {...soir, name})).toMatchObject({
    status: 400,
    body: {error: 'InvalidRequest'},
  })
  expect(await listed()).toHaveLength(1)
})

test('a period that is not there is PeriodNotFound, whatever its name', async () => {
  for (const uuid of [nobody, encodeURIComponent(standard), 'x']) {
    const missing = {status: 404, body: {error: 'PeriodNotFound'}}
    expect(await ask('PATCH', `/callback_periods/${uuid}`, {name: 'x'})).toMatchObject(missing)
    expect(await ask('DELETE', `/callback_periods/${uuid}`)).toMatchObject(missing)
    expect(await ask('POST', `/callback_periods/${uuid}/default`)).toMatchObject(missing)
  }
  expect(await listed()).toMatchObject([{name: standard, default: true}])
})
