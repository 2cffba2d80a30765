import {beforeAll, describe, expect, test} from 'vitest'
import {build, runBinary} from './support/binary.ts'
import {useXivo} from './support/xivo.ts'

const pageSample = `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
      0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon`

/** Nights when clocks change, and ends of years: where a day is easily lost. */
const days = ['2026-03-29', '2026-10-25', '2026-11-01', '2024-02-29', '1999-12-31', '2027-01-01']

beforeAll(() => build())

// Pago Pago and Kiritimati are 25 hours apart: it is never the same day in both.
describe.each([
  ['Europe/Paris', 'Pacific/Pago_Pago', 'ISO, DMY'],
  ['America/New_York', 'Pacific/Kiritimati', 'SQL, MDY'],
  ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'German, DMY'],
])('with TZ=%s, and a server in %s whose dates are %s', (zone, serverZone, dateStyle) => {
  const xivo = useXivo()
  const today = async () => (await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as day`))[0]?.day

  const xivoctl = async (argv: string[], stdin = '') => {
    const ended = await runBinary(argv, {env: {...xivo.env, TZ: zone}, stdin})
    expect(ended, ended.stderr).toMatchObject({code: 0})
    return ended.stdout
  }

  beforeAll(() =>
    xivo.client(async (client) => {
      await client.query(`alter database ${client.database} set timezone = '${serverZone}'`)
      await client.query(`alter database ${client.database} set datestyle = '${dateStyle}'`)
      await client.query(`insert into xivoctl.preferred_callback_period
        values ('9d28d8fe-0548-4d45-aa08-9623ef69a04b', 'Afternoon', '13:00', '17:00', false)`)
    }),
  )

  test('the same days come out as went in, and today is the one of the database', async () => {
    const before = await today()
    const lines = days.map((day, i) => `${i}||||||${day}|\n`).join('')
    await xivoctl(['callbacks', 'import', 'Noël', '-', '--create', '--queue', 'ventes'], `${pageSample}\n${lines}`)
    const created = JSON.parse(await xivoctl(['callbacks', 'create', 'Noël', '--phone', '1000', '--json']))
    expect([before, await today()]).toContain(created.dueDate)

    const sorted = [...days, '2016-08-01', created.dueDate, created.dueDate].sort()
    const found = JSON.parse(await xivoctl(['callbacks', 'find', '--filter', 'dueDate >= 1999-12-31', '--json']))
    expect(found.list.map(({dueDate}: {dueDate: string}) => dueDate)).toEqual(sorted)
    const exported = await xivoctl(['callbacks', 'export', 'Noël'])
    expect(exported.match(/\d{4}-\d\d-\d\d/g)).toEqual(sorted)
    const stored = await xivo.sql(
      `select to_char(due_date, 'YYYY-MM-DD') as day from xivoctl.callback_request order by due_date`,
    )
    expect(stored.map(({day}) => day)).toEqual(sorted)
    const [alice] = found.list.filter(({firstName}: {firstName?: string}) => firstName === 'Alice')
    expect(alice).toMatchObject({
      dueDate: '2016-08-01',
      preferredPeriod: {name: 'Afternoon', periodStart: '13:00:00', periodEnd: '17:00:00'},
    })
  })

  test('an import is known by its day and its requests', async () => {
    const before = Date.now()
    const again = async (...flags: string[]) =>
      JSON.parse(
        await xivoctl(
          ['callbacks', 'import', 'Relances', '-', '--create', '--queue', 'ventes', '--json', ...flags],
          pageSample,
        ),
      )
    expect(await again()).toMatchObject({imported: 2, files: [{repeated: false}]})
    expect(await again('--once')).toMatchObject({imported: 0, files: [{repeated: true}]})
    expect(await again('--on-duplicate', 'skip')).toMatchObject({imported: 0, skipped: 2})
    const [run] = JSON.parse(await xivoctl(['callbacks', 'imports', '--list', 'Relances', '--json']))
    expect(Date.parse(run.importedAt)).toBeGreaterThan(before - 1000)
    expect(Date.parse(run.importedAt)).toBeLessThan(Date.now() + 1000)
  })
})
