import {afterEach, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {
  createPeriod,
  deletePeriod,
  listPeriods,
  setDefaultPeriod,
  updatePeriod,
} from '../../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback, deleteCallbacks} from '../../../src/services/callbacks/requests.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const standard = 'Toute la journée'

const create = (name: string, start = '18:00', end = '20:00') =>
  xivo.made((context) => createPeriod(context, {name, start, end}))
const names = async () => (await xivo.use(listPeriods)).map(({name}) => name)
const defaults = async () => (await xivo.use(listPeriods)).filter((period) => period.default).map(({name}) => name)

afterEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.made((context) => setDefaultPeriod(context, standard))
  await xivo.sql('delete from xivoctl.preferred_callback_period where name <> $1', [standard])
})

test('db init made the default period, 09:00 to 17:00', async () => {
  expect(await xivo.use(listPeriods)).toEqual([
    {uuid: expect.any(String), name: standard, periodStart: '09:00:00', periodEnd: '17:00:00', default: true},
  ])
})

test('periods are made with times of the day, and listed by their start', async () => {
  expect(await create(' Soir ', '18:00', '20:30:15')).toMatchObject({
    name: 'Soir',
    periodStart: '18:00:00',
    periodEnd: '20:30:15',
    default: false,
  })
  await create('Matin', '08:00', '12:00')
  expect(await names()).toEqual(['Matin', standard, 'Soir'])
})

test('a period that is none is refused, everything that is wrong named', async () => {
  await expect(create('', '24:00', '9h')).rejects.toMatchObject({
    kind: 'invalid',
    problems: [{column: 'name'}, {column: 'periodStart', value: '24:00'}, {column: 'periodEnd', value: '9h'}],
  })
  await expect(create('Nuit', '20:00', '06:00')).rejects.toMatchObject({
    kind: 'invalid',
    problems: [{column: 'periodEnd', reason: 'is not after the start, 20:00'}],
  })
  await expect(create('Midi', '')).rejects.toMatchObject({
    problems: [{column: 'periodStart', reason: 'is missing'}],
  })
  await expect(create('Rien', '20:00', '20:00:00')).rejects.toMatchObject({kind: 'invalid'})
  expect(await names()).toEqual([standard])
})

test('two periods never have one name, not even when they are made at once', async () => {
  await expect(create(standard)).rejects.toMatchObject({
    kind: 'conflict',
    message: `there is a period '${standard}' already`,
  })
  const outcomes = await Promise.allSettled([create('Soir'), create('Soir'), create('Soir')])
  expect(outcomes.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({message: `there is a period 'Soir' already`})
  }
  await create('Matin')
  await expect(xivo.made((context) => updatePeriod(context, 'Matin', {name: 'Soir'}))).rejects.toMatchObject({
    kind: 'conflict',
  })
})

test('a period changes what is said, and its requests keep it', async () => {
  const {uuid} = await create('Soir')
  const update = (input: Record<string, string>) => xivo.made((context) => updatePeriod(context, uuid, input))
  expect(await update({start: '18:30'})).toMatchObject({name: 'Soir', periodStart: '18:30:00', periodEnd: '20:00:00'})
  expect(await update({name: 'Soirée'})).toMatchObject({uuid, name: 'Soirée', periodStart: '18:30:00'})
  expect(await update({name: 'Soirée'})).toMatchObject({name: 'Soirée'})
  await expect(update({end: '18:00'})).rejects.toMatchObject({kind: 'invalid'})
  await expect(update({})).rejects.toMatchObject({kind: 'invalid'})
})

test('an unknown period is answered with the nearest one', async () => {
  await create('Matin', '08:00', '12:00')
  await expect(xivo.made((context) => deletePeriod(context, 'matin'))).rejects.toMatchObject({
    code: 'PeriodNotFound',
    hints: [`did you mean 'Matin'?`, `periods: Matin, ${standard}`],
  })
})

test('a period that a request has is not deleted, closed requests included', async () => {
  await create('Soir')
  const {uuid} = await xivo.use(async (context) => {
    await createList(context, 'Ventes', 'ventes')
    const request = await resultOf(createCallback(context, 'Ventes', {phoneNumber: '1', period: 'Soir'}))
    await closeCallbacks(context, [request.uuid])
    return request
  })
  await expect(xivo.made((context) => deletePeriod(context, 'Soir'))).rejects.toMatchObject({
    kind: 'conflict',
    message: `the period 'Soir' cannot be deleted: 1 callback request uses it`,
  })
  await xivo.made((context) => deleteCallbacks(context, [uuid]))
  expect(await xivo.made((context) => deletePeriod(context, 'Soir'))).toMatchObject({name: 'Soir'})
  expect(await names()).toEqual([standard])
})

test('exactly one period is the default, and that one is not deleted', async () => {
  await create('Soir')
  expect(await xivo.made((context) => setDefaultPeriod(context, 'Soir'))).toMatchObject({name: 'Soir', default: true})
  expect(await xivo.made((context) => setDefaultPeriod(context, 'Soir'))).toMatchObject({default: true})
  expect(await defaults()).toEqual(['Soir'])
  await expect(xivo.made((context) => deletePeriod(context, 'Soir'))).rejects.toMatchObject({
    kind: 'conflict',
    message: `the default period 'Soir' cannot be deleted`,
  })
  await expect(xivo.made((context) => setDefaultPeriod(context, 'x'))).rejects.toMatchObject({code: 'PeriodNotFound'})
  expect(await defaults()).toEqual(['Soir'])
})

test('changes made at once lose none, and leave one default', async () => {
  await create('Soir')
  await create('Matin', '08:00', '12:00')
  for (let round = 0; round < 5; round++) {
    await Promise.all([
      xivo.made((context) => setDefaultPeriod(context, 'Soir')),
      xivo.made((context) => setDefaultPeriod(context, 'Matin')),
      xivo.made((context) => updatePeriod(context, 'Soir', {end: `20:0${round}`})),
      xivo.made((context) => updatePeriod(context, 'Soir', {start: `18:0${round}`})),
      xivo.made((context) => updatePeriod(context, 'Matin', {end: `12:0${round}`})),
    ])
    expect(await defaults()).toHaveLength(1)
    const soir = (await xivo.use(listPeriods)).find(({name}) => name === 'Soir')
    expect(soir).toMatchObject({periodStart: `18:0${round}:00`, periodEnd: `20:0${round}:00`})
  }
})
