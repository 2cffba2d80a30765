import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import SiteApply from '../../commands/site/apply.ts'
import SiteDiff from '../../commands/site/diff.ts'
import SiteExport from '../../commands/site/export.ts'
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

  test('refuses a file that is not in UTF-8', async () => {
    await writeFile(file('.latin.yaml'), Buffer.from('callbackLists: {Cl\u00f4ture: sales}', 'latin1'))
    expect(await go(SiteDiff, file('.latin.yaml'))).toMatchObject({code: 3, stdout: ''})
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
