import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksCreate from '../../../commands/callbacks/create.ts'
import CallbacksImport from '../../../commands/callbacks/import.ts'
import CallbacksUpdate from '../../../commands/callbacks/update.ts'
import {judgeOfDays} from '../../../src/services/callbacks/closed-days.ts'
import {type ImportOptions, importCallbacks} from '../../../src/services/callbacks/import.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {createCallback, updateCallbacks} from '../../../src/services/callbacks/requests.ts'
import {addTickets} from '../../../src/services/callbacks/tickets.ts'
import {createRole, envOf} from '../../support/least-role.ts'
import {useRest} from '../../support/rest.ts'
import {run} from '../../support/run.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

/** Of the sample data: open from Monday to Friday by its own schedule. */
const [premium, facturation, nuit] = [15, 7, 14]

// 2026-12-05 is a Saturday, 2026-12-07 a Monday.
const [friday, saturday, sunday, monday] = ['2026-12-04', '2026-12-05', '2026-12-06', '2026-12-07']

const judged = (queueId: number, rule: 'warn' | 'next' = 'next') =>
  xivo.use(async (context) => (await judgeOfDays(context.db, rule))(saturday, queueId))

describe('a queue on a day', () => {
  const weekdays = async (name: string, path: string, pathid: number, days = '1-5') => {
    const [row] = await xivo.sql(
      `insert into schedule (name, timezone, fallback_action) values ($1, 'Europe/Paris', 'none') returning id`,
      [name],
    )
    await xivo.sql(`insert into schedule_time (schedule_id, mode, weekdays) values ($1, 'opened', $2)`, [row?.id, days])
    await xivo.sql(`insert into schedule_path (schedule_id, "path", pathid, "order") values ($1, $2, $3, 0)`, [
      row?.id,
      path,
      pathid,
    ])
  }
  const leads = (incall: number, queue: number) =>
    xivo.sql(
      `update dialaction set action = 'queue', actionarg1 = $2, linked = 1 where category = 'incall' and event = 'answer' and categoryval = $1`,
      [String(incall), String(queue)],
    )

  test('is closed where its schedule is open at no time', async () => {
    expect(await judged(premium, 'warn')).toEqual({day: saturday, is: 'closed'})
    expect(await judged(premium, 'next')).toEqual({day: monday, is: 'moved'})
  })

  test('is open without a schedule, and with one that is disabled', async () => {
    expect(await judged(facturation)).toEqual({day: saturday, is: 'fine'})
    await weekdays('Disabled', 'queue', facturation)
    expect(await judged(facturation)).toEqual({day: monday, is: 'moved'})
    await xivo.sql(`update schedule set commented = 1 where name = 'Disabled'`)
    expect(await judged(facturation)).toEqual({day: saturday, is: 'fine'})
  })

  test('is closed where every incall that leads to it is, unless it has a schedule of its own', async () => {
    await weekdays('First', 'incall', 8)
    await leads(8, nuit)
    expect(await judged(nuit)).toEqual({day: monday, is: 'moved'})
    // An incall without a schedule is always open.
    await leads(9, nuit)
    expect(await judged(nuit)).toEqual({day: saturday, is: 'fine'})
    await weekdays('Second', 'incall', 9, '7')
    expect(await judged(nuit)).toEqual({day: sunday, is: 'moved'})
    // A disabled incall leads nowhere, and neither does one that is not linked.
    await xivo.sql('update incall set commented = 1 where id = 9')
    expect(await judged(nuit)).toEqual({day: monday, is: 'moved'})
    await xivo.sql(`update incall set commented = 0 where id = 9`)
    await xivo.sql(`update dialaction set linked = 0 where category = 'incall' and categoryval = '9'`)
    expect(await judged(nuit)).toEqual({day: monday, is: 'moved'})
    await weekdays('Own', 'queue', nuit, '6')
    expect(await judged(nuit)).toEqual({day: saturday, is: 'fine'})
  })

  test('is never open where XiVO cannot read its schedule, or where nothing opens it', async () => {
    const given = (weekdays: string) =>
      xivo.sql(`update schedule_time set weekdays = $1 where schedule_id = 1`, [weekdays])
    for (const days of ['mon-fri', '5-1']) {
      await given(days)
      expect(await judged(premium)).toEqual({day: saturday, is: 'never'})
    }
    await given('1-5')
  })

  test('is open where the role may not read schedules', async () => {
    const role = `xivoctl_closed_${process.pid}`
    await createRole(xivo, role)
    await xivo.sql(`revoke select on public.schedule_time from ${role}`)
    try {
      const created = await create(['--due', saturday, '--closed-days', 'next'], envOf(xivo, role))
      expect(created).toMatchObject({code: 0, due: saturday})
      expect(created.stderr).not.toMatch(/closed|schedule/)
    } finally {
      await xivo.sql(`drop owned by ${role}; drop role ${role}`)
    }
  })
})

let list: string
beforeEach(async () => {
  list = `id:${(await xivo.made((context) => createList(context, 'Closed', `id:${premium}`))).uuid}`
})

const rows = () =>
  xivo.sql(
    `select phone_number as phone, to_char(due_date, 'YYYY-MM-DD') as due from xivoctl.callback_request where list_uuid = $1 order by phone_number, due_date`,
    [list.slice(3)],
  )

async function create(argv: string[], env: Record<string, string> = {}) {
  const words = [list, '--phone', '0230210001', ...argv, '--json']
  const {code, stdout, stderr} = await run(CallbacksCreate, words, {...xivo.env, ...env})
  return {code, stderr, due: code === 0 ? JSON.parse(stdout).dueDate : undefined}
}

const file = `phoneNumber|dueDate
0230210001|${friday}
0230210002|${saturday}
0230210003|${sunday}
0230210002|${monday}
`

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

const load = (options: ImportOptions, {text = file, dryRun = false} = {}) =>
  xivo.made((context) => importCallbacks(context, list, {bytes: bytesOf(text)}, options), {dryRun})

describe('an import', () => {
  test('keeps due dates on closed days, unless it is asked not to', async () => {
    expect(await load({})).not.toHaveProperty('movedDays')
    expect((await rows()).map(({due}) => due)).toEqual([friday, saturday, monday, sunday])
  })

  test('warns of them with warn', async () => {
    const {warnings, imported, ...others} = await load({closedDays: 'warn'})
    expect([imported, warnings?.map(({line, column, value}) => [line, column, value])]).toEqual([
      4,
      [
        [3, 'dueDate', saturday],
        [4, 'dueDate', sunday],
      ],
    ])
    expect(others).not.toHaveProperty('movedDays')
    expect((await rows()).map(({due}) => due)).toEqual([friday, saturday, monday, sunday])
  })

  test('moves them to the next open day with next, counts them, and names their lines', async () => {
    const {movedDays, movedDayLines, run, ...others} = await load({closedDays: 'next'})
    expect(movedDays).toBe(2)
    expect(movedDayLines).toEqual([
      {line: 3, column: 'dueDate', value: saturday, reason: expect.stringContaining(monday)},
      {line: 4, column: 'dueDate', value: sunday, reason: expect.stringContaining(monday)},
    ])
    expect(others).not.toHaveProperty('warnings')
    expect((await rows()).map(({due}) => due)).toEqual([friday, monday, monday, monday])
    const [kept] = await xivo.sql('select after from xivoctl.journal where object_id = $1', [run])
    expect(kept?.after).toMatchObject({imported: 4, movedDays: 2})
  })

  test('says it in a dry run, and shows the rows with their new days', async () => {
    const {movedDays, firstRows} = await load({closedDays: 'next'}, {dryRun: true})
    expect([movedDays, firstRows?.map(({dueDate}) => dueDate)]).toEqual([2, [friday, monday, monday]])
    expect(await rows()).toEqual([])
  })

  test('counts only what it imports: no duplicate, and no bad line', async () => {
    const text = `${file}abc|${saturday}\n`
    // Line 5 has the number and, now, the day of line 3.
    const report = await load({closedDays: 'next', onDuplicate: 'skip', partial: true}, {text})
    expect(report).toMatchObject({imported: 3, skipped: 1, rejected: 1, movedDays: 2})
    expect(await load({closedDays: 'next', onDuplicate: 'skip', partial: true}, {text})).toMatchObject({
      imported: 0,
      skipped: 4,
    })
  })

  test('says once that a queue is never open, and keeps its due dates', async () => {
    await xivo.sql(`update schedule_time set weekdays = '5-1' where schedule_id = 1`)
    try {
      for (const closedDays of ['warn', 'next'] as const) {
        const {warnings, movedDays} = await load({closedDays})
        expect([warnings?.length, warnings?.[0]?.line, movedDays]).toEqual([1, undefined, undefined])
      }
    } finally {
      await xivo.sql(`update schedule_time set weekdays = '1-5' where schedule_id = 1`)
    }
  })

  test('takes the rule from the query, else from the configuration, as the command takes it from its flag', async () => {
    const path = `/callback_lists/${list.slice(3)}/callback_requests/csv`
    const asked = await ask('POST', `${path}?closedDays=next`, file)
    expect([asked.status, asked.body.movedDays]).toEqual([201, 2])
    expect((await ask('POST', path, file)).body).not.toHaveProperty('movedDays')
    expect((await ask('POST', `${path}?closedDays=tomorrow`, file)).status).toBe(400)
    const env = {...xivo.env, XIVOCTL_CLOSED_DAYS: 'next'}
    const closedDaysFile = join(xivo.sounds, 'closed-days.csv')
    await writeFile(closedDaysFile, file)
    const command = async (...argv: string[]) => {
      const {stdout} = await run(CallbacksImport, [list, closedDaysFile, ...argv, '--json', '--dry-run'], env)
      return JSON.parse(stdout).files[0].movedDays
    }
    expect([await command(), await command('--closed-days', 'off')]).toEqual([2, undefined])
  })
})

describe('a due date that is typed', () => {
  test('is kept, warned of or moved by create', async () => {
    expect(await create(['--due', saturday])).toMatchObject({
      due: saturday,
      stderr: expect.not.stringContaining('closed'),
    })
    expect(await create(['--due', saturday, '--closed-days', 'warn'])).toMatchObject({
      due: saturday,
      stderr: expect.stringContaining(`dueDate ${saturday} is a day on which the queue is closed`),
    })
    expect(await create(['--due', saturday, '--closed-days', 'next'])).toMatchObject({
      due: monday,
      stderr: expect.stringContaining(monday),
    })
    expect(await create(['--due', saturday], {XIVOCTL_CLOSED_DAYS: 'next'})).toMatchObject({due: monday})
    expect(await create(['--due', saturday], {XIVOCTL_CLOSED_DAYS: 'sunday'})).toMatchObject({code: 2})
  })

  test('is moved by update, each by the queue of its list', async () => {
    const other = (await xivo.made((context) => createList(context, 'Open', `id:${facturation}`))).uuid
    const make = (where: string, phoneNumber: string) =>
      xivo.made((context) => createCallback(context, where, {phoneNumber, dueDate: '2026-12-03'}))
    const uuids = [await make(list, '0230210011'), await make(`id:${other}`, '0230210012')].map(({uuid}) => uuid)
    const update = (input: object, more: object) =>
      xivo.use((context) => updateCallbacks(context, uuids, input, {closedDays: 'next', ...more}))
    const dues = async (changed: ReturnType<typeof update>) => {
      const {result, warnings} = await changed
      const stored = await xivo.sql(
        `select to_char(due_date, 'YYYY-MM-DD') as due from xivoctl.callback_request where uuid = any($1) order by phone_number, due_date`,
        [uuids],
      )
      expect(result.map(({dueDate}) => dueDate).sort()).toEqual(stored.map(({due}) => due).sort())
      return [...stored.map(({due}) => due), warnings?.length]
    }
    expect(await dues(update({dueDate: saturday}, {}))).toEqual([monday, saturday, 1])
    expect(await dues(update({dueDate: friday}, {}))).toEqual([friday, friday, undefined])
    expect(await dues(update({}, {postponedBy: 2}))).toEqual([monday, sunday, 1])
    expect(await dues(update({company: 'Cie'}, {}))).toEqual([monday, sunday, undefined])
    expect(await dues(update({dueDate: saturday}, {closedDays: 'warn'}))).toEqual([saturday, saturday, 1])
    // A client that sends the whole request back changes no day.
    expect(await dues(update({dueDate: saturday, company: 'SARL'}, {}))).toEqual([saturday, saturday, undefined])
    const words = [uuids[0] as string, '--due', sunday, '--closed-days', 'next', '--json']
    expect(JSON.parse((await run(CallbacksUpdate, words, xivo.env)).stdout).dueDate).toBe(monday)
    await xivo.made((context) => addTickets(context, uuids, {status: 'busy'}, {due: sunday, closedDays: 'next'}))
    expect((await rows()).map(({due}) => due)).toEqual([monday])
  })
})
