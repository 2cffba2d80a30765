import {afterEach, beforeAll, describe, expect, test} from 'vitest'
import CallbacksFind from '../../commands/callbacks/find.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const {isTTY, columns} = process.stdout

beforeAll(async () => {
  await xivo.sql(
    `insert into xivoctl.callback_list (uuid, name, queue_id) values ('00000000-0000-4000-8000-000000000001', 'Ventes', 3)`,
  )
  await xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
     select md5(random()::text || clock_timestamp())::uuid, list.uuid, '02' || n, period.uuid, date '2026-01-01' + n
     from generate_series(1, 700) n, xivoctl.callback_list list, xivoctl.preferred_callback_period period where period."default"`,
  )
})

afterEach(() => {
  Object.assign(process.stdout, {isTTY, columns})
})

describe('callbacks find without --limit', () => {
  const find = (...argv: string[]) => run(CallbacksFind, argv, xivo.env)
  const lines = ({stdout}: {stdout: string}) => stdout.trimEnd().split('\n').length

  test.each([40, 80, 200])('shows a terminal of %i columns its first 500, and says so', async (columns) => {
    Object.assign(process.stdout, {isTTY: true, columns})
    const {stdout, stderr} = await find()
    expect(stdout.match(/2026-01-02|2027-05-16/g)).toHaveLength(2)
    expect(stdout).not.toContain('2027-05-17')
    const whole = /^(uuid +)?[0-9a-f-]{36}$|^uuid/
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .filter((line) => !whole.test(line))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(columns)
    expect(stderr).toBe('500 of many: --limit N shows more; --csv or a pipe shows all\n')
  })

  test('shows a terminal as many as it is told, and all of them in any other form', async () => {
    Object.assign(process.stdout, {isTTY: true, columns: 200})
    const rest = await find('--offset', '600')
    expect({shown: rest.stdout.match(/ongoing/g)?.length, stderr: rest.stderr}).toEqual({
      shown: 100,
      stderr: '100 of 700\n',
    })
    const more = await find('--limit', '600')
    expect({lines: lines(more), stderr: more.stderr}).toEqual({lines: 601, stderr: '600 of many\n'})
    const all = await find('--ids')
    expect({lines: lines(all), stderr: all.stderr}).toEqual({lines: 700, stderr: ''})
    expect(lines(await find('--csv', '--no-headers', '--columns', 'due'))).toBe(700)
    expect(JSON.parse((await find('--json')).stdout).list).toHaveLength(700)
  })

  test('counts what it does not show only when somebody asks, or when the answer holds the number', async () => {
    const told = async (...argv: string[]) => (await find(...argv)).stderr
    expect(await told('--limit', '600', '--total')).toBe('600 of 700\n')
    expect(await told('--limit', '3', '--offset', '10', '--total')).toBe('3 of 700\n')
    expect(await told('--limit', '700')).toBe('')
    expect(await told('--limit', '50', '--offset', '680')).toBe('20 of 700\n')
    expect(await told('--limit', '3', '--offset', '900')).toBe('nothing found\n')
    expect(await told('--limit', '0')).toBe('0 of many\n')
    expect(await told('--limit', '3', '--csv')).toBe('3 of many\n')
    const totals = [
      [],
      ['--limit', '3'],
      ['--limit', '0'],
      ['--offset', '699'],
      ['--offset', '900'],
      ['--limit', '700'],
    ]
    for (const page of totals)
      expect(JSON.parse((await find('--json', ...page)).stdout), page.join(' ')).toMatchObject({total: 700})
  })

  test('gives the same requests a page at a time as all at once', async () => {
    const idsOf = async (...argv: string[]) => (await find('--ids', '--sort', 'dueDate:desc', ...argv)).stdout
    const all = (await idsOf()).split('\n')
    expect(new Set(all).size).toBe(701)
    expect(await idsOf('--limit', '501', '--offset', '100')).toBe(`${all.slice(100, 601).join('\n')}\n`)
    expect(await idsOf('--limit', '100', '--offset', '650')).toBe(`${all.slice(650, 700).join('\n')}\n`)
    await xivo.sql(`update xivoctl.callback_request set mobile_phone_number = '1000'`)
    expect(await idsOf('--phone', '1000')).toBe(all.join('\n'))
    expect(await idsOf('--phone', '1000', '--limit', '600')).toBe(`${all.slice(0, 600).join('\n')}\n`)
    await xivo.sql(`update xivoctl.callback_request set mobile_phone_number = null`)
  })

  test('names in its help the fields that a filter can have', () => {
    expect(CallbacksFind.description).toMatch(/^Fields: .*\bdueDate, /m)
  })

  test('shows a pipe all of them', async () => {
    const all = await find()
    expect({lines: lines(all), stderr: all.stderr}).toEqual({lines: 701, stderr: ''})
  })

  test('gives uuids that other commands take, and the same objects with --ndjson as with --json', async () => {
    const {list} = JSON.parse((await find('--limit', '3', '--json')).stdout)
    const {stdout, stderr} = await find('--limit', '3', '--ids')
    expect({stdout, stderr}).toEqual({
      stdout: list.map(({uuid}: {uuid: string}) => `${uuid}\n`).join(''),
      stderr: '',
    })
    const ndjson = (await find('--limit', '3', '--ndjson')).stdout.trimEnd().split('\n')
    expect(ndjson.map((line) => JSON.parse(line))).toEqual(list)
  })

  test.each([
    ['--columns', 'due', '--json'],
    ['--columns', 'due', '--ndjson'],
    ['--columns', 'due', '--ids'],
    ['--csv', '--ndjson'],
    ['--ids', '--csv'],
    ['--ndjson', '--json'],
    ['--ids', '--json'],
    ['--columns', 'dueDat'],
  ])('refuses %s %s %s', async (...argv) => {
    expect(await find(...argv.filter(Boolean))).toMatchObject({code: 2})
  })
})
