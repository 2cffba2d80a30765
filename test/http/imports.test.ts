import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const csv = 'phoneNumber|lastName\n0230210092|Doe\n0587963214|Roe\n'
let list = ''
const count = async () => (await xivo.sql('select count(*)::int as n from xivoctl.callback_request'))[0]?.n
const load = () => ask('POST', `/callback_lists/${list}/callback_requests/csv`, csv)

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  await xivo.sql('delete from xivoctl.callback_import')
  list = (await xivo.made((context) => createList(context, 'Ventes', 'ventes'))).uuid
})

test('the ledger shows imports, of all lists or of one', async () => {
  const {uuid: other} = await xivo.made((context) => createList(context, 'Support', 'support'))
  const {body: report} = await load()
  const run = {
    uuid: report.run,
    listUuid: list,
    listName: 'Ventes',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    imported: 2,
    skipped: 0,
    rejected: 0,
    importedBy: expect.stringContaining('@'),
    importedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  }
  expect(await ask('GET', '/callback_imports')).toEqual({status: 200, body: [run]})
  expect(await ask('GET', `/callback_imports?listUuid=${list}`)).toEqual({status: 200, body: [run]})
  expect(await ask('GET', `/callback_imports?listUuid=${other}`)).toEqual({status: 200, body: []})
  expect(await ask('GET', '/callback_imports?listUuid=Ventes')).toMatchObject({
    status: 404,
    body: {error: 'CallbackListNotFound'},
  })
  expect(await ask('GET', '/callback_imports?list=Ventes')).toMatchObject({status: 400})
})

test('an import is taken back once, and what was touched since stays', async () => {
  const {body: report} = await load()
  const [touched] = await xivo.sql('select uuid from xivoctl.callback_request order by phone_number')
  await ask('POST', `/callback_requests/${touched?.uuid}/close`)
  const {status, body} = await ask('POST', `/callback_imports/${report.run}/undo`)
  expect({status, body}).toMatchObject({
    status: 200,
    body: {run: {uuid: report.run, imported: 2}, deleted: 1, kept: [touched?.uuid]},
  })
  expect(await count()).toBe(1)
  expect((await ask('GET', '/callback_imports')).body[0].undoneAt).toMatch(/^\d{4}-/)
  expect(await ask('POST', `/callback_imports/${report.run}/undo`)).toMatchObject({
    status: 409,
    body: {error: 'Conflict'},
  })
})

test('an import that is not there takes nothing back', async () => {
  await load()
  expect(await ask('POST', '/callback_imports/00000000-0000-4000-8000-000000000000/undo')).toMatchObject({status: 404})
  expect(await ask('POST', '/callback_imports/last/undo')).toMatchObject({status: 400})
  expect(await count()).toBe(2)
})

test('a dry run says what would be done, and does nothing', async () => {
  expect(await ask('POST', `/callback_lists/${list}/callback_requests/csv?dryRun=true`, csv)).toMatchObject({
    body: {imported: 2, dryRun: true},
  })
  expect(await count()).toBe(0)
  expect((await ask('GET', '/callback_imports')).body).toEqual([])
})
