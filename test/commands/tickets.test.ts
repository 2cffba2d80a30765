import {beforeEach, expect, test} from 'vitest'
import CallbacksClose from '../../commands/callbacks/close.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import CallbacksGet from '../../commands/callbacks/get.ts'
import CallbacksTicketsAdd from '../../commands/callbacks/tickets/add.ts'
import CallbacksTickets from '../../commands/callbacks/tickets/index.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const add = (...argv: string[]) => run(CallbacksTicketsAdd, argv, xivo.env)
const tickets = (...argv: string[]) => run(CallbacksTickets, argv, xivo.env)
let uuid = ''

beforeEach(async () => {
  await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.callback_ticket cascade')
  await xivo.made((context) => createList(context, 'Ventes', 'ventes'))
  ;({uuid} = await xivo.made((context) => createCallback(context, 'Ventes', {phoneNumber: '0230210092'})))
})

test('an attempt is recorded by the beginning of a uuid, and listed as every list is', async () => {
  const done = await add(uuid.slice(0, 8), '--status', 'no-answer', '--due', '+1d', '--agent', '1001')
  expect(done).toMatchObject({code: 0, stdout: expect.stringMatching(/no-answer +1001/)})
  expect(done.stderr).toMatch(new RegExp(`ticket of request ${uuid}: created`))
  const csv = await tickets('Ventes', '--csv', '--columns', 'list,phone,status,agent,request')
  expect(csv.stdout).toBe(`list,phone,status,agent,request\nVentes,0230210092,no-answer,1001,${uuid}\n`)
  expect((await tickets('--ids')).stdout).toBe(`${uuid}\n`)
  expect(JSON.parse((await tickets('--json', '--status', 'busy')).stdout)).toEqual([])
  expect((await run(CallbacksGet, [uuid], xivo.env)).stdout).toMatch(/^attempts +1\nlast status +no-answer$/m)
  const found = await run(CallbacksFind, ['--filter', 'attempts = 1', '--ndjson'], xivo.env)
  expect(JSON.parse(found.stdout)).toMatchObject({uuid, attempts: 1, lastStatus: 'no-answer'})
})

test('a status is one of the configuration, and required', async () => {
  expect(await add(uuid)).toMatchObject({code: 2})
  expect(await add(uuid, '--status', 'sold')).toMatchObject({code: 3})
  const env = {...xivo.env, XIVOCTL_TICKET_STATUSES: 'sold, lost'}
  expect(await run(CallbacksTicketsAdd, [uuid, '--status', 'sold'], env)).toMatchObject({code: 0})
  const wrong = {...xivo.env, XIVOCTL_TICKET_STATUSES: 'sold,,lost'}
  expect(await run(CallbacksTickets, [], wrong)).toMatchObject({code: 2})
})

test('a close with a status leaves a ticket, and one that is only shown leaves none', async () => {
  const close = (...argv: string[]) => run(CallbacksClose, [...argv, '--status', 'answered'], xivo.env)
  expect(await close('--list', 'Ventes', '--dry-run')).toMatchObject({code: 0})
  expect(JSON.parse((await tickets('--json')).stdout)).toEqual([])
  expect(await close('--list', 'Ventes', '--yes', '--comment', 'will pay')).toMatchObject({code: 0})
  expect(JSON.parse((await tickets('--json')).stdout)).toMatchObject([{closed: true, comment: 'will pay'}])
  expect(await run(CallbacksClose, [uuid, '--agent', '1001'], xivo.env)).toMatchObject({code: 2})
})
