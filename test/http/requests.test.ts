import {beforeEach, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const nobody = '00000000-0000-4000-8000-000000000000'
let list = ''
let uuid = ''
const stored = () => xivo.sql('select * from xivoctl.callback_request order by uuid')
const at = (rest = '') => `/callback_requests/${uuid}${rest}`

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.use(async (context) => {
    list = (await resultOf(createList(context, 'Ventes', 'ventes'))).uuid
    uuid = (
      await resultOf(createCallback(context, list, {phoneNumber: '1000', lastName: 'Doe', dueDate: '2026-12-01'}))
    ).uuid
    await createCallback(context, list, {phoneNumber: '2000'})
  })
})

test('one request is shown with its period, absent fields left out', async () => {
  const {status, body} = await ask('GET', at())
  expect(status).toBe(200)
  expect(body).toEqual({
    uuid,
    listUuid: list,
    listName: 'Ventes',
    queueName: 'ventes',
    phoneNumber: '1000',
    lastName: 'Doe',
    preferredPeriodUuid: expect.any(String),
    dueDate: '2026-12-01',
    queueId: 5,
    clotured: false,
    createdAt: expect.any(String),
    preferredPeriod: expect.objectContaining({name: 'Toute la journée', default: true}),
  })
  expect(await ask('GET', `/callback_requests/${uuid.toUpperCase()}`)).toEqual({status, body})
})

/** Without what the API page's requests lack. */
const asChanged = ({createdAt: _, listName: __, queueName: ___, ...request}: Record<string, unknown>) => request

test('a change keeps what it leaves out, and an empty text takes a value away', async () => {
  const {status, body} = await ask('PATCH', at(), {phoneNumber: '01 02', lastName: '', company: 'Cie'})
  expect({status, body}).toMatchObject({
    status: 200,
    body: {phoneNumber: '0102', company: 'Cie', dueDate: '2026-12-01'},
  })
  expect(body).not.toHaveProperty('lastName')
  expect(asChanged((await ask('GET', at())).body)).toEqual(body)
})

test('a due date is a word as on the command line: of a new request counted from today, in a change +2d from the due date', async () => {
  const made = await ask('POST', `/callback_lists/${list}/callback_requests`, {phoneNumber: '3000', dueDate: '+1w'})
  expect(made.status).toBe(201)
  const days = () =>
    xivo.sql('select due_date - current_date as days from xivoctl.callback_request where uuid = $1', [made.body.uuid])
  expect(await days()).toEqual([{days: 7}])
  for (const [dueDate, expected] of [
    ['+2d', 9],
    ['tomorrow', 1],
  ]) {
    expect(await ask('PATCH', `/callback_requests/${made.body.uuid}`, {dueDate})).toMatchObject({status: 200})
    expect(await days()).toEqual([{days: expected}])
  }
})

test('a change that leaves no number, or says nothing, changes nothing', async () => {
  const before = await stored()
  for (const change of [
    {phoneNumber: ''},
    {},
    {dueDate: '2026-02-30'},
    {dueDate: '+1m'},
    {phone: '1'},
    {lastName: null},
    undefined,
  ]) {
    expect(await ask('PATCH', at(), change)).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  }
  expect(await ask('PATCH', at(), {period: 'Soir'})).toMatchObject({status: 404, body: {error: 'PeriodNotFound'}})
  expect(await stored()).toEqual(before)
})

test('a request is closed and opened again', async () => {
  const open = asChanged((await ask('GET', at())).body)
  expect(await ask('POST', at('/close'))).toEqual({status: 200, body: {...open, clotured: true}})
  expect((await ask('GET', at())).body.clotured).toBe(true)
  expect(await ask('POST', at('/reopen'))).toEqual({status: 200, body: open})
})

test.each(['/close', '/reopen'])('%s refuses a body, whose ticket would be lost', async (action) => {
  const {body} = await ask('POST', at(action), {ticket: {status: 'answered'}})
  expect(body).toMatchObject({message: expect.stringContaining('takes no body')})
  expect((await ask('GET', at())).body.clotured).toBe(false)
})

test('a request moves to a list by its uuid, never by its name', async () => {
  const {uuid: other} = await xivo.made((context) => createList(context, 'Support', 'support'))
  expect(await ask('POST', at('/move'), {listUuid: 'Support'})).toMatchObject({
    status: 404,
    body: {error: 'CallbackListNotFound'},
  })
  expect(await ask('POST', at('/move'), {})).toMatchObject({status: 400})
  expect(await ask('POST', at('/move'), {listUuid: other})).toMatchObject({
    status: 200,
    body: {uuid, listUuid: other, queueId: 1},
  })
})

test('a deleted request is answered as it was, and only that one is gone', async () => {
  const body = asChanged((await ask('GET', at())).body)
  expect(await ask('DELETE', at())).toEqual({status: 200, body})
  expect(await stored()).toMatchObject([{phone_number: '2000'}])
  expect(await ask('DELETE', at())).toMatchObject({status: 404, body: {error: 'CallbackRequestNotFound'}})
})

describe('a request that is not there', () => {
  const faces: [method: string, rest: string, body?: object][] = [
    ['GET', ''],
    ['PATCH', '', {lastName: 'x'}],
    ['DELETE', ''],
    ['POST', '/move', {listUuid: nobody}],
    ['POST', '/close'],
    ['POST', '/reopen'],
  ]
  test.each(faces)('is CallbackRequestNotFound: %s %s', async (method, rest, body) => {
    const before = await stored()
    expect(await ask(method, `/callback_requests/${nobody}${rest}`, body)).toMatchObject({
      status: 404,
      body: {error: 'CallbackRequestNotFound'},
    })
    expect(await ask(method, `/callback_requests/1000${rest}`, body)).toMatchObject({
      status: 400,
      body: {error: 'InvalidRequest', message: "not a uuid: '1000'"},
    })
    expect(await stored()).toEqual(before)
  })
})

describe('several requests', () => {
  const overdue = [
    {field: 'list', operator: '=', value: 'Ventes'},
    {field: 'dueDate', operator: '>=', value: 'today'},
  ]
  const act = (what: string, body: object, query = '') => ask('POST', `/callback_requests/${what}${query}`, body)
  const phones = async (where: string) =>
    (await xivo.sql(`select phone_number from xivoctl.callback_request where ${where} order by 1`)).map(
      (row) => row.phone_number,
    )

  test('are changed in one run of the journal, by their uuids or by what they have in common', async () => {
    const other = (await xivo.made((context) => createList(context, 'Relances', 'sales'))).uuid
    const both = {filters: overdue}
    await xivo.sql('truncate xivoctl.journal')
    expect(await act('close', both)).toMatchObject({
      status: 200,
      body: {total: 2, list: [{clotured: true}, {clotured: true}]},
    })
    const [run] = await xivo.sql(
      'select count(*)::int, count(distinct run)::int as runs, max(asked) as asked from xivoctl.journal where kind = $1 and before::text like $2',
      ['callbackRequest', '%clotured%false%'],
    )
    expect(run).toEqual({count: 2, runs: 1, asked: 'POST /xivoctl/api/1/callback_requests/close'})
    expect(await act('close', both)).toMatchObject({status: 200, body: {total: 0, list: []}})
    expect(await act('reopen', {uuids: [uuid]})).toMatchObject({body: {total: 1}})
    expect(await phones('not clotured')).toEqual(['1000'])
    expect(await act('move', {...both, listUuid: other})).toMatchObject({body: {total: 2}})
    expect(
      await act('update', {
        filters: [{field: 'list', operator: '=', value: 'Relances'}],
        set: {company: 'Cie'},
        postponedBy: 1,
      }),
    ).toMatchObject({body: {total: 2}})
    expect(await phones(`company = 'Cie' and (due_date = '2026-12-02' or due_date = current_date + 1)`)).toHaveLength(2)
    expect(await act('delete', {filters: [{field: 'phone', operator: '=', value: '1000'}]})).toMatchObject({
      body: {total: 1},
    })
    expect(await phones('true')).toEqual(['2000'])
  })

  test('are the same as in a dry run, which writes nothing', async () => {
    const before = await stored()
    const plan = await act('close', {filters: overdue}, '?dryRun=true')
    expect(plan).toMatchObject({status: 200, body: {dryRun: true, total: 2, changes: [{after: {clotured: true}}, {}]}})
    expect(await stored()).toEqual(before)
    const {dryRun: _, changes: __, ...document} = plan.body
    expect((await act('close', {filters: overdue})).body).toEqual(document)
  })

  test('are refused when they are more than was said, or nothing says which', async () => {
    const before = await stored()
    expect(await act('delete', {filters: overdue, atMost: 1})).toMatchObject({
      status: 409,
      body: {error: 'Conflict', hints: ['to change all of them: atMost 2 in the body']},
    })
    for (const [what, body] of [
      ['delete', {}],
      ['delete', {filters: []}],
      ['close', {filters: []}],
      ['close', {filters: overdue, atMost: 10_001}],
      ['close', {filters: [{field: 'dueDate', order: 'ASC'}]}],
      ['reopen', {filters: []}],
      ['delete', {filters: [{field: 'dueDate', order: 'ASC'}]}],
      ['delete', {uuids: [uuid], filters: overdue}],
      ['delete', {uuids: []}],
      ['move', {uuids: [uuid]}],
      ['update', {uuids: [uuid]}],
      ['update', {uuids: [uuid], set: {dueDate: '2026-12-24'}, postponedBy: 1}],
    ] as const)
      expect([what, body, (await act(what, body)).status]).toEqual([what, body, 400])
    expect(await act('update', {uuids: [uuid], set: {dueDate: 'soon'}})).toMatchObject({
      body: {errors: [{pointer: '/set/dueDate'}]},
    })
    expect(await act('close', {uuids: [uuid, nobody]})).toMatchObject({status: 404})
    expect(await stored()).toEqual(before)
  })
})
