import {beforeAll, describe, expect, test} from 'vitest'
import AgentsGet from '../commands/agents/get.ts'
import AgentsList from '../commands/agents/list.ts'
import CallbacksClose from '../commands/callbacks/close.ts'
import CallbacksCreate from '../commands/callbacks/create.ts'
import CallbacksDelete from '../commands/callbacks/delete.ts'
import CallbacksExport from '../commands/callbacks/export.ts'
import CallbacksFind from '../commands/callbacks/find.ts'
import CallbacksGet from '../commands/callbacks/get.ts'
import CallbacksImport from '../commands/callbacks/import.ts'
import ListsCreate from '../commands/callbacks/lists/create.ts'
import ListsDelete from '../commands/callbacks/lists/delete.ts'
import Lists from '../commands/callbacks/lists/index.ts'
import ListsRename from '../commands/callbacks/lists/rename.ts'
import ListsSetQueue from '../commands/callbacks/lists/set-queue.ts'
import CallbacksMove from '../commands/callbacks/move.ts'
import PeriodsCreate from '../commands/callbacks/periods/create.ts'
import PeriodsDelete from '../commands/callbacks/periods/delete.ts'
import Periods from '../commands/callbacks/periods/index.ts'
import PeriodsSetDefault from '../commands/callbacks/periods/set-default.ts'
import PeriodsUpdate from '../commands/callbacks/periods/update.ts'
import CallbacksReopen from '../commands/callbacks/reopen.ts'
import CallbacksUpdate from '../commands/callbacks/update.ts'
import DbInit from '../commands/db/init.ts'
import DbStatus from '../commands/db/status.ts'
import DissuasionGet from '../commands/dissuasion/get.ts'
import DissuasionList from '../commands/dissuasion/list.ts'
import GroupsList from '../commands/groups/list.ts'
import IncallsList from '../commands/incalls/list.ts'
import ProfilesList from '../commands/profiles/list.ts'
import QueuesGet from '../commands/queues/get.ts'
import QueuesList from '../commands/queues/list.ts'
import RightsDelete from '../commands/rights/delete.ts'
import RightsGet from '../commands/rights/get.ts'
import RightsSet from '../commands/rights/set.ts'
import {run} from './support/run.ts'
import {type TestXivo, useXivo} from './support/xivo.ts'

const uuid = '9d28d8fe-0548-4d45-aa08-9623ef69a04b'
type CommandClass = Parameters<typeof run>[0]

/** What XiVO's own schema consists of, to the last column, constraint, index, trigger and grant. */
const fingerprint = (xivo: TestXivo) =>
  xivo.sql(`
    select 'column' as kind, attrelid::regclass::text as place, attname || ' ' || format_type(atttypid, atttypmod) as what
      from pg_attribute where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) and attnum > 0
    union all select 'constraint', conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index', indrelid::regclass::text, pg_get_indexdef(indexrelid)
      from pg_index where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select 'trigger', tgrelid::regclass::text, tgname
      from pg_trigger where tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select 'rule', ev_class::regclass::text, rulename
      from pg_rewrite where ev_class in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select 'relation', oid::regclass::text, relkind::text || coalesce(relacl::text, '') || relowner::text
      from pg_class where relnamespace = 'public'::regnamespace
    union all select 'function', proname, '' from pg_proc where pronamespace = 'public'::regnamespace
    order by 1, 2, 3`)

describe.each(['xivo', 'later'] as const)(`on a database that has only XiVO's tables, shape %s`, (shape) => {
  const xivo = useXivo({shape, initialised: false})

  test.each<[string, CommandClass, string[]]>([
    ['profiles list', ProfilesList, []],
    ['profiles list --profile', ProfilesList, ['--profile', 'admin']],
    ['agents list', AgentsList, []],
    ['agents get', AgentsGet, ['1001']],
    ['queues list', QueuesList, []],
    ['queues get', QueuesGet, ['sales']],
    ['groups list', GroupsList, []],
    ['incalls list', IncallsList, []],
    ['dissuasion list', DissuasionList, []],
    ['dissuasion get', DissuasionGet, ['sales']],
    ['db status', DbStatus, []],
    ['db init --dry-run', DbInit, ['--dry-run']],
  ])('%s works before db init', async (_, command, argv) => {
    for (const json of [[], ['--json']]) {
      const {code, stderr} = await run(command, [...argv, ...json], xivo.env)
      expect(stderr).not.toContain('error')
      expect(code).toBe(0)
    }
  })
})

describe(`on a database without our tables`, () => {
  const xivo = useXivo({initialised: false})

  test.each<[string, CommandClass, string[]]>([
    ['rights get', RightsGet, ['jbond']],
    ['rights set', RightsSet, ['jbond', '--profile', 'admin']],
    ['rights delete', RightsDelete, ['jbond', '--yes']],
    ['callbacks lists', Lists, []],
    ['callbacks lists create', ListsCreate, ['Ventes', '--queue', 'ventes']],
    ['callbacks lists rename', ListsRename, ['Ventes', 'x']],
    ['callbacks lists set-queue', ListsSetQueue, ['Ventes', 'sales']],
    ['callbacks lists delete', ListsDelete, ['Ventes', '--yes']],
    ['callbacks import', CallbacksImport, ['Ventes', '/dev/null']],
    ['callbacks import --create', CallbacksImport, ['Ventes', '/dev/null', '--create', '--queue', 'ventes']],
    ['callbacks export', CallbacksExport, ['Ventes']],
    ['callbacks find', CallbacksFind, []],
    ['callbacks get', CallbacksGet, [uuid]],
    ['callbacks create', CallbacksCreate, ['Ventes', '--phone', '1000']],
    ['callbacks update', CallbacksUpdate, [uuid, '--phone', '1000']],
    ['callbacks move', CallbacksMove, [uuid, '--to', 'Ventes']],
    ['callbacks close', CallbacksClose, [uuid]],
    ['callbacks reopen', CallbacksReopen, [uuid]],
    ['callbacks delete', CallbacksDelete, [uuid, '--yes']],
    ['callbacks periods', Periods, []],
    ['callbacks periods create', PeriodsCreate, ['Soir', '--start', '18:00', '--end', '20:00']],
    ['callbacks periods update', PeriodsUpdate, ['Soir', '--start', '18:00']],
    ['callbacks periods set-default', PeriodsSetDefault, ['Soir']],
    ['callbacks periods delete', PeriodsDelete, ['Soir', '--yes']],
  ])('%s says to run db init', async (_, command, argv) => {
    const {code, stdout, stderr} = await run(command, argv, xivo.env)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^error: (\/dev\/null: )?xivoctl's own tables are not in this database/m)
    expect(stderr).toContain('hint: run: xivoctl db init\n')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(6)
    const json = await run(command, [...argv, '--json'], xivo.env)
    expect(json.code).toBe(6)
    expect(JSON.parse(json.stdout)).toMatchObject({error: 'Unavailable', hints: ['run: xivoctl db init']})
  })
})

describe.each(['xivo', 'later'] as const)('after db init and data, shape %s', (shape) => {
  const xivo = useXivo({shape, initialised: false})
  const twin = useXivo({shape, initialised: false})

  beforeAll(async () => {
    for (const [command, argv] of [
      [DbInit, []],
      [ListsCreate, ['Résiliations', '--queue', 'resiliations']],
      [CallbacksCreate, ['Résiliations', '--phone', '1000', '--due', '2026-01-01']],
      [
        RightsSet,
        [
          'jbond',
          '--profile',
          'supervisor',
          '--queue',
          'resiliations',
          '--queue',
          'sales',
          '--group',
          'recouvrement',
          '--group',
          'default',
          '--incall',
          '0155000009',
        ],
      ],
      [RightsSet, ['bweiss', '--profile', 'admin']],
    ] as [CommandClass, string[]][]) {
      expect(await run(command, argv, xivo.env)).toMatchObject({code: 0})
    }
  })

  test('no constraint, trigger or index of ours is on a table of XiVO', async () => {
    expect(await fingerprint(xivo)).toEqual(await fingerprint(twin))
    expect(
      await xivo.sql(`
        select conname from pg_constraint c
        join pg_class theirs on theirs.oid = c.confrelid join pg_class ours on ours.oid = c.conrelid
        where c.contype = 'f' and theirs.relnamespace = 'public'::regnamespace and ours.relnamespace <> 'public'::regnamespace`),
    ).toEqual([])
    expect(
      await xivo.sql(
        `select tgname from pg_trigger where not tgisinternal
         and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
      ),
    ).toEqual([])
  })

  test('deleting a queue, a user, a group and an incall as the web interface does succeeds', async () => {
    await xivo.client(async (client) => {
      await client.query('begin')
      const deletions = [
        `delete from queuemember where queue_name = 'resiliations' and category = 'queue'`,
        `delete from queue where name = 'resiliations'`,
        `delete from extensions where type = 'queue' and typeval = '14'`,
        `delete from dialaction where category = 'queue' and categoryval = '14'`,
        `update dialaction set linked = 0 where action = 'queue' and actionarg1 = '14'`,
        `delete from queuefeatures where name = 'resiliations'`,
        `delete from user_line where user_id = 36`,
        `delete from dialaction where category = 'user' and categoryval = '36'`,
        `delete from userfeatures where id = 36`,
        `update agentgroup set deleted = 1 where name = 'recouvrement'`,
        `delete from dialaction where category = 'incall' and categoryval = '12'`,
        `delete from incall where id = 12`,
      ]
      for (const deletion of deletions) await client.query(deletion)
      await client.query('commit')
    })
    await xivo.sql(`delete from agentgroup where name = 'technique'`)
    expect(await xivo.sql(`select id from userfeatures where id = 36`)).toEqual([])
  })

  test('rights name what is gone', async () => {
    const {code, stdout} = await run(RightsGet, ['jbond'], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^queues +sales \(3\), resiliations \(14, deleted in XiVO\)$/m)
    expect(stdout).toMatch(/^groups +default \(1\), recouvrement \(5, deleted in XiVO\)$/m)
    expect(stdout).toMatch(/^incalls +0155000009@from-extern \(12, deleted in XiVO\)$/m)
    expect(JSON.parse((await run(RightsGet, ['jbond', '--json'], xivo.env)).stdout).data).toMatchObject({
      queueIds: [3, 14],
      groupIds: [1, 5],
      incallIds: [12],
    })
    expect(await run(RightsSet, ['jbond', '--dissuasion'], xivo.env)).toMatchObject({code: 0})
    expect(await run(ProfilesList, [], xivo.env)).toMatchObject({code: 0})
    expect((await run(RightsGet, ['bweiss'], xivo.env)).code).toBe(4)
  })

  test('lists and their requests still answer', async () => {
    const {stdout} = await run(Lists, [], xivo.env)
    expect(stdout).toMatch(/^Résiliations +14 \(gone\) +1 /m)
    const found = JSON.parse((await run(CallbacksFind, ['--filter', 'queueId = 14', '--json'], xivo.env)).stdout)
    expect(found).toMatchObject({total: 1, list: [{queueId: 14, dueDate: '2026-01-01'}]})
    expect(await run(CallbacksClose, [found.list[0].uuid], xivo.env)).toMatchObject({code: 0})
    expect(await run(ListsSetQueue, ['Résiliations', 'sales'], xivo.env)).toMatchObject({code: 0})
  })

  test('a group id that XiVO uses again is told with both names', async () => {
    await xivo.sql(`update agentgroup set name = 'nocturne', deleted = 0 where id = 5`)
    const {stdout} = await run(RightsGet, ['jbond'], xivo.env)
    expect(stdout).toContain('recouvrement (5, now called nocturne)')
  })
})
