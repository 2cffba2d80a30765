import {beforeAll, describe, expect, test} from 'vitest'
import CallbacksReport from '../../commands/callbacks/report.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const report = (...argv: string[]) => run(CallbacksReport, argv, xivo.env)
const lists = {ventes: '', sales: ''}
let today = ''

beforeAll(async () => {
  await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.callback_ticket cascade')
  const [row] = await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as today`)
  today = row?.today
  const make = async (name: string, queue: string) =>
    (await xivo.made((context) => createList(context, name, queue))).uuid
  Object.assign(lists, {ventes: await make('Relances', 'ventes'), sales: await make('Prospects', 'sales')})
  const request = (list: string, dueDate: string) =>
    xivo.made((context) => createCallback(context, list, {phoneNumber: '1000', dueDate}))
  await request('Relances', '2026-01-05')
  const kept = await request('Relances', today)
  await request('Prospects', today)
  const attempt = {status: 'answered', agent: '1001'}
  await xivo.made((context) => closeCallbacks(context, [kept.uuid], attempt))
})

describe('callbacks report', () => {
  test('shows each list, all of them, and how calls ended', async () => {
    const {stdout, stderr, code} = await report()
    expect([code, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect(lines[0]?.[0]).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d to ${today}$`))
    const empty = `${today}`
    expect(lines.slice(1)).toEqual([
      [
        'list',
        'arrived',
        'closed',
        'median days',
        'promises',
        'kept',
        'broken',
        'postponed',
        'ongoing',
        'overdue',
        'oldest',
      ],
      ['Prospects', '1', '0', '1', '0', '0', '0', '1', '0', empty],
      ['Relances', '2', '1', '0', '1', '1 (100 %)', '0', '0', '1', '1', empty],
      ['all lists', '3', '1', '0', '2', '1 (100 %)', '0', '0', '2', '1', empty],
      [''],
      ['status', 'attempts', 'closings'],
      ['answered', '1', '1'],
      ['1 of 1 closing has a ticket'],
      [''],
    ])
  })

  test('counts agents only when asked', async () => {
    expect((await report()).stdout).not.toMatch('1001')
    expect((await report('--by-agent')).stdout).toMatch(/^1001 .* 1 +1$/m)
    expect(JSON.parse((await report('--json')).stdout)).not.toHaveProperty('agents')
  })

  test('gives a line for each list as CSV, with the columns that are named', async () => {
    const {stdout} = await report('--csv', '--columns', 'list,queue,medianDays,uuid', '--sort', 'list:desc')
    expect(stdout).toBe(
      `list,queue,medianDays,uuid\nRelances,ventes,0,${lists.ventes}\nProspects,sales,,${lists.sales}\n`,
    )
  })

  test('refuses two periods', async () => {
    expect(await report('--week', '--month')).toMatchObject({code: 2})
    expect(await report('--from', '-3d', '--month')).toMatchObject({code: 2})
    expect(await report('--from', 'today', '--to', 'yesterday')).toMatchObject({code: 3})
    expect(await report('--queue', 'vente')).toMatchObject({code: 4})
  })

  test('says why numbers may be too low', async () => {
    await xivo.sql(`insert into xivoctl.journal (run, place, actor, origin, asked, kind, object_id, object_name, before)
      values (gen_random_uuid(), 1, 'me', 'cron', 'callbacks purge', 'erasure', '${lists.sales}', 'Prospects', '{"ongoing": 1, "closed": 6}')`)
    expect((await report('--from', '-2d', '--queue', 'ventes')).stderr).toBe('')
    expect((await report('--from', '-2d')).stderr).toMatch(/^7 requests were erased or purged .* not counted\n$/)
    expect((await report('--from', '-2y')).stderr.split('\n')).toHaveLength(4)
    await xivo.sql('truncate xivoctl.journal cascade')
  })
})

test.each([
  [[], ''],
  [['--week'], 'week=true'],
  [['--month', '--queue', 'ventes'], 'month=true&queueId=5'],
  [['--from', '2026-01-01', '--to', 'yesterday', '--by-agent'], 'from=2026-01-01&to=yesterday&byAgent=true'],
  [['--list', 'Relances', '--from', '-3d'], () => `from=-3d&listUuid=${lists.ventes}`],
])('the route answers what %j prints as JSON', async (argv, query) => {
  const {stdout} = await report(...argv, '--json')
  const path = `/callback_report?${typeof query === 'string' ? query : query()}`
  expect(await ask('GET', path)).toMatchObject({status: 200, body: JSON.parse(stdout)})
  expect(JSON.parse(stdout)).toEqual((await ask('GET', path)).body)
})

test('the route refuses what the command refuses', async () => {
  expect(await ask('GET', '/callback_report?week=true&month=true')).toMatchObject({status: 400})
  expect(await ask('GET', '/callback_report?week=yes')).toMatchObject({status: 400})
  expect(await ask('GET', '/callback_report?queueId=99')).toMatchObject({status: 404})
})
