import {beforeAll, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {createPeriod} from '../../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback} from '../../../src/services/callbacks/requests.ts'
import {callbackStats} from '../../../src/services/callbacks/stats.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
let today = ''
const day = (offset: number) => new Date(Date.parse(today) + offset * 86_400_000).toISOString().slice(0, 10)

beforeAll(() =>
  xivo.use(async (context) => {
    const [row] = await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as day`)
    today = row?.day
    await createPeriod(context, {name: 'Matin', start: '08:00', end: '12:00'})
    await createList(context, 'Support', 'support')
    await createList(context, 'Ventes', 'ventes')
    const due = (dueDate: string, period = '') =>
      resultOf(createCallback(context, 'Ventes', {phoneNumber: '1000', dueDate, period}))
    await due(day(-400))
    await due(day(-1), 'Matin')
    await due(today, 'Matin')
    await due(today)
    await due(day(1))
    await closeCallbacks(context, [(await due(day(-1))).uuid])
  }),
)

test('the backlog of a list is what is overdue, due today and later, by day and by period', async () => {
  const {lists, ...all} = await xivo.use((context) => callbackStats(context))
  const counts = {ongoing: 5, overdue: 2, dueToday: 2, later: 1, closed: 1}
  expect(all).toEqual({today, ...counts})
  expect(lists.map(({name}) => name)).toEqual(['Support', 'Ventes'])
  expect(lists[0]).toMatchObject({ongoing: 0, overdue: 0, dueToday: 0, later: 0, closed: 0, days: [], periods: []})
  expect(lists[1]).toMatchObject({
    ...counts,
    queueId: 5,
    days: [
      {dueDate: day(-400), ongoing: 1},
      {dueDate: day(-1), ongoing: 1},
      {dueDate: today, ongoing: 2},
      {dueDate: day(1), ongoing: 1},
    ],
    periods: [
      {name: 'Matin', ongoing: 2},
      {name: 'Toute la journée', ongoing: 3},
    ],
  })
})

test('one list can be asked for, or those of a queue; what is not there is named', async () => {
  const {lists} = await xivo.use((context) => callbackStats(context, {list: 'Ventes'}))
  expect(lists.map(({name}) => name)).toEqual(['Ventes'])
  const ofQueue = await xivo.use((context) => callbackStats(context, {queue: 'ventes'}))
  expect(ofQueue.lists).toEqual(lists)
  const ofAnother = await xivo.use((context) => callbackStats(context, {list: 'Ventes', queue: 'support'}))
  expect(ofAnother).toEqual({today, ongoing: 0, overdue: 0, dueToday: 0, later: 0, closed: 0, lists: []})
  await expect(xivo.use((context) => callbackStats(context, {queue: 'vents'}))).rejects.toMatchObject({
    code: 'QueueNotFound',
  })
  await expect(xivo.use((context) => callbackStats(context, {list: 'Vents'}))).rejects.toMatchObject({
    code: 'CallbackListNotFound',
  })
})
