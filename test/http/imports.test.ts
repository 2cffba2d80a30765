import {readFileSync} from 'node:fs'
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

const sheet = (name: string) => readFileSync(new URL(`../cases/sheets/${name}`, import.meta.url))
const path = (query = '') => `/callback_lists/${list}/callback_requests/csv?${query}`
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ods = 'application/vnd.oasis.opendocument.spreadsheet'

test('a workbook is read by its content type, and a CSV is none', async () => {
  expect(await ask('POST', path(), sheet('liste.xlsx'), xlsx)).toMatchObject({
    status: 201,
    body: {imported: 5, repaired: 2, form: {kind: 'xlsx', sheet: 'Appels', fields: {lastName: 'lastName'}}},
  })
  expect((await ask('GET', '/callback_imports')).body[0].form).toMatchObject({kind: 'xlsx'})
  for (const type of [xlsx, ods]) {
    expect(await ask('POST', path(), csv, type)).toMatchObject({status: 400, body: {error: 'InvalidCsv'}})
  }
  expect(await ask('POST', path('hidden=skip'), sheet('narrow.xlsx'), xlsx)).toMatchObject({
    status: 201,
    body: {imported: 4, hiddenRows: 1},
  })
  expect(await ask('POST', path(), sheet('narrow.xlsx'), xlsx)).toMatchObject({
    status: 400,
    body: {hints: expect.arrayContaining([expect.stringContaining('hidden=skip in the query')])},
  })
})

test('a CSV is that of the API, but for what the query says', async () => {
  const french = Buffer.from('phoneNumber;lastName;dueDate\n230210092;Zo\xe9;1/8/26\n', 'latin1')
  expect(await ask('POST', path(), french)).toMatchObject({status: 400, body: {error: 'InvalidCsv'}})
  const query = 'delimiter=%3B&encoding=windows-1252&dates=dd/mm/yyyy&phones=repair'
  expect(await ask('POST', path(query), french)).toMatchObject({status: 201, body: {imported: 1, repaired: 1}})
  expect(await xivo.sql('select phone_number, last_name, due_date::text as day from xivoctl.callback_request')).toEqual(
    [{phone_number: '0230210092', last_name: 'Zoé', day: '2026-08-01'}],
  )
  expect(await ask('POST', path('delimiter=%3B'), 'Téléphone;Nom\n1000;Doe\n')).toMatchObject({status: 400})
  expect(await ask('POST', path(), 'phoneNumber\n230210092\n')).toMatchObject({
    status: 201,
    body: {imported: 1, warnings: [{line: 2, column: 'phoneNumber', value: '230210092'}]},
  })
  for (const bad of ['dates=YYYY', 'delimiter=||', 'encoding=ebcdic', 'phones=warn', 'hidden=maybe'])
    expect(await ask('POST', path(bad), csv)).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
})
