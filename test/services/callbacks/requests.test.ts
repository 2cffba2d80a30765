import {randomUUID} from 'node:crypto'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import {parseFilters, parseFilterText} from '../../../src/formats/filters.ts'
import {changeList, createList} from '../../../src/services/callbacks/lists.ts'
import {createPeriod, listPeriods, setDefaultPeriod} from '../../../src/services/callbacks/periods.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  getCallback,
  moveCallbacks,
  reopenCallbacks,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {findCallbacks} from '../../support/found.ts'
import {useXivo} from '../../support/xivo.ts'

const got = async (context: Context, uuid: string) => (await getCallback(context, uuid)).found

const xivo = useXivo()
const nobody = '00000000-0000-4000-8000-000000000000'

const make = (list: string, input: Record<string, string>) =>
  xivo.made((context) => createCallback(context, list, input))
const find = (filters: string[] | object[], page = {}) =>
  xivo.use((context) =>
    findCallbacks(
      context,
      filters.flatMap((each) => (typeof each === 'string' ? parseFilterText(each) : parseFilters([each]))),
      page,
    ),
  )
const names = async (...filters: string[]) =>
  (await find([...filters, {field: 'lastName', order: 'ASC'}] as string[])).list.map(({lastName}) => lastName ?? '?')
const stored = () => xivo.sql('select *, due_date::text as due from xivoctl.callback_request order by last_name, uuid')

beforeAll(() =>
  xivo.use(async (context) => {
    await createPeriod(context, {name: 'Matin', start: '09:00', end: '12:00'})
    await createList(context, 'Ventes', 'ventes')
    await createList(context, 'Support', 'support')
  }),
)

beforeEach(() => xivo.sql('delete from xivoctl.callback_request'))

describe('a request that is created', () => {
  test('is due today, as the database has it, in the default period, when it says nothing else', async () => {
    const [today] = await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as day`)
    const created = await make('Ventes', {
      company: 'Cie',
      phoneNumber: '0298765432',
      mobilePhoneNumber: '0654321234',
      firstName: 'Jack',
    })
    expect(created).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      listUuid: expect.any(String),
      listName: 'Ventes',
      phoneNumber: '0298765432',
      mobilePhoneNumber: '0654321234',
      firstName: 'Jack',
      company: 'Cie',
      preferredPeriodUuid: created.preferredPeriod.uuid,
      dueDate: today?.day,
      queueId: 5,
      queueName: 'ventes',
      clotured: false,
      preferredPeriod: {
        uuid: expect.any(String),
        name: 'Toute la journée',
        periodStart: '09:00:00',
        periodEnd: '17:00:00',
        default: true,
      },
    })
    const kept = await xivo.use((context) => got(context, created.uuid))
    expect(kept).toEqual({...created, createdAt: kept.createdAt})
    expect(await xivo.use((context) => got(context, created.uuid.toUpperCase()))).toEqual(kept)
  })

  test('gets the period that is the default now', async () => {
    await xivo.made((context) => setDefaultPeriod(context, 'Matin'))
    expect(await make('Ventes', {phoneNumber: '1000', period: ''})).toMatchObject({preferredPeriod: {name: 'Matin'}})
    await xivo.made((context) => setDefaultPeriod(context, 'Toute la journée'))
  })

  test('follows the rules of the import', async () => {
    expect(
      await make('Ventes', {phoneNumber: ' +33 2.98-76 ', dueDate: ' 2026-02-28 ', period: 'Matin'}),
    ).toMatchObject({
      phoneNumber: '+3329876',
      dueDate: '2026-02-28',
      preferredPeriod: {name: 'Matin'},
    })
    const blank = await make('Ventes', {phoneNumber: '1000', firstName: '  ', lastName: ''})
    expect(blank).not.toHaveProperty('firstName')
    expect(blank).not.toHaveProperty('lastName')
  })

  test('is warned of when it is due more than a year away, and when a change makes it so', async () => {
    const far = {phoneNumber: '1000', dueDate: '2001-01-01'}
    const made = await xivo.use((context) => createCallback(context, 'Ventes', far))
    expect(made.warnings).toEqual(['dueDate is more than a year away'])
    const {uuid} = made.result
    const update = (dueDate: string) => xivo.use((context) => updateCallback(context, uuid, {dueDate}))
    expect((await update('')).warnings).toBeUndefined()
    expect((await update('2999-12-31')).warnings).toEqual(['dueDate is more than a year away'])
  })

  test('with anything wrong in it is refused, all of it named', async () => {
    await expect(
      make('Ventes', {phoneNumber: 'abc', dueDate: 'infinity', lastName: 'a\0', company: '\ud800'}),
    ).rejects.toMatchObject({
      kind: 'invalid',
      problems: [{column: 'phoneNumber'}, {column: 'lastName'}, {column: 'company'}, {column: 'dueDate'}],
    })
    await expect(make('Ventes', {firstName: 'Jack'})).rejects.toMatchObject({
      kind: 'invalid',
      problems: [{column: 'phoneNumber', reason: expect.stringContaining('needs')}],
    })
    await expect(make('Ventes', {phoneNumber: '1000', period: 'matin'})).rejects.toMatchObject({
      code: 'PeriodNotFound',
      hints: expect.arrayContaining([`did you mean 'Matin'?`]),
    })
    await expect(make('Vente', {phoneNumber: '1000'})).rejects.toMatchObject({code: 'CallbackListNotFound'})
    expect(await stored()).toEqual([])
  })
})

describe('a request keeps', () => {
  const timesOf = (uuid: string) =>
    xivo.use(async (context) => {
      const {createdAt, closedAt} = await got(context, uuid)
      return {createdAt, closedAt}
    })

  test('when it came and when it was closed, for find and get alone', async () => {
    const before = new Date().toISOString()
    const created = await make('Ventes', {phoneNumber: '1000'})
    expect(created).not.toHaveProperty('createdAt')
    const {createdAt = '', closedAt} = await timesOf(created.uuid)
    expect(createdAt >= before && createdAt <= new Date().toISOString()).toBe(true)
    expect(closedAt).toBeUndefined()

    await xivo.made((context) => closeCallbacks(context, [created.uuid]))
    const closed = await timesOf(created.uuid)
    expect(closed).toEqual({createdAt, closedAt: expect.any(String)})
    expect(await find(['createdAt >= today', 'closedAt < tomorrow', `closedAt >= ${before}`])).toMatchObject({total: 1})
    expect(await find([`createdAt > ${closed.closedAt}`])).toMatchObject({total: 0})
    expect((await find([])).list[0]).not.toHaveProperty('createdAt')

    await xivo.made((context) => updateCallback(context, created.uuid, {lastName: 'Doe'}))
    expect(await timesOf(created.uuid)).toEqual(closed)
    await xivo.made((context) => reopenCallbacks(context, [created.uuid]))
    expect(await timesOf(created.uuid)).toEqual({createdAt})
  })
})

describe('callbacks find', () => {
  beforeEach(() =>
    xivo.use(async (context) => {
      const requests = [
        {lastName: 'Aubert', company: 'Renaud', dueDate: '2026-01-01', phoneNumber: '1000'},
        {lastName: 'Bernard', company: 'renaud', dueDate: '2026-01-02', mobilePhoneNumber: '2000'},
        {lastName: 'Caron', dueDate: '2026-01-03', phoneNumber: '1000', period: 'Matin'},
        {lastName: 'Dupont_', company: '100%', dueDate: '2026-01-03', phoneNumber: '1002'},
      ]
      for (const request of requests) await createCallback(context, request.period ? 'Support' : 'Ventes', request)
      const {list} = await findCallbacks(context, parseFilters([{field: 'lastName', operator: '=', value: 'Caron'}]))
      await closeCallbacks(
        context,
        list.map(({uuid}) => uuid),
      )
    }),
  )

  test('joins filters by AND', async () => {
    expect(await names('phoneNumber = 1000')).toEqual(['Aubert', 'Caron'])
    expect(await names('phoneNumber = 1000', 'clotured = false')).toEqual(['Aubert'])
    expect(await names('dueDate >= 2026-01-02', 'dueDate < 2026-01-03')).toEqual(['Bernard'])
    expect(await names('phoneNumber = 1000', 'phoneNumber = 1002')).toEqual([])
    expect(await names()).toEqual(['Aubert', 'Bernard', 'Caron', 'Dupont_'])
  })

  test('finds by every field', async () => {
    const {list} = await find([])
    const [caron] = list.filter(({lastName}) => lastName === 'Caron')
    expect(await names(`uuid = ${caron?.uuid}`)).toEqual(['Caron'])
    expect(await names(`listUuid = ${caron?.listUuid}`)).toEqual(['Caron'])
    expect(await names(`preferredPeriodUuid = ${caron?.preferredPeriodUuid}`)).toEqual(['Caron'])
    expect(await names('period = Matin')).toEqual(['Caron'])
    expect(await names('period like Toute%', 'queueId = 5')).toEqual(['Aubert', 'Bernard', 'Dupont_'])
    expect(await names('queueId != 5')).toEqual(['Caron'])
    expect(await names('queueId > 2147483646')).toEqual([])
    expect(await names('clotured = true')).toEqual(['Caron'])
    expect(await names('clotured > false')).toEqual(['Caron'])
    expect(await names('mobilePhoneNumber = 2000')).toEqual(['Bernard'])
    expect(await names('firstName is null', 'description is null')).toHaveLength(4)
    expect(await names('dueDate = 2026-01-03')).toEqual(['Caron', 'Dupont_'])
    expect(await names('company like Renaud')).toEqual(['Aubert'])
    expect(await names('company ILIKE RENAUD')).toEqual(['Aubert', 'Bernard'])
    expect(await names('lastName like %_\\_')).toEqual(['Dupont_'])
    expect(await names('company like %\\%')).toEqual(['Dupont_'])
  })

  test('finds by the names of lists and queues, and by either number of a customer', async () => {
    const {list} = await find(['lastName = Caron'])
    expect(await names('list = Support')).toEqual(['Caron'])
    expect(await names(`list = ${list[0]?.listUuid}`)).toEqual(['Caron'])
    expect(await names(`list = ${list[0]?.listUuid.slice(0, 9)}`)).toEqual(['Caron'])
    expect(await names('list != Support')).toEqual(['Aubert', 'Bernard', 'Dupont_'])
    expect(await names('list ilike %SUPP%')).toEqual(['Caron'])
    expect(await names('queue = ventes')).toEqual(['Aubert', 'Bernard', 'Dupont_'])
    expect(await names('queue=5')).toEqual(['Aubert', 'Bernard', 'Dupont_'])
    expect(await names('queue like vent%')).toEqual(['Aubert', 'Bernard', 'Dupont_'])
    expect(await names('queue != name:ventes')).toEqual(['Caron'])
    await make('Ventes', {lastName: 'Étienne', phoneNumber: '0230210092'})
    expect(await names('phone = +33 2 30 21 00 92')).toEqual(['Étienne'])
    expect(await names('phone != 0033230210092', 'phone != 2000')).toEqual(['Aubert', 'Caron', 'Dupont_'])
    await expect(find(['list = Suport'])).rejects.toMatchObject({code: 'CallbackListNotFound'})
    await expect(find(['queue = vente'])).rejects.toMatchObject({code: 'QueueNotFound'})
  })

  test('takes words for days, of the database', async () => {
    const [days] = await xivo.sql(
      `select (current_date + 3)::text as soon, (current_date - interval '1 month')::date::text as past`,
    )
    await make('Ventes', {lastName: 'Soon', phoneNumber: '3', dueDate: days?.soon})
    await make('Ventes', {lastName: 'Past', phoneNumber: '3', dueDate: days?.past})
    await make('Ventes', {lastName: 'Now', phoneNumber: '3'})
    expect(await names('dueDate = +3d')).toEqual(['Soon'])
    expect(await names('dueDate = -1m')).toEqual(['Past'])
    expect(await names('dueDate >= today', 'dueDate < tomorrow')).toEqual(['Now'])
  })

  test('sorts names as people expect, whatever the collation of the database', async () => {
    for (const lastName of ['Étienne', 'etienne', 'Zoé', 'Œuvré', 'Ozanne'])
      await make('Ventes', {lastName, phoneNumber: '7', company: lastName})
    const sorted = async (field: string) =>
      (await find(['phoneNumber = 7', {field, order: 'ASC'}] as string[])).list.map(({lastName}) => lastName)
    expect(await sorted('lastName')).toEqual(['etienne', 'Étienne', 'Œuvré', 'Ozanne', 'Zoé'])
    expect(await sorted('company')).toEqual(await sorted('lastName'))
    expect(await sorted('list')).toHaveLength(5)
    expect(await sorted('queue')).toHaveLength(5)
    expect(await sorted('phone')).toHaveLength(5)
  })

  test('follows SQL where there is no value', async () => {
    expect(await names('company != Renaud')).toEqual(['Bernard', 'Dupont_'])
    expect(await names('company is null')).toEqual(['Caron'])
    expect(await names('company is not null', 'company != renaud')).toEqual(['Aubert', 'Dupont_'])
    expect(await names('company = ')).toEqual([])
  })

  test('takes a hostile value for the text it is', async () => {
    expect(await names(`lastName = '; drop table xivoctl.callback_request; --`)).toEqual([])
    expect(await names(`lastName = ' or '1'='1`)).toEqual([])
    expect(await names('lastName = $1')).toEqual([])
    expect(await stored()).toHaveLength(4)
  })

  test('sorts as it is asked to, in the order of the filters', async () => {
    const order = async (...filters: object[]) => (await find(filters)).list.map(({lastName}) => lastName?.[0]).join('')
    expect(await order({field: 'lastName', order: 'DESC'})).toBe('DCBA')
    expect(await order({field: 'dueDate', order: 'DESC'}, {field: 'lastName', order: 'ASC'})).toBe('CDBA')
    expect(await order({field: 'clotured', order: 'DESC'}, {field: 'lastName', order: 'DESC'})).toBe('CDBA')
    expect(await order({field: 'dueDate', operator: '<', value: '2026-01-03', order: 'DESC'})).toBe('BA')
  })

  test('counts all that fit, whatever the page', async () => {
    const sorted = {field: 'lastName', order: 'ASC'}
    const page = async (offset?: number, limit?: number) => {
      const {total, list} = await find([sorted], {
        ...(offset !== undefined && {offset}),
        ...(limit !== undefined && {limit}),
      })
      return [total, list.map(({lastName}) => lastName?.[0]).join('')]
    }
    expect(await page()).toEqual([4, 'ABCD'])
    expect(await page(1, 2)).toEqual([4, 'BC'])
    expect(await page(3)).toEqual([4, 'D'])
    expect(await page(4, 10)).toEqual([4, ''])
    expect(await page(undefined, 0)).toEqual([4, ''])
    for (const bad of [
      {offset: -1},
      {limit: -1},
      {limit: 1.5},
      {offset: Number.NaN},
      {limit: '5'},
      {limit: null},
      {offset: 1e300},
    ]) {
      await expect(find([], bad)).rejects.toMatchObject({kind: 'invalid'})
    }
  })

  test('shows total and list of one moment', async () => {
    const writing = (async () => {
      for (let i = 0; i < 10; i++) await make('Ventes', {phoneNumber: '1', dueDate: '2026-05-05'})
    })()
    for (let i = 0; i < 10; i++) {
      const {total, list} = await find([])
      expect(total).toBe(list.length)
    }
    await writing
  })
})

test('pages of requests that sort alike neither repeat nor skip one', async () => {
  const list = (await make('Ventes', {phoneNumber: '1'})).listUuid
  const [period] = await xivo.use(listPeriods)
  await xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
     select (lpad(to_hex((n * 7919) % 65536), 8, '0') || '-0000-4000-8000-000000000000')::uuid, $1, '1', $2, '2026-01-01'
     from generate_series(1, 300) n`,
    [list, period?.uuid],
  )
  for (const filters of [[], [{field: 'lastName', order: 'ASC'}], [{field: 'dueDate', order: 'DESC'}]]) {
    const seen: string[] = []
    for (let offset = 0; offset < 301; offset += 29) {
      // What a busy table does by itself: the rows come to lie elsewhere.
      await xivo.sql(`update xivoctl.callback_request set description = 'x' where random() < 0.3`)
      seen.push(...(await find(filters, {offset, limit: 29})).list.map(({uuid}) => uuid))
    }
    expect(seen).toHaveLength(301)
    expect(new Set(seen).size).toBe(301)
    const alike = seen.filter((uuid) => uuid.endsWith('-0000-4000-8000-000000000000'))
    expect(alike).toEqual([...alike].sort())
  }
})

describe('a request that is changed', () => {
  test('keeps what is not said, and an empty text takes a value away', async () => {
    const {uuid} = await make('Ventes', {phoneNumber: '1000', lastName: 'Doe', company: 'Cie', dueDate: '2026-01-01'})
    const {result: after, changes} = await xivo.use((context) =>
      updateCallback(context, uuid, {phoneNumber: '10 01', company: '', period: 'Matin'}),
    )
    expect(changes).toMatchObject([
      {
        kind: 'callbackRequest',
        id: uuid,
        before: {phoneNumber: '1000', company: 'Cie', period: {name: 'Toute la journée'}},
        after: {phoneNumber: '1001', period: {name: 'Matin'}, list: {name: 'Ventes'}},
      },
    ])
    expect(after).toMatchObject({
      phoneNumber: '1001',
      lastName: 'Doe',
      dueDate: '2026-01-01',
      preferredPeriod: {name: 'Matin'},
    })
    expect(after).not.toHaveProperty('company')
    const [today] = await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as day`)
    expect(await xivo.made((context) => updateCallback(context, uuid, {dueDate: '', period: ''}))).toMatchObject({
      dueDate: today?.day,
      preferredPeriod: {default: true},
    })
  })

  test('must keep a number', async () => {
    const {uuid} = await make('Ventes', {phoneNumber: '1000'})
    const change = (input: Record<string, string>) => xivo.made((context) => updateCallback(context, uuid, input))
    await expect(change({phoneNumber: ''})).rejects.toMatchObject({
      kind: 'invalid',
      problems: [{column: 'phoneNumber'}],
    })
    expect(await change({phoneNumber: '', mobilePhoneNumber: '2000'})).toMatchObject({mobilePhoneNumber: '2000'})
    expect(await change({phoneNumber: '1000', mobilePhoneNumber: ''})).toMatchObject({phoneNumber: '1000'})
  })

  test('is not, when something is wrong, nothing is said, or nobody has it', async () => {
    const {uuid} = await make('Ventes', {phoneNumber: '1000', lastName: 'Doe'})
    const change = (input: Record<string, string>, which = uuid) =>
      xivo.made((context) => updateCallback(context, which, input))
    await expect(change({lastName: 'Dupont', dueDate: '2026-02-30', phoneNumber: 'x'})).rejects.toMatchObject({
      problems: [{column: 'phoneNumber'}, {column: 'dueDate'}],
    })
    await expect(change({lastName: 'Dupont', period: 'Soir'})).rejects.toMatchObject({code: 'PeriodNotFound'})
    await expect(change({})).rejects.toMatchObject({kind: 'invalid'})
    await expect(change({lastName: 'x'}, nobody)).rejects.toMatchObject({code: 'CallbackRequestNotFound'})
    await expect(change({lastName: 'x'}, 'x')).rejects.toMatchObject({kind: 'invalid'})
    expect(await stored()).toMatchObject([{last_name: 'Doe'}])
  })
})

describe('several requests', () => {
  const three = async () => {
    const made = []
    for (const lastName of ['A', 'B', 'C']) made.push(await make('Ventes', {phoneNumber: '1', lastName}))
    return made.map(({uuid}) => uuid).sort()
  }

  test('are closed, opened again, moved and deleted together', async () => {
    const uuids = await three()
    const lists = (requests: {uuid: string}[]) => requests.map(({uuid}) => uuid)
    const closed = await xivo.made((context) => closeCallbacks(context, uuids))
    expect(closed.every(({clotured}) => clotured)).toBe(true)
    expect(lists(closed)).toEqual(uuids)
    const open = await xivo.made((context) => reopenCallbacks(context, [...uuids, ...uuids]))
    expect(open).toHaveLength(3)
    expect(open.some(({clotured}) => clotured)).toBe(false)
    const moved = await xivo.made((context) =>
      moveCallbacks(
        context,
        uuids.map((uuid) => uuid.toUpperCase()),
        'Support',
      ),
    )
    expect(moved.map(({queueId}) => queueId)).toEqual([1, 1, 1])
    const gone = await xivo.made((context) => deleteCallbacks(context, uuids))
    expect(gone).toEqual(moved)
    expect(await stored()).toEqual([])
  })

  test('are left alone when one of them is not there, and that one is named', async () => {
    const uuids = await three()
    const other = randomUUID()
    for (const work of [
      closeCallbacks,
      reopenCallbacks,
      deleteCallbacks,
      (context: Parameters<typeof closeCallbacks>[0], each: string[]) => moveCallbacks(context, each, 'Support'),
    ]) {
      await expect(xivo.use((context) => work(context, [...uuids, other]))).rejects.toMatchObject({
        code: 'CallbackRequestNotFound',
        message: `no callback request ${other}`,
      })
      await expect(xivo.use((context) => work(context, [...uuids, 'x', '']))).rejects.toMatchObject({
        kind: 'invalid',
        message: `not a uuid: 'x', ''`,
      })
      await expect(xivo.use((context) => work(context, []))).rejects.toMatchObject({kind: 'invalid'})
    }
    expect((await stored()).map(({clotured}) => clotured)).toEqual([false, false, false])
  })

  test('are not moved to a list that is not there', async () => {
    const uuids = await three()
    await expect(xivo.made((context) => moveCallbacks(context, uuids, 'Nirgends'))).rejects.toMatchObject({
      code: 'CallbackListNotFound',
    })
  })
})

test('a request goes with its list to another queue', async () => {
  const {uuid} = await make('Support', {phoneNumber: '1000'})
  await xivo.made((context) => changeList(context, 'Support', {queue: 'sales'}))
  expect(await xivo.use((context) => got(context, uuid))).toMatchObject({queueId: 3})
  await xivo.made((context) => changeList(context, 'Support', {queue: 'support'}))
})

test('no query brings a day as a JavaScript Date', async () => {
  const {rows} = await xivo.use(({pool}) => pool.query(`select date '2016-08-01' as day`))
  expect(rows).toEqual([{day: '2016-08-01'}])
})
