import {randomUUID} from 'node:crypto'
import {beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import CallbacksClose from '../../commands/callbacks/close.ts'
import CallbacksCreate from '../../commands/callbacks/create.ts'
import CallbacksDelete from '../../commands/callbacks/delete.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import CallbacksMove from '../../commands/callbacks/move.ts'
import CallbacksReopen from '../../commands/callbacks/reopen.ts'
import CallbacksUpdate from '../../commands/callbacks/update.ts'
import Undo from '../../commands/undo.ts'
import {begin} from '../../src/context.ts'
import {deleteCallbacks, updateCallbacks} from '../../src/database/callbacks/requests.ts'
import {transact} from '../../src/database/connection/transact.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import {isFull} from '../faults/scale.ts'
import {build} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {startTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
type CommandClass = Parameters<typeof run>[0]
const go = (command: CommandClass, ...argv: string[]) => run(command, argv, {...xivo.env, LC_ALL: 'C.UTF-8'})
const ids = async (command: CommandClass, ...argv: string[]) => {
  const {code, stdout} = await go(command, ...argv, '--ids')
  expect(code).toBe(0)
  return stdout.split('\n').filter(Boolean).sort()
}

beforeAll(async () => {
  await xivo.use((context) => createList(context, 'Ventes', 'ventes'))
  await xivo.use((context) => createList(context, 'Relances', 'sales'))
})

/** `a` and `b` were due yesterday, `c` is due tomorrow, `d` is closed; `e` is in the other list. */
const uuidOf = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(uuidOf) as [string, string, string, string, string]

const insert = (list: string, rows: string) =>
  xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, last_name, due_date, preferred_period_uuid, clotured)
      select r.uuid::uuid, l.uuid, r.phone, r.name, current_date + r.days, p.uuid, r.clotured
      from (${rows}) as r (uuid, phone, name, days, clotured), xivoctl.callback_list l, xivoctl.preferred_callback_period p
      where l.name = $1 and p."default"`,
    [list],
  )

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_request')
  await insert(
    'Ventes',
    `values ('${a}', '0230210091', 'Doe', -1, false), ('${b}', '0230210092', 'Dupont', -1, false),
      ('${c}', '0230210093', 'Durand', 1, false), ('${d}', '0230210094', 'Petit', -1, true)`,
  )
  await insert('Relances', `values ('${e}', '0230210092', 'Dupont', -1, false)`)
})

const states = async () => {
  const rows = await xivo.sql(`select left(r.uuid::text, 1) as letter, l.name, clotured, due_date - current_date as days
    from xivoctl.callback_request r join xivoctl.callback_list l on l.uuid = r.list_uuid order by 1`)
  return rows.map(({letter, name, clotured, days}) => `${letter} ${name} ${clotured ? 'closed' : 'ongoing'} ${days}`)
}
const asMade = [
  'a Ventes ongoing -1',
  'b Ventes ongoing -1',
  'c Ventes ongoing 1',
  'd Ventes closed -1',
  'e Relances ongoing -1',
]

describe('a day in words', () => {
  const days = async (uuid: string) =>
    (await xivo.sql('select due_date - current_date as days from xivoctl.callback_request where uuid = $1', [uuid]))[0]
      ?.days

  test.each([
    ['tomorrow', 1],
    ['TODAY', 0],
    ['yesterday', -1],
    ['+3d', 2],
    ['-1w', -8],
  ])('update --due %s', async (word, due) => {
    expect(await go(CallbacksUpdate, a, '--due', word)).toMatchObject({code: 0})
    expect(await days(a)).toBe(due)
  })

  test.each([
    ['tomorrow', 1],
    ['+3d', 3],
  ])('create --due %s', async (word, due) => {
    const {stdout} = await go(CallbacksCreate, 'Ventes', '--phone', '0230210095', '--due', word, '--json')
    expect(await days(JSON.parse(stdout).uuid)).toBe(due)
  })

  test('that does not exist is refused', async () => {
    for (const word of ['soon', '+1', 'tomorow', '2026-02-30'])
      expect((await go(CallbacksUpdate, a, '--due', word)).code, word).toBe(3)
    expect(await states()).toEqual(asMade)
  })
})

describe('a selection', () => {
  test.each([
    ['--list Ventes', [a, b, c]],
    ['--queue ventes', [a, b, c]],
    ['--list Ventes --list Relances', [a, b, c, e]],
    ['--queue sales --queue 5', [a, b, c, e]],
    ['--overdue', [a, b, e]],
    ['--phone +33230210092', [b, e]],
    ['--filter due>today', [c]],
    ['--list Ventes --overdue --filter lastName=Doe', [a]],
  ])('%s is what find finds with the same flags, and what is closed', async (flags, found) => {
    const words = flags.split(' ')
    expect(await ids(CallbacksFind, ...words, '--filter', 'clotured = false')).toEqual(found)
    expect(await ids(CallbacksClose, ...words, '--yes')).toEqual(found)
    const closed = await xivo.sql('select uuid from xivoctl.callback_request where clotured order by 1')
    expect(closed.map(({uuid}) => uuid)).toEqual([...found, d].sort())
  })

  test('is reopened, moved, changed and deleted as well', async () => {
    expect(await ids(CallbacksReopen, '--list', 'Ventes', '--yes')).toEqual([d])
    expect(await ids(CallbacksMove, '--overdue', '--queue', 'ventes', '--to', 'Relances', '--yes')).toEqual([a, b, d])
    expect(await ids(CallbacksUpdate, '--list', 'Relances', '--company', 'Cie', '--yes')).toEqual([a, b, d, e])
    expect(await ids(CallbacksDelete, '--filter', 'company = Cie', '--phone', '0230210092', '--yes')).toEqual([b, e])
    expect(await states()).toEqual(['a Relances ongoing -1', 'c Ventes ongoing 1', 'd Relances ongoing -1'])
  })

  test('is one run of the journal, which is undone as one', async () => {
    for (const [command, ...words] of [
      [CallbacksUpdate, '--list', 'Ventes', '--due', '+1w'],
      [CallbacksMove, '--overdue', '--to', 'Relances'],
      [CallbacksDelete, '--list', 'Ventes'],
    ] as const) {
      expect(await go(command, ...words, '--yes', '-q')).toMatchObject({code: 0, stderr: ''})
      expect(await states()).not.toEqual(asMade)
      const [last] = await xivo.sql('select run from xivoctl.journal order by id desc limit 1')
      expect(await go(Undo, '--run', last?.run, '--yes', '-q')).toMatchObject({code: 0, stderr: ''})
      expect(await states()).toEqual(asMade)
    }
  })

  test('does not go with uuids: 2; nor is --at-most one', async () => {
    for (const words of [[a, '--overdue'], ['-', '--list', 'Ventes'], [a, '--at-most', '5'], ['--at-most', '5'], []]) {
      expect(await go(CallbacksClose, ...words, '--yes')).toMatchObject({code: 2, stdout: ''})
      expect(await go(CallbacksUpdate, ...words, '--company', 'x', '--yes')).toMatchObject({code: 2, stdout: ''})
    }
    expect(await states()).toEqual(asMade)
  })

  test('is not changed without --yes where nobody can be asked: 2', async () => {
    expect(await go(CallbacksClose, '--overdue')).toMatchObject({code: 2, stdout: ''})
    expect(await states()).toEqual(asMade)
  })

  test('that finds nothing ends with 0, quietly with -q', async () => {
    const nothing = ['--list', 'Ventes', '--filter', 'lastName = Nobody', '--yes']
    expect(await go(CallbacksClose, ...nothing)).toMatchObject({code: 0, stdout: ''})
    expect(await go(CallbacksUpdate, ...nothing, '--due', '+1d', '-q')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(await go(CallbacksDelete, ...nothing, '-q')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(JSON.parse((await go(CallbacksClose, ...nothing, '--json')).stdout)).toEqual([])
  })

  test('of a list that is not there is 4, a filter that is none 3', async () => {
    expect(await go(CallbacksClose, '--list', 'Vente', '--yes')).toMatchObject({code: 4})
    expect(await go(CallbacksClose, '--queue', 'nope', '--yes')).toMatchObject({code: 4})
    expect(await go(CallbacksClose, '--filter', 'nope = 1', '--yes')).toMatchObject({code: 3})
  })

  test('is locked: what another changes meanwhile is looked at again, and left out when it no longer fits', async () => {
    const words = ['--filter', 'lastName = Doe', '--yes', '--ids']
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const closed = await xivo.client(async (other) => {
      await other.query('begin')
      await other.query(`update xivoctl.callback_request set last_name = 'Roe' where uuid = $1`, [a])
      const closing = go(CallbacksClose, ...words)
      await vi.waitUntil(async () => (await xivo.sql(waiting)).length > 0, 10_000)
      await other.query('commit')
      return closing
    })
    expect(closed).toMatchObject({code: 0, stdout: ''})
    expect(await states()).toEqual(asMade)
  })

  test('is rehearsed with --dry-run', async () => {
    const {code, stdout} = await go(CallbacksDelete, '--overdue', '--dry-run', '--json')
    const {list, dryRun, changes} = JSON.parse(stdout)
    expect({code, dryRun, found: list.map(({uuid}: {uuid: string}) => uuid)}).toEqual({
      code: 0,
      dryRun: true,
      found: [a, b, e],
    })
    expect(changes).toHaveLength(3)
    expect(await states()).toEqual(asMade)
  })
})

describe('how many', () => {
  /** More than are journalled at once; in full, more than a statement has parameters. */
  const bulk = isFull ? 66_000 : 2_100
  const ofBulk = ['--list', 'Ventes', '--filter', 'lastName = Bulk', '--yes', '-q']
  const insertBulk = (count: number) =>
    insert(
      'Ventes',
      `select md5(random()::text)::uuid::text, '0155000002', 'Bulk', -1, false from generate_series(1, ${count})`,
    )

  test('are changed at most is given by --at-most: more are refused with 7, and nothing is done', async () => {
    const refused = await go(CallbacksClose, '--overdue', '--yes', '--at-most', '2')
    expect(refused).toMatchObject({code: 7, stdout: ''})
    expect(refused.stderr).toContain('--at-most 3')
    expect(await go(CallbacksDelete, '--overdue', '--dry-run', '--at-most', '2')).toMatchObject({code: 7})
    expect(await states()).toEqual(asMade)
    expect(await go(CallbacksClose, '--overdue', '--yes', '--at-most', '3')).toMatchObject({code: 0})
  })

  test(`over 1,000 need --at-most beside --yes; ${bulk} are one transaction and one run of the journal`, {
    timeout: 240_000,
  }, async () => {
    await insertBulk(bulk)
    const refused = await go(CallbacksClose, ...ofBulk)
    expect(refused.code).toBe(7)
    expect(refused.stderr).toContain(`--at-most ${bulk}`)
    expect(await go(CallbacksClose, ...ofBulk, '--at-most', String(bulk))).toMatchObject({code: 0, stderr: ''})
    const [count] = await xivo.sql(`select count(*)::int, count(distinct xmin::text)::int as transactions
      from xivoctl.callback_request where last_name = 'Bulk' and clotured`)
    expect(count).toEqual({count: bulk, transactions: 1})
    const [run] = await xivo.sql(`select count(*)::int as changes, count(distinct run)::int as runs from xivoctl.journal
      where kind = 'callbackRequest' and at = (select max(at) from xivoctl.journal)`)
    expect(run).toEqual({changes: bulk, runs: 1})
  })

  test.runIf(isFull)('are too many from 100,001', {timeout: 240_000}, async () => {
    await insertBulk(100_001)
    expect(await go(CallbacksClose, ...ofBulk, '--at-most', '200000')).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('100001 match'),
    })
  })

  test('are too many from 100,001 uuids', async () => {
    const uuids = Array.from({length: 100_001}, () => randomUUID())
    await expect(xivo.use((context) => closeCallbacks(context, uuids))).rejects.toMatchObject({
      code: 'Conflict',
      message: expect.stringContaining('100001 match'),
    })
  })

  test('are changed and deleted by one statement is more than the 65,535 parameters of a statement', async () => {
    const uuids = [...Array.from({length: 66_000}, () => randomUUID()), a]
    const {phoneCountry} = await xivo.use(async ({settings}) => settings)
    await xivo.use((context) =>
      transact(begin(context), (trx) => updateCallbacks(trx, phoneCountry, uuids, {clotured: true})),
    )
    expect((await states())[0]).toBe('a Ventes closed -1')
    await xivo.use((context) => transact(begin(context), (trx) => deleteCallbacks(trx, uuids)))
    expect(await states()).toEqual(asMade.slice(1))
  })
})

describe('update --due', () => {
  test('+1d and -2w count from the due date of each request', async () => {
    expect(await ids(CallbacksUpdate, '--list', 'Ventes', '--due', '+1d', '--yes')).toEqual([a, b, c, d])
    expect(await go(CallbacksUpdate, a, c, '--due', '-2w')).toMatchObject({code: 0})
    expect(await go(CallbacksUpdate, b, '--due', '+2w', '--last-name', 'Martin')).toMatchObject({code: 0})
    expect(await states()).toEqual([
      'a Ventes ongoing -14',
      'b Ventes ongoing 14',
      'c Ventes ongoing -12',
      'd Ventes closed 0',
      'e Relances ongoing -1',
    ])
    expect(await ids(CallbacksFind, '--filter', 'lastName = Martin')).toEqual([b])
  })

  test('warns of days far away, and refuses what is no number of days, or no day: 3', async () => {
    expect(await go(CallbacksUpdate, a, '--due', '+60w')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^warning: dueDate /m),
    })
    await xivo.sql(`update xivoctl.callback_request set due_date = '9999-12-31' where uuid = $1`, [c])
    expect(await go(CallbacksUpdate, b, c, '--due', '+1d')).toMatchObject({code: 3})
    for (const due of ['+1m', '+1', '+x', '-999999w', 'soon'])
      expect(await go(CallbacksUpdate, b, '--due', due)).toMatchObject({code: 3, stdout: ''})
    expect((await states())[1]).toBe('b Ventes ongoing -1')
  })

  test('one request answers with its fields, several with rows', async () => {
    const one = JSON.parse((await go(CallbacksUpdate, a, '--due', '+1d', '--json')).stdout)
    expect(one).toMatchObject({uuid: a})
    const rows = JSON.parse((await go(CallbacksUpdate, a, b, '--due', '+1d', '--json')).stdout)
    expect(rows).toMatchObject([{uuid: a}, {uuid: b}])
    expect((await go(CallbacksUpdate, a, '--due', '+1d', '--columns', 'uuid', '--csv')).stdout).toBe(`uuid\n${a}\n`)
  })

  test('a number that is the last one of a request is not taken away from any', async () => {
    await xivo.sql(`update xivoctl.callback_request set mobile_phone_number = '0612345678' where uuid = $1`, [a])
    expect(await go(CallbacksUpdate, a, b, '--phone', '')).toMatchObject({code: 3})
    expect(await go(CallbacksUpdate, a, '--phone', '')).toMatchObject({code: 0})
  })
})

describe('on a terminal', () => {
  beforeAll(() => build())
  const ENTER = '\r'

  test('the count and the first ten are shown with the customer, and asked about', async () => {
    await insert(
      'Ventes',
      `select md5(random()::text)::uuid::text, '0155000002', 'Bulk', -1, false from generate_series(1, 20)`,
    )
    const refused = await startTerminal(['callbacks', 'close', '--overdue'], xivo.env)
    await refused.shows(/\((Doe, 0230210091|Bulk, 0155000002|Dupont, 0230210092)\): state ongoing (→|->) closed/)
    await refused.shows(/13 more changes/)
    await refused.answer(/close these 23 requests\?/, `n${ENTER}`)
    expect(await refused.ended).toMatchObject({code: 130})
    const agreed = await startTerminal(['callbacks', 'close', '--overdue'], xivo.env)
    await agreed.answer(/close these 23 requests\?/, `y${ENTER}`)
    expect(await agreed.ended).toMatchObject({code: 0})
    expect(await ids(CallbacksFind, '--filter', 'clotured = false')).toEqual([c])
  })

  test('a request that comes while the question stands is not closed unseen: 7, and nothing is done', async () => {
    const late = uuidOf('f')
    const {shows, type, ended} = await startTerminal(['callbacks', 'close', '--list', 'Ventes'], xivo.env)
    await shows(/close these 3 requests\?/)
    await insert('Ventes', `values ('${late}', '0230210095', 'Late', 0, false)`)
    type(`y${ENTER}`)
    expect(await ended).toMatchObject({code: 7})
    expect(await states()).toEqual([...asMade, 'f Ventes ongoing 0'])
  })

  test('a table of many is cut, and says so', {timeout: 60_000}, async () => {
    await insert(
      'Ventes',
      `select md5(random()::text)::uuid::text, '0155000002', 'Bulk', -1, false from generate_series(1, 600)`,
    )
    const {ended} = await startTerminal(['callbacks', 'close', '--phone', '0155000002', '--yes'], xivo.env)
    const {code, screen} = await ended
    expect({code, rows: screen.match(/Bulk(?!,)/g)?.length}).toEqual({code: 0, rows: 500})
    expect(screen).toContain('500 of 600: ')
  })

  test('nothing is asked when nothing would change, and uuids are closed unasked as before', async () => {
    for (const words of [['--filter', 'lastName = Nobody'], [a]]) {
      const {ended} = await startTerminal(['callbacks', 'close', ...words], xivo.env)
      expect(await ended).toMatchObject({code: 0})
    }
    expect((await states())[0]).toBe('a Ventes closed -1')
  })
})
