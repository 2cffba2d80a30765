import {copyFile, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksLists from '../../commands/callbacks/lists/index.ts'
import CallbacksListsSet from '../../commands/callbacks/lists/set.ts'
import CallbacksPeriods from '../../commands/callbacks/periods/index.ts'
import CallbacksPeriodsSet from '../../commands/callbacks/periods/set.ts'
import DissuasionList from '../../commands/dissuasion/list.ts'
import DissuasionSet from '../../commands/dissuasion/set.ts'
import ProfilesList from '../../commands/profiles/list.ts'
import RightsList from '../../commands/rights/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import SiteApply from '../../commands/site/apply.ts'
import SiteDiff from '../../commands/site/diff.ts'
import SiteExport from '../../commands/site/export.ts'
import Undo from '../../commands/undo.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import {runBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const there = useXivo()
const file = (name: string) => join(xivo.sounds, name)
const go = (command: typeof SiteExport | typeof SiteDiff | typeof SiteApply, ...argv: string[]) =>
  run(command, argv, xivo.env)

beforeEach(async () => {
  await xivo.sql('truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.user_profile cascade')
  await xivo.sql(`delete from xivoctl.preferred_callback_period where not "default"`)
  await xivo.use(fillDemo)
  await writeFile(file('.site.yaml'), (await go(SiteExport)).stdout)
})

const edited = async (from: string | RegExp, to: string) => {
  const text = await readFile(file('.site.yaml'), 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  await writeFile(file('.edited.yaml'), changed)
  return file('.edited.yaml')
}

describe('site export', () => {
  test('writes a file, some sections of it, and JSON', async () => {
    expect(await go(SiteExport, file('.periods.yaml'), '--only', 'periods')).toMatchObject({code: 0, stdout: ''})
    expect(await readFile(file('.periods.yaml'), 'utf8')).toMatch(/^# yaml-language-server: .*\n\nperiods:\n/)
    const {stdout} = await go(SiteExport, '--only', 'periods,callbackLists', '--format', 'json')
    expect(Object.keys(JSON.parse(stdout))).toEqual(['$schema', 'periods', 'callbackLists'])
    expect(JSON.parse((await go(SiteExport, '--json')).stdout).callbackLists).toMatchObject({
      'Relances ventes': 'ventes',
    })
  })

  test('tells on stderr what JSON cannot hold as a comment', async () => {
    const remark = expect.stringContaining("queue 'reclamations': queue 99 no longer exists")
    expect(await go(SiteExport, '--format', 'json')).toMatchObject({code: 0, stderr: remark})
    expect(await go(SiteExport, '--json')).toMatchObject({code: 0, stderr: remark})
    expect(await go(SiteExport, '--format', 'json', '--only', 'periods')).toMatchObject({stderr: ''})
  })

  test('refuses a section that there is not', async () => {
    expect(await go(SiteExport, '--only', 'rights')).toMatchObject({code: 2})
  })
})

describe('site diff', () => {
  test('exits 0 when nothing differs', async () => {
    expect(await go(SiteDiff, file('.site.yaml'))).toMatchObject({code: 0, stdout: ''})
  })

  test('exits 10 and shows old and new when something does', async () => {
    const path = await edited('Matin: {start: "09:00"', 'Matin: {start: "08:30"')
    const {code, stdout} = await go(SiteDiff, path)
    expect([code, stdout]).toEqual([10, expect.stringMatching(/^period 'Matin': .*09:00:00 → 08:30:00\n$/)])
    expect(JSON.parse((await go(SiteDiff, path, '--json')).stdout)).toMatchObject({
      changes: [{kind: 'period', name: 'Matin', after: {periodStart: '08:30:00'}}],
    })
  })

  test('names the file and the place of what does not fit', async () => {
    const {code, stderr} = await go(SiteDiff, await edited('Relances ventes: ventes', 'Relances ventes: vente'))
    expect([code, stderr]).toEqual([3, expect.stringMatching(/\.edited\.yaml: .*\n {2}line \d+:20, .*'ventes'\?/)])
  })

  test.each<[encoding: string, bytes: Buffer]>([
    ['Windows-1252', Buffer.from('callbackLists: {Cl\u00f4ture: sales}', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffcallbackLists: {}', 'utf16le')],
    ['UTF-16', Buffer.from('\ufeffcallbackLists: {}', 'utf16le').swap16()],
  ])('refuses a file in %s, and says how to convert it', async (encoding, bytes) => {
    await writeFile(file('.latin.yaml'), bytes)
    const {code, stdout, stderr} = await go(SiteDiff, file('.latin.yaml'))
    expect({code, stdout}).toEqual({code: 3, stdout: ''})
    expect(stderr).toContain(`the file is not in UTF-8, but probably in ${encoding}\n`)
    expect(stderr).toContain(`iconv -f ${encoding} -t UTF-8`)
  })

  test('takes one file or one other XiVO', async () => {
    expect(await go(SiteDiff)).toMatchObject({code: 2})
    expect(await go(SiteDiff, file('.site.yaml'), '--with', 'b')).toMatchObject({code: 2})
    const config = file('.config.json')
    await writeFile(
      config,
      JSON.stringify({
        contexts: {
          a: {databaseUrl: xivo.url, soundsDir: xivo.sounds},
          b: {databaseUrl: there.url, soundsDir: there.sounds},
        },
      }),
      {mode: 0o600},
    )
    const {code, stdout} = await run(SiteDiff, ['--with', 'a', '--context', 'b', '--config', config], {})
    expect([code, stdout]).toEqual([10, expect.stringContaining("list 'Relances ventes': would be created")])
  })
})

describe('site apply', () => {
  test('needs --yes without a terminal', async () => {
    expect(await go(SiteApply, file('.site.yaml'))).toMatchObject({code: 2})
  })

  test('shows all of the plan in a dry run, and makes it with --yes, once', async () => {
    const path = file('.many.yaml')
    const names = Array.from({length: 30}, (_, i) => `  "N${i}": sales`)
    await writeFile(path, ['callbackLists:', ...names, ''].join('\n'))
    const planned = await go(SiteApply, path, '--dry-run')
    expect(planned.stderr.match(/^list 'N\d+': would be created/gm)).toHaveLength(30)
    expect(await xivo.sql(`select from xivoctl.callback_list where name like 'N%'`)).toEqual([])
    expect(await go(SiteApply, path, '--yes')).toMatchObject({code: 0})
    expect(await xivo.sql(`select from xivoctl.callback_list where name like 'N%'`)).toHaveLength(30)
    expect((await go(SiteApply, path, '--yes')).stderr).toContain('unchanged')
  })

  test('reads standard input, in a process', async () => {
    const input = await readFile(await edited('Relances ventes: ventes', 'Relances ventes: sales'), 'utf8')
    expect(await runBinary(['site', 'apply', '-', '--yes'], {env: xivo.env, stdin: input})).toMatchObject({code: 0})
    expect(await runBinary(['site', 'diff', '-'], {env: xivo.env, stdin: input})).toMatchObject({code: 0})
  })
})

describe('what a list prints', () => {
  const lists = [
    [ProfilesList, RightsSet],
    [RightsList, RightsSet],
    [DissuasionList, DissuasionSet],
    [CallbacksLists, CallbacksListsSet],
    [CallbacksPeriods, CallbacksPeriodsSet],
  ] as const
  const listed = async (list: (typeof lists)[number][0], from: string | RegExp = '', to = '') => {
    const text = (await run(list, ['--csv'], xivo.env)).stdout
    await writeFile(file('.list.csv'), text.replace(from, to))
    return file('.list.csv')
  }
  const set = (command: (typeof lists)[number][1], path: string, ...flags: string[]) =>
    run(command, ['--from', path, ...flags], xivo.env)

  test.each(lists)('changes nothing as it is', async (list, command) => {
    const path = await listed(list)
    expect(await set(command, path, '--yes')).toMatchObject({code: 0})
    expect(JSON.parse((await set(command, path, '--dry-run', '--json')).stdout).changes).toEqual([])
  })

  test('sets what was changed in it, all in one run that undo takes back', async () => {
    const before = (await go(SiteExport)).stdout
    const rights = await listed(
      RightsList,
      /supervisor,"support, switchboard, sales, sav"/,
      'supervisor,"sales, ventes"',
    )
    expect(await set(RightsSet, rights)).toMatchObject({code: 2})
    expect(await set(RightsSet, rights, '--yes')).toMatchObject({code: 0})
    expect((await go(SiteExport)).stdout).toMatch(/jbond: \{profile: supervisor, queues: \[sales, ventes\]/)
    const destinations = await listed(DissuasionList, /,(support|vip-premium),[^,]*,/g, ',$1,queue sales (30 s),')
    expect(await set(DissuasionSet, destinations, '--yes')).toMatchObject({code: 0})
    expect((await go(SiteExport)).stdout).toMatch(/support: \{queue: sales, ringTime: 30\}/)
    const periods = await listed(CallbacksPeriods, 'Matin,09:00:00', 'Matin,08:30')
    expect(await set(CallbacksPeriodsSet, periods, '--yes')).toMatchObject({code: 0})
    const created = await listed(CallbacksLists, /$/, '\nNew,sales,,')
    expect(await set(CallbacksListsSet, created, '--yes')).toMatchObject({code: 0})
    const runs = await xivo.sql(
      'select run, count(*)::int from xivoctl.journal group by run order by max(id) desc limit 4',
    )
    expect(runs.map(({count}) => count)).toEqual([1, 1, 2, 1])
    for (const {run: each} of runs) expect(await run(Undo, ['--run', each, '--yes'], xivo.env)).toMatchObject({code: 0})
    expect((await go(SiteExport)).stdout).toBe(before)
  })

  test('names every line that does not fit, and sets none', async () => {
    const before = (await go(SiteExport)).stdout
    const path = await listed(DissuasionList, /,(support|vip-premium),[^,]*,/g, ',$1,queue sale,')
    const {code, stderr} = await set(DissuasionSet, path, '--yes')
    expect([code, stderr.match(/^ {2}line \d+, destination: .*'sales'\?$/gm)]).toEqual([
      3,
      expect.arrayContaining([expect.anything(), expect.anything()]),
    ])
    expect((await go(SiteExport)).stdout).toBe(before)
  })

  test('has all its problems listed at once, and no column that it does not need', async () => {
    const lines = async (command: (typeof lists)[number][1], text: string) => {
      await writeFile(file('.list.csv'), text)
      const {code, stderr} = await set(command, file('.list.csv'), '--yes')
      return [code, ...(stderr.match(/(?<=^ {2}line )\d+(, \w+)?/gm) ?? [])]
    }
    expect(
      await lines(
        RightsSet,
        'login,profile,queues,recording\njbond,chief,"sale, sales",\njbnd,admin,,\nnroux,supervisor,vente,oui\n',
      ),
    ).toEqual([3, '2, profile', '2, queues', '3, login', '4, recording', '4, queues'])
    expect(await lines(CallbacksListsSet, 'name,queue\n,sales\nX,salse\nY,\n')).toEqual([
      3,
      '2, name',
      '3, queue',
      '4, queue',
    ])
    expect(await lines(CallbacksPeriodsSet, 'name,start\nMatin,9h\nNew,10:00\n')).toEqual([3, '2, start', '3, end'])
    expect(await lines(CallbacksPeriodsSet, 'name,default\nMatin,\nToute la journée,\n')).toEqual([3, '3, default'])
    expect(await lines(RightsSet, 'Login;Profil\njbond;admin\n')).toEqual([3, '1', '1'])
    expect(await lines(CallbacksPeriodsSet, 'name,default\nMatin,yes\nToute la journée,\n')).toEqual([0])
    expect(await lines(CallbacksPeriodsSet, 'name,start\nMatin,08:30\n')).toEqual([0])
    const [now] = await xivo.sql(
      `select period_start, period_end, "default" from xivoctl.preferred_callback_period where name = 'Matin'`,
    )
    expect(now).toEqual({period_start: '08:30:00', period_end: '12:00:00', default: true})
    expect(await lines(CallbacksPeriodsSet, 'name,default\nToute la journée,yes\n')).toEqual([0])
  })

  test('keeps the rights on a queue that was renamed to anything', async () => {
    const [{id, name} = {}] = await xivo.sql(`select id, name from public.queuefeatures where name = 'sales_queue'`)
    await run(RightsSet, ['jbond', '--add-queue', 'sales_queue'], xivo.env)
    await xivo.sql('update public.queuefeatures set name = $2 where id = $1', [id, 'a\nb\u2028'])
    const {stdout} = await set(RightsSet, await listed(RightsList), '--dry-run', '--json')
    expect(JSON.parse(stdout).changes).toEqual([])
    await xivo.sql('update public.queuefeatures set name = $2 where id = $1', [id, name])
  })

  test('is refused where it may mean something else: brackets that belong to a name, and ids of users and groups', async () => {
    await copyFile(file('bienvenue.wav'), file('bienvenue (copie).wav'))
    const told = async (destination: string) => {
      const path = await listed(DissuasionList, /,(support),[^,]*,/, `,$1,${destination},`)
      const {code, stderr} = await set(DissuasionSet, path, '--yes')
      return [code, /line \d+, destination: (.*)/.exec(stderr)?.[1]]
    }
    const before = (await go(SiteExport)).stdout
    expect(await told('sound bienvenue (copie)')).toEqual([3, expect.stringContaining('brackets')])
    expect(await told('user 3')).toEqual([3, expect.stringContaining('an id')])
    expect(await told('group 3 (20)')).toEqual([3, expect.stringContaining('an id')])
    expect((await go(SiteExport)).stdout).toBe(before)
    await rm(file('bienvenue (copie).wav'))
  })

  test('is refused where names with commas cannot be told apart, and gives nobody other rights', async () => {
    const added = await xivo.sql(`insert into agentgroup (id, groupid, name, groups, commented, deleted, description)
      select 900 + n, 900 + n, (array['Paris, Lyon', 'Paris', 'Lyon'])[n], '', 0, 0, '' from generate_series(1, 3) n returning id, name`)
    const both = added.find(({name}) => name === 'Paris, Lyon')?.id
    await run(RightsSet, ['jbond', '--add-group', `id:${both}`], xivo.env)
    const before = (await go(SiteExport)).stdout
    const {code, stderr} = await set(RightsSet, await listed(RightsList), '--yes')
    expect([code, stderr]).toEqual([3, expect.stringContaining("'Paris, Lyon'")])
    expect((await go(SiteExport)).stdout).toBe(before)
    await run(RightsSet, ['jbond', '--remove-group', `id:${both}`], xivo.env)
    await xivo.sql('delete from agentgroup where id = any($1)', [added.map(({id}) => id)])
  })

  test('changes nothing of two users with one login, nor is it refused for two lists with one name', async () => {
    await xivo.sql(`update userfeatures set loginclient = 'twin' where id in (
      select id from userfeatures u where not exists (select from xivoctl.user_profile p where p.user_id = u.id) order by id limit 2)`)
    await xivo.sql(
      `insert into xivoctl.callback_list (uuid, name, queue_id) select md5(random()::text)::uuid, 'Twins', 3 from generate_series(1, 2)`,
    )
    for (const [list, command] of [
      [ProfilesList, RightsSet],
      [CallbacksPeriods, CallbacksPeriodsSet],
    ] as const)
      expect(await set(command, await listed(list), '--yes')).toMatchObject({code: 0})
    await xivo.sql(`delete from xivoctl.callback_list where name = 'Twins'`)
  })

  test('takes no other flag', async () => {
    expect(await set(RightsSet, await listed(ProfilesList), '--add-queue', 'sales', '--yes')).toMatchObject({code: 2})
  })
})
