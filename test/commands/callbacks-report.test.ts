import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import CallbacksReport from '../../commands/callbacks/report.ts'
import {reportPage} from '../../src/cli/callbacks/report-page.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {openWorkbook} from '../../src/sheets/workbook.ts'
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
    expect(JSON.parse((await report('--json', '--by-day')).stdout)).toMatchObject({
      days: [{day: today, arrived: 3, closed: 1}],
    })
    expect((await report('--by-day')).stdout).toMatch(new RegExp(`^day +arrived +closed\n${today} +3 +1$`, 'm'))
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
      values (md5(random()::text)::uuid, 1, 'me', 'cron', 'callbacks purge', 'erasure', '${lists.sales}', 'Prospects', '{"ongoing": 1, "closed": 6}')`)
    expect((await report('--from', '-2d', '--queue', 'ventes')).stderr).toBe('')
    expect((await report('--from', '-2d')).stderr).toMatch(/^7 requests were erased or purged .* not counted\n$/)
    expect((await report('--from', '-2y')).stderr.split('\n')).toHaveLength(4)
    await xivo.sql('truncate xivoctl.journal cascade')
  })
})

describe('the page of a report', () => {
  const page = async (...argv: string[]) => {
    const {code, stdout, stderr} = await report('--html', '-', ...argv)
    expect([code, stderr]).toEqual([0, ''])
    return stdout
  }

  test('is complete in itself, with a table behind each picture, and has no customer and no agent', async () => {
    const html = await page()
    expect(html).not.toMatch(/<script|src=|href=|https?:|url\(|0230210092|1001/)
    expect(html.match(/<svg role="img"[^>]* aria-label="[^"]+"/g)).toHaveLength(2)
    expect(html.match(/<h2>[^<]*/g)).toEqual([
      '<h2>Arrived and closed',
      '<h2>Promises by their first due date',
      '<h2>Lists',
      '<h2>How calls ended',
      '<h2>What is counted',
    ])
    expect(html.match(/<table>/g)).toHaveLength(3)
    expect(html).toContain(`<td>${today}</td><td class="number">3</td><td class="number">1</td>`)
    expect(html).toContain('<td>Relances</td><td class="number">2</td><td class="number">1</td>')
    expect(await page('--queue', 'ventes')).toContain('<p>Only queue ventes. Created on')
    expect(await page('--by-agent')).toContain('<h2>Attempts of each agent')
  })

  test('escapes names', async () => {
    const {uuid} = await xivo.made((context) => createList(context, '<b>&"\u202e', 'ventes'))
    expect(await page()).toContain('<td>&lt;b&gt;&amp;&quot;\\u202e</td>')
    await xivo.sql('delete from xivoctl.callback_list where uuid = $1', [uuid])
  })

  test.each([
    [['--from', '-61d'], 'day', 62],
    [['--from', '-62d'], 'day', 1],
    [['--month'], 'day', '28–31'],
  ])('of %j has columns for each %s', async (argv, unit, columns) => {
    const [chart = ''] = (await page(...argv)).split('</svg>')
    expect(chart).toContain(`by ${unit}`)
    const bars = (chart.match(/<rect/g)?.length ?? 0) / 2 - 1
    if (typeof columns === 'number') expect(bars).toBe(columns)
    else expect(bars).toBeGreaterThanOrEqual(28)
  })

  test('of a long period has a column for each week, month or year', async () => {
    const reported = (...days: string[]) => {
      const counted = days.map((day) => ({day, arrived: 1, closed: 0}))
      const numbers = {arrived: 0, closed: 0, closedWithTicket: 0, promises: 0, kept: 0, broken: 0, pending: 0}
      const rest = {postponed: 0, ongoing: 0, overdue: 0, undated: 0, lists: [], statuses: []}
      return {from: '2020-01-01', to: '2026-12-31', today, ...numbers, ...rest, days: counted}
    }
    const chartOf = (...days: string[]) => {
      const [chart = ''] = reportPage([{report: reported(...days), rows: []}], {at: ''}).split('</svg>')
      return [/ by (\w+)/.exec(chart)?.[1], (chart.match(/<rect/g)?.length ?? 0) / 2 - 1]
    }
    expect(chartOf('2026-01-05', '2026-01-18')).toEqual(['day', 14])
    expect(chartOf('2026-01-05', '2026-03-16')).toEqual(['week', 11])
    expect(chartOf('2025-01-05', '2026-03-16')).toEqual(['month', 15])
    expect(chartOf('2020-01-05', '2026-03-16')).toEqual(['year', 7])
    expect(chartOf()).toEqual(['day', 1])
  })

  test('is the only form that is written', async () => {
    expect(await report('--html', '-', '--csv')).toMatchObject({code: 2})
    expect(await report('--html', '/nowhere/report.html')).toMatchObject({code: 6})
  })
})

test('a workbook has a sheet for each table', async () => {
  const path = join(xivo.sounds, 'report.xlsx')
  expect(await report('--xlsx', path, '--by-agent')).toMatchObject({code: 0, stderr: ''})
  const book = await openWorkbook(await readFile(path))
  expect(book.sheets.slice(1).map(({name}) => name)).toEqual(['all lists', 'days', 'statuses', 'agents'])
  const cells = []
  for (const sheet of book.sheets.slice(2))
    for await (const rows of book.rows(sheet)) cells.push(...rows.map((row) => row.cells))
  expect(cells).toEqual([
    ['day', 'arrived', 'closed'],
    [today, '3', '1'],
    ['status', 'attempts', 'closings'],
    ['answered', '1', '1'],
    ['agent', 'name', 'attempts', 'closings'],
    ['1001', expect.any(String), '1', '1'],
  ])
})

test.each([
  [[], ''],
  [['--week'], 'week=true'],
  [['--month', '--queue', 'ventes'], 'month=true&queueId=5'],
  [
    ['--from', '2026-01-01', '--to', 'today', '--by-agent', '--by-day'],
    'from=2026-01-01&to=today&byAgent=true&byDay=true',
  ],
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
