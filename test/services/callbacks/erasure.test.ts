import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import {eraseCallbacks, purgeCallbacks} from '../../../src/services/callbacks/erasure.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../../src/services/callbacks/requests.ts'
import {findCallbacks} from '../../support/found.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const uuids = async () =>
  (await xivo.sql('select uuid from xivoctl.callback_request order by uuid')).map(({uuid}) => uuid)
const make = (list: string, input: Record<string, string>, key?: string) =>
  xivo.made((context) =>
    createCallback(
      context,
      list,
      input,
      key === undefined ? {} : {key: {key, digest: async () => 'the same', onReplay: () => {}}},
    ),
  )
const erase = (phones: string[], how?: {dryRun: boolean}) =>
  xivo.made((context) => eraseCallbacks(context, {phones}), how)
const purge = (day: string, {dryRun = false, ...only}: {dryRun?: boolean; list?: string} = {}) =>
  xivo.made((context) => purgeCallbacks(context, {closedBefore: day}, only), {dryRun})

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.sql('delete from xivoctl.request_key')
  await xivo.use(async (context) => {
    await createList(context, 'Support', 'support')
    await createList(context, 'Ventes', 'ventes')
  })
})

describe('erasing a customer', () => {
  test('takes every request with the number, either of the two, closed or not, from every list', async () => {
    await make('Ventes', {phoneNumber: '0230210092'})
    const closed = await make('Support', {phoneNumber: '1000', mobilePhoneNumber: '0230210092'})
    await xivo.made((context) => closeCallbacks(context, [closed.uuid]))
    const other = await make('Support', {phoneNumber: '02302100921', description: '0230210092'})
    expect(await erase(['02 30 21 00 92'])).toEqual({
      ongoing: 1,
      closed: 1,
      answers: 0,
      spellings: ['0230210092'],
      lists: [
        {uuid: closed.listUuid, name: 'Support', ongoing: 0, closed: 1},
        {uuid: expect.any(String), name: 'Ventes', ongoing: 1, closed: 0},
      ],
    })
    expect(await uuids()).toEqual([other.uuid])
  })

  test.each(['0230210095', '+33230210095', '0033 2 30 21 00 95', '+330230210095'])(
    'finds %s in every spelling of a French number, and says which: those that find finds',
    async (spelling) => {
      const spellings = [
        '+33 2 30 21 00 95',
        '+33230210095',
        '0033230210095',
        '02.30.21.00.95',
        '0230210095',
        '230210095',
      ]
      for (const phoneNumber of ['+33230210095', '0033230210095', '0230210095', '230210095'])
        await make('Ventes', {phoneNumber}, phoneNumber)
      const others = [
        await make('Ventes', {phoneNumber: '30210095'}),
        await make('Ventes', {phoneNumber: '+32230210095', mobilePhoneNumber: '02302100950'}),
      ].map(({uuid}) => uuid)
      for (const spelt of ['+33 2 30 21 00 95', '02.30.21.00.95']) {
        const {uuid} = await make('Support', {phoneNumber: '1000', mobilePhoneNumber: '2000'})
        await xivo.sql('update xivoctl.callback_request set mobile_phone_number = $1 where uuid = $2', [spelt, uuid])
      }
      const found = () => xivo.use((context) => findCallbacks(context, [{phones: [spelling]}]))
      expect((await found()).list.map(({uuid}) => uuid).sort()).toEqual(
        (await uuids()).filter((uuid) => !others.includes(uuid)),
      )
      const plan = await erase([spelling], {dryRun: true})
      expect(plan).toMatchObject({ongoing: 6, spellings, answers: 4})
      expect(await erase([spelling])).toEqual(plan)
      expect((await found()).total).toBe(0)
      expect(await uuids()).toEqual(others.sort())
      expect(await xivo.sql(`select from xivoctl.request_key where answer like '%230210095%'`)).toEqual([])
    },
  )

  test('finds a number of another country with + and with 00, and any other as it is', async () => {
    for (const phoneNumber of ['+44 20 7946 0018', '00442079460018', '02079460018', '1000', '01000'])
      await make('Ventes', {phoneNumber})
    expect(await erase(['+442079460018'])).toMatchObject({spellings: ['+442079460018', '00442079460018']})
    expect(await erase(['1000'])).toMatchObject({spellings: ['1000']})
    expect(await uuids()).toHaveLength(2)
  })

  test('tells in a dry run what it would do, and does nothing', async () => {
    const {uuid} = await make('Ventes', {phoneNumber: '0230210092', lastName: 'Doe'}, 'one')
    const plan = await erase(['0230210092'], {dryRun: true})
    expect(await uuids()).toEqual([uuid])
    expect(await xivo.sql(`select 1 from xivoctl.request_key where answer like '%Doe%'`)).toHaveLength(1)
    expect(await erase(['0230210092'])).toEqual(plan)
  })

  test('takes him out of the answers that are kept, and a request that is sent again does not bring him back', async () => {
    const made = await make('Ventes', {phoneNumber: '0230210092', lastName: 'Doe', company: 'Cie'}, 'one')
    const bystander = await make('Ventes', {phoneNumber: '1000', lastName: 'Roe'}, 'two')
    expect(await erase(['0230210092'])).toMatchObject({answers: 1})
    const [row] = await xivo.sql(`select answer from xivoctl.request_key where key = 'one'`)
    expect(row?.answer).not.toMatch(/0230210092|Doe|Cie/)
    expect((await make('Ventes', {phoneNumber: '0230210092', lastName: 'Doe'}, 'one')).uuid).toBe(made.uuid)
    expect(await make('Ventes', {phoneNumber: '1000', lastName: 'Roe'}, 'two')).toEqual(bystander)
    expect(await uuids()).toEqual([bystander.uuid])
  })

  test('wants a value, whatever it is: older rows have what is no number today', async () => {
    const older = await make('Ventes', {phoneNumber: '1000'})
    await make('Ventes', {phoneNumber: '0230210092'})
    await xivo.sql("update xivoctl.callback_request set phone_number = 'n/a', phone_identity = 0 where uuid = $1", [
      older.uuid,
    ])
    await expect(erase([])).rejects.toMatchObject({kind: 'invalid'})
    await expect(erase(['0230210092', ' '])).rejects.toMatchObject({problems: [{value: ' '}]})
    expect(await uuids()).toHaveLength(2)
    expect(await erase(['n/a'])).toMatchObject({ongoing: 1})
    expect(await uuids()).toHaveLength(1)
  })
})

describe('purging what is closed', () => {
  const closedOn = async (list: string, when: string | null) => {
    const {uuid} = await make(list, {phoneNumber: '1000'})
    await xivo.sql('update xivoctl.callback_request set clotured = true, changed_at = $1 where uuid = $2', [when, uuid])
    return uuid
  }

  test('deletes what was closed before the day and not touched since, and keeps what is ongoing', async () => {
    await closedOn('Ventes', '2026-01-31 23:59:59')
    const kept = [
      await closedOn('Ventes', '2026-02-01 00:00:00'),
      await closedOn('Support', null),
      (await make('Ventes', {phoneNumber: '1000', dueDate: '2020-01-01'})).uuid,
    ]
    const plan = await purge('2026-02-01', {dryRun: true})
    expect(await uuids()).toHaveLength(4)
    const done = await purge('2026-02-01')
    expect(done).toEqual(plan)
    expect(done).toMatchObject({ongoing: 0, closed: 1, undated: 1, lists: [{name: 'Ventes', closed: 1}]})
    expect(await uuids()).toEqual(kept.sort())
  })

  test('can be kept to one list', async () => {
    const kept = await closedOn('Support', '2026-01-01')
    await closedOn('Ventes', '2026-01-01')
    expect(await purge('2026-02-01', {list: 'Ventes'})).toMatchObject({closed: 1})
    expect(await uuids()).toEqual([kept])
  })

  test('takes today for a day, and keeps what was closed today', async () => {
    const [{today} = {}] = await xivo.sql('select current_date::text as today')
    const kept = await closedOn('Ventes', today)
    await closedOn('Ventes', '2026-01-01')
    expect(await purge(today)).toMatchObject({closed: 1})
    expect(await uuids()).toEqual([kept])
  })

  test('takes what was due before a day, closed or not, and days in words', async () => {
    const [{long, late} = {}] = await xivo.sql(
      `select to_char(current_date - interval '1 year 1 day', 'YYYY-MM-DD') as long,
         to_char(current_date - interval '1 year', 'YYYY-MM-DD') as late`,
    )
    await make('Ventes', {phoneNumber: '1000', dueDate: long})
    const kept = [(await make('Ventes', {phoneNumber: '1001', dueDate: late})).uuid, await closedOn('Support', late)]
    const outdated = (context: Context) => purgeCallbacks(context, {dueBefore: '-1y', closedBefore: '-2y'})
    expect(await xivo.made(outdated)).toMatchObject({ongoing: 1, closed: 0})
    expect(await uuids()).toEqual(kept.sort())
    expect(await purge('-10m')).toMatchObject({ongoing: 0, closed: 1})
    await expect(xivo.made((context) => purgeCallbacks(context, {}))).rejects.toMatchObject({kind: 'invalid'})
  })

  test('refuses a day that is none, or that is still to come', async () => {
    await closedOn('Ventes', '2026-01-01')
    for (const day of ['2026-02-30', 'tomorrow', '', '9999-12-31']) {
      await expect(purge(day), day).rejects.toMatchObject({kind: 'invalid'})
    }
    expect(await uuids()).toHaveLength(1)
  })
})
