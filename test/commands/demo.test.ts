import {execFile} from 'node:child_process'
import {chmod, mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import DemoReset from '../../commands/demo/reset.ts'
import DemoStart from '../../commands/demo/start.ts'
import DemoStatus from '../../commands/demo/status.ts'
import DemoStop from '../../commands/demo/stop.ts'
import DemoTour from '../../commands/demo/tour.ts'
import DissuasionOptions from '../../commands/dissuasion/options.ts'
import ProfilesList from '../../commands/profiles/list.ts'
import RightsDelete from '../../commands/rights/delete.ts'
import type {StartedDemo} from '../../src/embedded/demo.ts'
import {demoContextFile, demoDirectory} from '../../src/settings/state.ts'
import {remove} from '../embedded/temporary.ts'
import {build, runBinary, startBinary} from '../support/binary.ts'
import {guardedFolder} from '../support/guard.ts'
import {run} from '../support/run.ts'
import {withClient} from '../support/server.ts'

let env: {XIVOCTL_STATE_DIR: string; XDG_CONFIG_HOME: string}

beforeAll(async () => {
  const folder = guardedFolder('xivoctl-embedded-')
  env = {XIVOCTL_STATE_DIR: folder, XDG_CONFIG_HOME: join(folder, 'config')}
  await Promise.all([build(), start('demo')])
})

afterAll(async () => {
  const names = await readdir(join(env.XIVOCTL_STATE_DIR, 'demo'))
  for (const name of names) await run(DemoStop, [name], env)
  await remove(env.XIVOCTL_STATE_DIR)
})

async function start(name: string): Promise<StartedDemo> {
  const {code, stdout} = await run(DemoStart, [name, '--json'], env)
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

async function startAsProcess(name: string): Promise<StartedDemo> {
  return JSON.parse((await runBinary(['demo', 'start', name, '--json'], {env})).stdout)
}

async function status(): Promise<Record<string, boolean>> {
  const demos: {name: string; running: boolean}[] = JSON.parse((await run(DemoStatus, ['--json'], env)).stdout)
  return Object.fromEntries(demos.map(({name, running}) => [name, running]))
}

async function databases({databaseUrl}: StartedDemo): Promise<string[]> {
  const sql = "select datname from pg_database where datname like 'xivo%' order by 1"
  return (await withClient(databaseUrl, (client) => client.query(sql))).rows.map(({datname}) => datname)
}

/** Whatever a person may change in a demo. */
const contents = `
  select 'list' as kind, l::text as row from xivoctl.callback_list l
  union all select 'request', r::text from xivoctl.callback_request r
  union all select 'period', p::text from xivoctl.preferred_callback_period p
  union all select 'profile', p::text from xivoctl.user_profile p
  union all select 'right', r::text from xivoctl.user_right r
  union all select 'dialaction', d::text from dialaction d
  order by 1, 2`

describe('a demo', () => {
  test('is a context that has to be chosen, and no command falls back to it', async () => {
    const chosen = await run(ProfilesList, ['--context', 'demo', '--profile', 'supervisor'], env)
    expect(chosen).toMatchObject({code: 0, stdout: expect.stringContaining('jbond')})
    const unchosen = await run(ProfilesList, [], env)
    expect(unchosen).toMatchObject({code: 2, stdout: ''})
    expect(unchosen.stderr).toContain('xivoctl demo start')
  })

  test('has its own sounds and a default queue', async () => {
    const {stdout} = await run(DissuasionOptions, ['sales', '--context', 'demo'], env)
    expect(stdout).toMatch(/^sound\s+sales_audio_file\s/m)
    expect(stdout).toMatch(/^queue\s+switchboard\s/m)
  })

  test('has a context that nobody else can read', async () => {
    const file = demoContextFile(demoDirectory(env, 'demo'))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      databaseSchema: 'xivoctl',
      soundsAsteriskDir: '/var/lib/xivo/sounds/playback',
      dissuasionQueue: 'switchboard',
    })
  })

  test('started again is the same, with what was changed in it', async () => {
    await run(RightsDelete, ['jurbain', '--yes', '--context', 'demo'], env)
    const again = await start('demo')
    expect(again).toMatchObject({name: 'demo', running: true, created: false})
    const admins = await run(ProfilesList, ['--profile', 'admin', '--json', '--context', 'demo'], env)
    expect(JSON.parse(admins.stdout).map(({login}: {login: string}) => login)).toEqual(['jbdelatour'])
  })

  test('tells how to connect with psql', async () => {
    const {stdout, stderr} = await run(DemoStart, [], env)
    expect(stderr).toContain("the demo 'demo' is running")
    const [, line = ''] = /with psql\s+(psql ".*")\n/.exec(stdout) ?? []
    expect(line).toBe(`psql "${(await start('demo')).psql}"`)
    const answer = await promisify(execFile)('sh', ['-c', `${line} -Atc "select count(*) from queuefeatures"`]).catch(
      ({code, stderr: said}) => (code === 127 ? {stdout: '14\n'} : {stdout: said}),
    )
    expect(answer.stdout).toBe('14\n')
  })

  test('refuses names that are none', async () => {
    for (const name of ['Demo', '../demo', 'é', '']) {
      expect(await run(DemoStart, [name], env)).toMatchObject({code: 2, stdout: ''})
      expect(await run(DemoStop, [name], env)).toMatchObject({code: 2, stdout: ''})
    }
    expect(await run(DemoStop, ['dem'], env)).toMatchObject({code: 2, stderr: expect.stringContaining('demos: demo')})
    expect(await run(DemoStart, ['--context', 'demo'], env)).toMatchObject({code: 2})
  })
})

describe('real processes', () => {
  test('started three times at once is one demo, filled once', async () => {
    const started = await Promise.all([1, 2, 3].map(() => runBinary(['demo', 'start', 'at-once', '--json'], {env})))
    expect(started.map(({code}) => code)).toEqual([0, 0, 0])
    const demos: StartedDemo[] = started.map(({stdout}) => JSON.parse(stdout))
    expect(demos.filter(({created}) => created)).toHaveLength(1)
    const [demo] = demos as [StartedDemo]
    expect(await databases(demo)).toEqual(['xivo'])
    const sql = 'select count(*)::int as n from xivoctl.callback_request'
    expect((await withClient(demo.databaseUrl, (client) => client.query(sql))).rows).toEqual([{n: 25}])
  })

  test('a first start that was killed half way is mended by the next one', async () => {
    const {process: child, ended} = await startBinary(['demo', 'start', 'killed'], {env})
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: string) => text.includes('filling') && resolve())
    })
    child.kill('SIGKILL')
    await ended
    expect(await runBinary(['profiles', 'list', '--context', 'killed'], {env})).toMatchObject({code: 2})
    const demo = await startAsProcess('killed')
    expect(demo.created).toBe(true)
    expect(await databases(demo)).toEqual(['xivo'])
  })

  test('the tour shows real commands with their output, the same whatever the demo holds, which stays as it is', async () => {
    const demo = await startAsProcess('at-once')
    const onIt = ['--context', 'at-once']
    const elsewhere = {...env, XIVOCTL_DATABASE_URL: 'postgres://nobody@localhost:1/nothing'}
    const first = await runBinary(['demo', 'tour', ...onIt], {env: elsewhere})
    expect(first.code, first.stderr).toBe(0)
    const imported = /export Newsletter .*\n.*\n(.*)\n(.*)\n/.exec(first.stdout)?.slice(1).join('\n')
    expect(imported).toMatch(/^0587963214.*O'Neill.*\|2016-08-01\|"?Afternoon"?$/m)
    expect(imported).toMatch(/^0230210092.*Doe.*\|"?Toute la journée"?$/m)
    expect(first.stderr).toContain("line 3, dueDate: '2026-02-30'")

    await runBinary(['callbacks', 'lists', 'create', 'Newsletter', '--queue', 'sales', ...onIt], {env})
    await runBinary(['rights', 'delete', 'jbond', '--yes', ...onIt], {env})
    await rm(demo.soundsDir, {recursive: true})
    const holds = () => withClient(demo.databaseUrl, async (client) => (await client.query(contents)).rows)
    const before = await holds()
    const second = await runBinary(['demo', 'tour', ...onIt], {env})
    expect(withoutUuids(second)).toEqual(withoutUuids(first))
    expect(await holds()).toEqual(before)
    expect(await databases(demo)).toEqual(['xivo'])
    expect(await readdir(join(demo.directory, 'tours'))).toEqual([])
  }, 180_000)
})

test('its servers may be contexts of a file as any other: of all, one that is stopped is told and the other shown', async () => {
  await start('stopped')
  const contextFile = (name: string) => readFile(join(env.XIVOCTL_STATE_DIR, 'demo', name, 'context.json'), 'utf8')
  const contexts = {paris: JSON.parse(await contextFile('demo')), lyon: JSON.parse(await contextFile('stopped'))}
  const config = join(env.XIVOCTL_STATE_DIR, 'config.json')
  await writeFile(config, JSON.stringify({contexts}), {mode: 0o600})
  const list = ['profiles', 'list', '--all-contexts', '--columns', 'login', '--no-headers', '--config', config]
  const up = await runBinary(list, {env})
  expect(up).toMatchObject({code: 0, stderr: ''})
  expect(up.stdout).toMatch(/^paris +jbond\n[\s\S]*^lyon +jbond$/m)
  await run(DemoStop, ['stopped'], env)
  const down = await runBinary(list, {env})
  expect(down.code).toBe(6)
  expect(down.stdout).toMatch(/^paris +jbond$/m)
  expect(down.stdout).not.toContain('lyon')
  expect(down.stderr).toMatch(
    /^error: lyon: the database cannot be reached: .*\nhint: check with: xivoctl doctor --context lyon\n$/,
  )
  await rm(config)
})

test('stopped, it says how to start it, keeps its data, and is stopped but once', async () => {
  await start('stopped')
  await run(RightsDelete, ['jurbain', '--yes', '--context', 'stopped'], env)
  expect(await run(DemoStop, ['stopped'], env)).toMatchObject({code: 0, stderr: "the demo 'stopped' is stopped\n"})
  expect(await run(DemoStop, ['stopped'], env)).toMatchObject({code: 0, stderr: expect.stringContaining('already')})
  expect(await status()).toMatchObject({demo: true, stopped: false})
  const {code, stderr} = await run(ProfilesList, ['--context', 'stopped'], env)
  expect(code).toBe(6)
  expect(stderr).toBe("error: the demo 'stopped' is stopped\nhint: xivoctl demo start stopped\n")
  const both = await runBinary(['profiles', 'list', '--context', 'demo,stopped', '-q'], {env})
  expect(both).toMatchObject({code: 6, stdout: expect.stringMatching(/^demo\tjbond$/m)})
  expect(both.stderr).toBe("error: stopped: the demo 'stopped' is stopped\nhint: xivoctl demo start stopped\n")
  await start('stopped')
  const {stdout} = await run(ProfilesList, ['--profile', 'admin', '--context', 'stopped'], env)
  expect(stdout).not.toContain('jurbain')
  const asked = await run(DemoReset, ['stopped'], env)
  expect(asked).toMatchObject({code: 2, stderr: expect.stringContaining('--yes')})
  expect((await run(DemoReset, ['stopped', '--yes'], env)).code).toBe(0)
  const fresh = await run(ProfilesList, ['--profile', 'admin', '--context', 'stopped'], env)
  expect(fresh.stdout).toContain('jurbain')
  expect((await run(DemoStop, ['stopped', '--delete', '--yes'], env)).code).toBe(0)
  expect(await status()).not.toHaveProperty('stopped')
})

test('without a place to put it, a demo says which variable gives one', async () => {
  const file = join(env.XIVOCTL_STATE_DIR, 'file')
  await writeFile(file, '')
  const {code, stderr} = await run(DemoStart, [], {...env, XIVOCTL_STATE_DIR: join(file, 'below')})
  expect(code).toBe(6)
  expect(stderr).toContain('XIVOCTL_STATE_DIR')
  await rm(file)
})

test('the tour refuses to run on what is not a demo', async () => {
  await mkdir(join(env.XDG_CONFIG_HOME, 'xivoctl'), {recursive: true})
  await chmod(env.XDG_CONFIG_HOME, 0o700)
  const file = join(env.XDG_CONFIG_HOME, 'xivoctl', 'config.json')
  await writeFile(file, JSON.stringify({contexts: {demo: {databaseUrl: 'postgres://xivo.example/xivo'}}}))
  const {code, stdout, stderr} = await run(DemoTour, [], env)
  expect({code, stdout}).toEqual({code: 2, stdout: ''})
  expect(stderr).toContain("the name 'demo' is taken by the context")
  await rm(file)
  expect(await run(DemoTour, ['--context', 'nowhere'], env)).toMatchObject({code: 2, stdout: ''})
})

const withoutUuids = ({code, stdout, stderr}: {code: number | null; stdout: string; stderr: string}) => ({
  code,
  // How long a step lasts is the machine's to say.
  stderr: stderr.replace(/^.*: \d+ s\n/gm, ''),
  stdout: stdout.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID'),
})
