import {afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
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

describe('callbacks find of everything, which the database writes itself,', () => {
  const texts = [
    `O'Brien`,
    '\\',
    '\\N',
    '\\.',
    '\\,',
    'a\\nb',
    'Dupont, Martin',
    '"Le Phare"',
    'a "b" c',
    'un\ndeux',
    'un\r\ndeux',
    'un\ttrois',
    '\tun',
    '\b\f\v',
    ' devant',
    'derrière ',
    '\u00a0insécable',
    'insécable\u202f',
    '\ufeffBOM',
    '\u3000',
    'l’été',
    'été',
    '🙂 ',
    'É'.repeat(70_000),
    '',
    ' ',
    ',',
    '=1+1',
    null,
  ]
  const all =
    '--columns=uuid,due,period,phone,mobile,first name,lastName,Company,description,clotured,list-uuid,queue id,period uuid,attempts,last status'

  beforeAll(async () => {
    await xivo.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date, clotured,
         first_name, last_name, company, description)
       select md5('request ' || place || ' ' || n)::uuid, list.uuid, '0230210092', period.uuid, date '2030-01-01' + n, n > 2,
         case when n % 2 = 0 then text end, case when n < 3 then text else 'Nom' end, text, case n when 1 then text when 2 then 'fin' end
       from unnest($1::text[]) with ordinality entry (text, place), generate_series(1, 4) n, xivoctl.callback_list list,
         xivoctl.preferred_callback_period period where period."default"`,
      [texts],
    )
  })
  afterAll(() => xivo.sql(`delete from xivoctl.callback_request where due_date > '2030-01-01'`))

  const alike: string[][] = [
    ['--csv'],
    ['--csv', '--no-headers'],
    ['--ids'],
    ['--csv', all],
    ['--csv', '--columns', 'company'],
    ['--csv', '--columns', 'Last-Name,due', '--sort', 'company:desc', '--sort', 'description'],
    ...[`O'Brien`, '\\', '\\,', 'a "b" c', `' or 1=1 --`, '$1'].map((text) => [
      '--csv',
      all,
      '--filter',
      `company = ${text}`,
    ]),
    ['--csv', '--filter', 'company like %\\\\%', '--filter', 'clotured = false', '--filter', 'dueDate >= tomorrow'],
    ['--ids', '--filter', 'attempts = 0', '--filter', 'company is null'],
    ['--csv', '--list', 'Ventes', '--queue', 'id:3', '--overdue'],
    ['--csv', '--columns', 'uuid', '--filter', 'list like Ven%', '--filter', 'period != Soir', '--sort', 'queueId'],
    ['--csv', '--filter', 'company = nothing of the kind'],
  ]

  test.each(alike)('is what it would be otherwise: %s %s %s %s', async (...argv) => {
    const copied = await run(CallbacksFind, argv, xivo.env)
    const counted = await run(CallbacksFind, [...argv, '--total'], xivo.env)
    expect(copied.code, copied.stderr).toBe(0)
    expect(copied.stdout === counted.stdout, `${copied.stdout.length} and ${counted.stdout.length} characters`).toBe(
      true,
    )
  })

  test('has white space at the beginning or end of a value in quotes, whatever else there is', async () => {
    const spaced = texts.filter((text) => text !== null && text !== text.trim() && !/[\t-\r]/.test(text))
    expect(spaced).toHaveLength(8)
    const rows = await xivo.sql(
      'select distinct on (company) company, uuid from xivoctl.callback_request where company = any($1)',
      [spaced],
    )
    for (const {company, uuid} of rows) {
      const {stdout} = await run(
        CallbacksFind,
        ['--csv', '--columns', 'company', '--filter', `uuid = ${uuid}`],
        xivo.env,
      )
      expect(stdout).toBe(`company\n"${company}"\n`)
    }
    expect(rows).toHaveLength(spaced.length)
  })

  test('is what it would be otherwise whatever the style of dates', async () => {
    await xivo.sql(`alter database ${xivo.name} set datestyle to 'SQL, DMY'`)
    onTestFinished(async () => void (await xivo.sql(`alter database ${xivo.name} reset datestyle`)))
    const {stdout} = await run(CallbacksFind, ['--csv', '--columns', 'due,uuid'], xivo.env)
    expect(stdout).toBe((await run(CallbacksFind, ['--csv', '--columns', 'due,uuid', '--total'], xivo.env)).stdout)
    expect(stdout).toMatch(/^2030-01-02,/m)
  })

  test.each<string[]>([['name,state,list,queue'], ['created,closed']])(
    'is not, of columns that it cannot write: %s',
    async (columns) => {
      const {stdout} = await run(CallbacksFind, ['--csv', '--columns', columns], xivo.env)
      expect(stdout).toBe((await run(CallbacksFind, ['--csv', '--columns', columns, '--total'], xivo.env)).stdout)
    },
  )

  test('refuses an unknown list before anything is written', async () => {
    const {code, stdout, stderr} = await run(CallbacksFind, ['--ids', '--list', 'Nowhere'], xivo.env)
    expect({code, stdout}).toEqual({code: 4, stdout: ''})
    expect(stderr).toContain('Nowhere')
  })
})
