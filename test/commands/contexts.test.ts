import {once} from 'node:events'
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import AgentsGet from '../../commands/agents/get.ts'
import AgentsList from '../../commands/agents/list.ts'
import CallbacksClose from '../../commands/callbacks/close.ts'
import CallbacksExport from '../../commands/callbacks/export.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import CallbacksLists from '../../commands/callbacks/lists/index.ts'
import CallbacksStats from '../../commands/callbacks/stats.ts'
import DbStatus from '../../commands/db/status.ts'
import DissuasionOptions from '../../commands/dissuasion/options.ts'
import Doctor from '../../commands/doctor.ts'
import ProfilesList from '../../commands/profiles/list.ts'
import QueuesList from '../../commands/queues/list.ts'
import RightsGet from '../../commands/rights/get.ts'
import RightsSet from '../../commands/rights/set.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {type Ended, runBinary, startBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {type TestXivo, useXivo} from '../support/xivo.ts'

type CommandClass = Parameters<typeof run>[0]

const paris = useXivo()
const lyon = useXivo()
let directory = ''
let env: Record<string, string> = {}

const contextOf = ({url, sounds}: TestXivo) => ({databaseUrl: url, soundsDir: sounds})
const gone = {databaseUrl: 'postgres://xivo@127.0.0.1:1/asterisk'}
const refused = /^error: nice: the database cannot be reached: .*\nhint: check with: xivoctl doctor --context nice\n$/

async function configure(contexts: Record<string, object>, name = 'config.json'): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, JSON.stringify({contexts}))
  await chmod(path, 0o600)
  return path
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-contexts-'))
  const config = await configure({paris: contextOf(paris), lyon: contextOf(lyon), nice: gone})
  env = {XIVOCTL_CONFIG: config, XIVOCTL_STATE_DIR: directory}
  await lyon.sql(`update userfeatures set lastname = 'Lyonnais' where loginclient = 'jbond'`)
  for (const [{use}, name] of [[paris, 'Seine'] as const, [lyon, 'Rhône'] as const]) {
    await use(async (context) => {
      await createList(context, name, 'ventes')
      await createCallback(context, name, {phoneNumber: '1000', lastName: name, dueDate: '2026-01-01'})
      await createCallback(context, name, {phoneNumber: '1001', lastName: name, dueDate: '2026-01-02'})
    })
  }
  await paris.use((context) => setRights(context, 'jbond', {type: 'admin'}))
  await lyon.use((context) => setRights(context, 'jbond', {type: 'teacher', queue: {add: ['sales']}}))
})

afterAll(() => rm(directory, {recursive: true, force: true}))

const go = (command: CommandClass, ...argv: string[]) => run(command, argv, env)
const lines = ({stdout}: {stdout: string}) => stdout.trimEnd().split('\n')

describe('a command that reads asks several contexts', () => {
  test('and shows one table with the context in front', async () => {
    const found = await go(
      ProfilesList,
      '--context',
      'paris,lyon',
      '--columns',
      'login,name,profile',
      '--sort',
      'login',
    )
    expect(found).toMatchObject({code: 0, stderr: ''})
    expect(lines(found)[0]).toMatch(/^context +login +name +profile$/)
    expect(lines(found).filter((line) => line.includes(' jbond '))).toEqual([
      expect.stringMatching(/^paris +jbond +Bond +admin$/),
      expect.stringMatching(/^lyon +jbond +Lyonnais +teacher$/),
    ])
  })

  test('in CSV, a JSON object a line, and ids too', async () => {
    const csv = await go(QueuesList, '--context', 'lyon,paris', '--csv')
    expect(lines(csv)[0]).toBe('context,id,name,displayname,number,enabled,agents')
    expect(lines(csv)).toEqual(
      expect.arrayContaining(['lyon,3,sales,Sales,3003,yes,3', 'paris,3,sales,Sales,3003,yes,3']),
    )
    const ndjson = lines(await go(QueuesList, '--context', 'lyon,paris', '--ndjson')).map((line) => JSON.parse(line))
    expect(ndjson[0]).toMatchObject({context: 'lyon', id: expect.any(Number), enabled: true})
    expect(new Set(ndjson.map(({context}) => context))).toEqual(new Set(['lyon', 'paris']))
    expect(lines(await go(QueuesList, '--context', 'lyon,paris', '-q'))).toContain('paris\tsales')
  })

  test('with --json a document for each under its name', async () => {
    const {stdout} = await go(QueuesList, '--context', 'paris,lyon', '--json')
    const {contexts} = JSON.parse(stdout)
    const one = JSON.parse((await go(QueuesList, '--context', 'paris', '--json')).stdout)
    expect(contexts).toEqual({paris: one, lyon: one})
  })

  test('each once, however often it is named', async () => {
    const {contexts} = JSON.parse((await go(QueuesList, '--context', 'paris, paris,lyon', '--json')).stdout)
    expect(Object.keys(contexts)).toEqual(['paris', 'lyon'])
  })

  test('of what is no list too: a line for each, with the fields of all', async () => {
    const rights = await go(RightsGet, 'jbond', '--context', 'paris,lyon')
    expect(lines(rights)).toEqual([
      expect.stringMatching(/^context +login +profile +queues +groups +incalls$/),
      expect.stringMatching(/^paris +jbond +admin$/),
      expect.stringMatching(/^lyon +jbond +teacher +sales \(3\) +none +none$/),
    ])
    const {contexts} = JSON.parse((await go(RightsGet, 'jbond', '--context', 'paris,lyon', '--json')).stdout)
    expect(contexts).toMatchObject({paris: {type: 'admin', data: {}}, lyon: {type: 'teacher'}})
    expect(lines(await go(AgentsGet, '1001', '--context', 'paris,lyon'))[0]).toMatch(/^context +id +.*own context/)
    expect(lines(await go(DbStatus, '--context', 'paris,lyon'))[2]).toMatch(/^lyon +xivoctl +nothing$/)
    expect((await go(CallbacksStats, '--context', 'paris,lyon')).stdout).toMatch(
      /^context: paris\nSeine \(ventes\): 2 ongoing.*\n\ncontext: lyon\nRhône \(ventes\)/s,
    )
  })

  test('and takes them from XIVOCTL_CONTEXT as from the flag', async () => {
    const found = await run(QueuesList, ['--csv'], {...env, XIVOCTL_CONTEXT: 'paris,lyon'})
    expect(lines(found)[1]).toMatch(/^paris,/)
  })

  test('but a context of the file that has a comma in its name is that one', async () => {
    const config = await configure({'paris,lyon': contextOf(lyon)}, 'comma.json')
    const found = await run(ProfilesList, ['--context', 'paris,lyon', '--csv'], {...env, XIVOCTL_CONFIG: config})
    expect(lines(found)).toContain('Lyonnais,James,jbond,teacher')
  })
})

describe('of several contexts one that fails', () => {
  test('is told by its name with what to do, the others are shown, and the code is its own', async () => {
    const found = await go(ProfilesList, '--all-contexts', '--columns', 'login', '--csv')
    expect(found.code).toBe(6)
    expect(found.stderr).toMatch(refused)
    expect(lines(found)).toEqual(expect.arrayContaining(['context,login', 'paris,jbond', 'lyon,jbond']))
  })

  test('is in the document with --json', async () => {
    const {code, stdout, stderr} = await go(QueuesList, '--all-contexts', '--json')
    const {contexts} = JSON.parse(stdout)
    expect({code, stderr}).toEqual({code: 6, stderr: ''})
    expect(Object.keys(contexts)).toEqual(['paris', 'lyon', 'nice'])
    expect(contexts.nice).toEqual({
      error: 'Unavailable',
      message: expect.stringContaining('cannot be reached'),
      hints: ['check with: xivoctl doctor --context nice'],
    })
  })

  test('counts by how grave it is, not by its place', async () => {
    const both = await go(RightsGet, 'jbond', '--context', 'nice,paris')
    expect(both.code).toBe(6)
    await lyon.sql(`update userfeatures set loginclient = 'other' where loginclient = 'jdoe'`)
    const missing = await go(RightsGet, 'jdoe', '--context', 'lyon,nice')
    await lyon.sql(`update userfeatures set loginclient = 'jdoe' where loginclient = 'other'`)
    expect(missing).toMatchObject({code: 6, stdout: ''})
    expect(missing.stderr).toMatch(/^error: lyon: no user with the login 'jdoe'[\s\S]*error: nice: /)
  })

  test('may be one whose settings are wrong, or a demo that is stopped', async () => {
    const config = await configure(
      {paris: contextOf(paris), lyon: {...contextOf(lyon), soundsDir: 'here'}},
      'wrong.json',
    )
    const wrong = await run(QueuesList, ['--all-contexts', '--csv'], {...env, XIVOCTL_CONFIG: config})
    expect(wrong).toMatchObject({code: 2, stderr: expect.stringMatching(/^error: lyon: soundsDir must be an absolute/)})
    expect(lines(wrong)[1]).toMatch(/^paris,/)
  })

  test('is a finding of doctor, which looks at all of them', async () => {
    const {code, stdout, stderr} = await go(Doctor, '--all-contexts', '--json')
    const {contexts} = JSON.parse(stdout)
    expect({code, stderr}).toEqual({code: 6, stderr: expect.stringMatching(/^2 faults/)})
    expect(contexts.paris.findings).toContainEqual(expect.objectContaining({check: 'connection', ok: true}))
    expect(contexts.nice.findings).toContainEqual(expect.objectContaining({check: 'connection', ok: false}))
  })
})

describe('callbacks find in several contexts', () => {
  const find = (...argv: string[]) => go(CallbacksFind, '--all-contexts', ...argv)

  test('shows the requests of those that answer', async () => {
    const csv = await find('--sort', 'dueDate:desc', '--csv', '--columns', 'due,name')
    expect(csv).toMatchObject({code: 6, stderr: expect.stringMatching(refused)})
    expect(csv.stdout).toBe(
      'context,due,name\nparis,2026-01-02,Seine\nparis,2026-01-01,Seine\nlyon,2026-01-02,Rhône\nlyon,2026-01-01,Rhône\n',
    )
    expect(lines(await find('--columns', 'name,phone', '--limit', '1'))).toEqual([
      'context  name   phone',
      'paris    Seine  1000',
      'lyon     Rhône  1000',
    ])
    expect((await find('--limit', '1')).stderr).toMatch(/^paris: 1 of many\nlyon: 1 of many\nerror: nice: /)
    expect((await find('--ndjson')).stdout).toMatch(/^(\{"context":"paris","uuid".*\n){2}(\{"context":"lyon".*\n){2}$/)
    expect((await find('-q')).stdout).toMatch(/^(paris\t\S{36}\n){2}(lyon\t\S{36}\n){2}$/)
  })

  test('has the document of the API for each', async () => {
    const {code, stdout, stderr} = await find('--filter', 'lastName = Seine', '--json')
    expect({code, stderr}).toEqual({code: 6, stderr: ''})
    expect(JSON.parse(stdout)).toEqual({
      contexts: {
        paris: {total: 2, list: [expect.objectContaining({phoneNumber: '1000'}), expect.anything()]},
        lyon: {total: 0, list: []},
        nice: {error: 'Unavailable', message: expect.any(String), hints: expect.any(Array)},
      },
    })
  })
})

describe('refused before anything is asked, exit 2, is', () => {
  test.each([
    [
      'a name that is none',
      QueuesList,
      ['--context', 'paris,lyn'],
      /no context named 'lyn'\nhint: did you mean 'lyon'/,
    ],
    ['a name that is empty', QueuesList, ['--context', 'paris,'], /no context named ''/],
    ['the same of find', CallbacksFind, ['--context', 'paris,lyn'], /no context named 'lyn'/],
    [
      'a wrong column',
      QueuesList,
      ['--all-contexts', '--columns', 'nam'],
      /no column 'nam'\nhint: did you mean 'name'/,
    ],
    ['--context beside --all-contexts', QueuesList, ['--all-contexts', '--context', 'paris'], /--all-contexts/],
    [
      'a write to several',
      RightsSet,
      ['jdoe', '--profile', 'admin', '--context', 'paris,lyon'],
      /takes one context, not/,
    ],
    ['mending in several', Doctor, ['--fix', '--yes', '--context', 'paris,lyon'], /takes one context, not/],
    [
      'mending in all',
      Doctor,
      ['--fix', '--yes', '--all-contexts'],
      /this command takes one context, not '--all-contexts'/,
    ],
    ['closing in several', CallbacksClose, ['12345678', '--context', 'paris,lyon'], /takes one context, not/],
    ['an export of several', CallbacksExport, ['Seine', '--context', 'paris,lyon'], /takes one context, not.*\nhint: /],
  ])('%s', async (_, command, argv, message) => {
    const ended = await go(command as CommandClass, ...argv)
    expect(ended).toMatchObject({code: 2, stdout: ''})
    expect(ended.stderr).toMatch(message)
    expect(ended.stderr).not.toContain('nice:')
  })

  test('a URL beside several contexts, and no contexts at all', async () => {
    const url = {XIVOCTL_DATABASE_URL: paris.url}
    for (const argv of [['--all-contexts'], ['--context', 'paris,lyon']]) {
      const {code, stderr} = await run(QueuesList, argv, {...env, ...url})
      expect({code, stderr}).toEqual({code: 2, stderr: expect.stringContaining('both choose a XiVO')})
    }
    const config = await configure({}, 'none.json')
    const none = await run(QueuesList, ['--all-contexts'], {...env, XIVOCTL_CONFIG: config})
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no configuration file holds a context\nhint: /),
    })
  })
})

describe('the real program with several contexts', () => {
  const json = ({stdout}: Ended) => JSON.parse(stdout)

  test('shows those that answer, and exits 6 with a line for the one that is stopped', async () => {
    const found = await runBinary(['profiles', 'list', '--all-contexts', '-q'], {env})
    expect(found).toMatchObject({code: 6, stdout: expect.stringMatching(/^paris\tjbond$[\s\S]*^lyon\tjbond$/m)})
    expect(found.stderr).toMatch(refused)
  })

  test('asks a dozen of them without a word of Node.js', async () => {
    const names = Array.from({length: 12}, (_, i) => `site${i}`)
    const config = await configure(Object.fromEntries(names.map((name) => [name, contextOf(paris)])), 'dozen.json')
    for (const command of [
      ['dissuasion', 'list'],
      ['callbacks', 'find'],
    ]) {
      const found = await runBinary([...command, '--all-contexts', '--json'], {env: {...env, XIVOCTL_CONFIG: config}})
      expect(found).toMatchObject({code: 0, stderr: ''})
      expect(Object.keys(json(found).contexts)).toEqual(names)
    }
  })

  test.each([
    ['queues', 'list'],
    ['callbacks', 'find'],
  ])('ends them all on SIGINT: %s %s', async (...command) => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const {port} = silent.address() as {port: number}
    const url = `postgres://xivo@127.0.0.1:${port}/asterisk`
    const config = await configure(
      {paris: contextOf(paris), one: {databaseUrl: url}, two: {databaseUrl: url}},
      'silent.json',
    )
    const connected = Promise.all([once(silent, 'connection'), once(silent, 'connection')])
    const running = await startBinary([...command, '--all-contexts'], {env: {...env, XIVOCTL_CONFIG: config}})
    await connected
    running.process.kill('SIGINT')
    expect(await running.ended).toMatchObject({code: 130, stderr: 'error: interrupted: nothing was written\n'})
    silent.close()
  })
})

describe('a write that shows its rows', () => {
  test('refuses a column that is none before it writes, and is as quiet as it is told', async () => {
    const made = await paris.made((context) => createCallback(context, 'Seine', {phoneNumber: '1002'}))
    const state = () => paris.sql('select clotured from xivoctl.callback_request where uuid = $1', [made.uuid])
    const close = (...argv: string[]) => go(CallbacksClose, made.uuid, '--context', 'paris', ...argv)
    expect(await close('--columns', 'nam')).toMatchObject({code: 2, stdout: ''})
    expect(await state()).toEqual([{clotured: false}])
    expect(await close('--ids', '-q')).toEqual({code: 0, stdout: `${made.uuid}\n`, stderr: ''})
    expect(await close('-q')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(await state()).toEqual([{clotured: true}])
  })
})

describe('ids are what other commands take', () => {
  test('of lists, agents and choices', async () => {
    const [list] = await paris.sql('select uuid from xivoctl.callback_list')
    expect((await go(CallbacksLists, '-q', '--context', 'paris')).stdout).toBe(`${list?.uuid}\n`)
    expect(lines(await go(AgentsList, '-q', '--sort', 'number', '--context', 'paris'))[0]).toBe('1001')
    expect(lines(await go(DissuasionOptions, 'sales', '-q', '--context', 'paris'))[0]).toMatch(/^sales_/)
  })
})
