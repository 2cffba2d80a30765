import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {build, runBinary} from '../../support/binary.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
let cache: string

beforeAll(async () => {
  await build()
  await xivo.use(async (context) => {
    await createList(context, 'Relances ventes', 'sales')
    await createList(context, 'Tab here', 'sales')
  })
  // A name of before such names were refused.
  await xivo.sql(`update xivoctl.callback_list set name = E'Tab\\there' where name = 'Tab here'`)
})
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'xivoctl-cache-'))
})
afterAll(() => rm(cache, {recursive: true, force: true}))

type Env = Record<string, string>

/** The words that are offered, with their descriptions; nothing is ever said beside them. */
async function offered(words: string[], env: Env = xivo.env): Promise<Record<string, string>> {
  const argv = ['complete', 'fish', '--', ...words]
  const ended = await runBinary(argv, {env: {XDG_CACHE_HOME: cache, XIVOCTL_STATE_DIR: cache, ...env}})
  expect(ended).toMatchObject({code: 0, stderr: ''})
  const lines = ended.stdout.split('\n').slice(0, -1)
  return Object.fromEntries(lines.map((line) => line.split('\t') as [string, string]))
}

const values = async (words: string[], env?: Env) => Object.keys(await offered(words, env))

/** The files of the cache, with their modes. */
async function kept(): Promise<{path: string; mode: string}[]> {
  const folder = join(cache, 'xivoctl')
  const names = await readdir(folder).catch(() => [])
  const modes = names.map(async (name) => ({
    path: join(folder, name),
    mode: ((await stat(join(folder, name))).mode & 0o777).toString(8),
  }))
  return Promise.all(modes)
}

describe('what can follow', () => {
  test('is topics and commands, with what they are about', async () => {
    expect(await offered(['call'])).toMatchObject({
      callbacks: 'callback requests: import, find, change, close',
      doctor: 'find problems, and show how to fix them',
    })
    expect(await values(['callbacks', 'lists', ''])).toEqual(expect.arrayContaining(['create', 'rename', '--csv']))
    expect(await values(['no', 'such', ''])).toEqual([])
  })

  test('is the same behind the other names of commands', async () => {
    expect(await values([''])).not.toContain('users')
    expect(await values(['users', ''])).toContain('list')
    expect(await values(['users', 'list', '--'])).toEqual(await values(['profiles', 'list', '--']))
    expect(await values(['queues', '--'])).toEqual(await values(['queues', 'list', '--']))
    expect(await values(['context', 'delete', ''], {XDG_CONFIG_HOME: cache})).toEqual(
      await values(['context', 'remove', ''], {XDG_CONFIG_HOME: cache}),
    )
    expect(await values(['context', ''])).toEqual(expect.arrayContaining(['remove', 'delete']))
  })

  test('is flags, without those that were said or that they exclude', async () => {
    const flags = await values(['rights', 'set', 'jbond', '--profile', 'admin', '--no-queues', '--'])
    expect(flags).toEqual(expect.arrayContaining(['--recording', '--no-recording', '--group', '--context']))
    for (const said of ['--profile', '--no-queues', '--queue=']) expect(flags).not.toContain(said)
    expect(await values(['rights', 'set', 'jbond', '--queue', 'sales', '--'])).not.toContain('--no-queues')
  })

  test('is the options of a flag or argument', async () => {
    expect(await values(['rights', 'set', 'jbond', '--profile', ''])).toEqual(['admin', 'supervisor', 'teacher'])
    expect(await values(['rights', 'set', 'jbond', '--profile=s'])).toContain('--profile=supervisor')
    expect(await values(['completion', ''])).toEqual(['bash', 'zsh', 'fish'])
  })

  test('is what this XiVO has', async () => {
    expect(await offered(['rights', 'get', ''])).toMatchObject({jbond: 'James Bond'})
    expect(await values(['rights', 'why', 'jbond', '--queue', ''])).toContain('switchboard')
    expect(await values(['rights', 'why', 'jbond', '--queue=s'])).toContain('--queue=switchboard')
    expect(await values(['callbacks', 'lists', 'create', 'New', '--queue', ''])).toContain('switchboard')
    expect(await offered(['callbacks', 'move', 'x', '--to', ''])).toMatchObject({'Relances ventes': 'sales'})
    expect(await values(['callbacks', 'export', 'one', ''])).toContain('Relances ventes')
    expect(await values(['callbacks', 'periods', 'delete', ''])).toContain('Toute la journée')
    expect(await values(['dissuasion', 'set-queue', 'sales', ''])).toContain('support')
    expect(await values(['dissuasion', 'set-sound', 'sales', ''])).toContain('sales_newSoundFile')
    expect(await values(['dissuasion', 'set-sound', 'no-such', ''])).toEqual([])
  })

  test('holds no name that a line cannot hold', async () => {
    expect((await values(['callbacks', 'export', ''])).filter((value) => value.startsWith('Tab'))).toEqual([])
  })

  test('is files where a file is wanted', async () => {
    const ended = await runBinary(['complete', 'zsh', '--', 'callbacks', 'import', 'a list', ''], {env: xivo.env})
    expect(ended.stdout).toBe('files\n')
    const archive = await runBinary(['complete', 'zsh', '--', 'callbacks', 'import', 'a', 'b', '--archive', ''])
    expect(archive.stdout).toBe('directories\n')
  })

  test('is words as bash wants them', async () => {
    const line = ['complete', 'bash', 'xivoctl callbacks export --context x "Rel', 'Rel']
    expect((await runBinary(line, {env: xivo.env})).stdout).toBe('')
    const here = ['complete', 'bash', 'xivoctl callbacks export Rel', 'Rel']
    const ended = await runBinary(here, {env: {XDG_CACHE_HOME: cache, ...xivo.env}})
    expect(ended.stdout).toBe('Relances\\ ventes\t\n')
  })
})

describe('the XiVO that is asked', () => {
  let config: string
  const {XIVOCTL_DATABASE_URL: _, ...withoutUrl} = {XIVOCTL_DATABASE_URL: ''} as Env
  beforeAll(async () => {
    const contexts = {here: {databaseUrl: xivo.url}, away: {databaseUrl: 'postgres://xivo@127.0.0.1:1/x'}}
    config = join(xivo.sounds, 'config.json')
    await writeFile(config, JSON.stringify({contexts, defaultContext: 'away'}), {mode: 0o600})
  })

  test('is the one of the line, of the environment, of the file', async () => {
    const get = (...words: string[]) => ['rights', 'get', ...words, '']
    expect(await values(get('--config', config, '--context', 'here'), withoutUrl)).toContain('jbond')
    expect(await values(get(`--config=${config}`, '--context=here,away'), withoutUrl)).toContain('jbond')
    expect(await values(get('--config', config), {XIVOCTL_CONTEXT: 'here'})).toContain('jbond')
    expect(await values(get('--config', config), {})).toEqual([])
    expect(await values(get(), {XIVOCTL_CONFIG: config, XIVOCTL_CONTEXT: 'here'})).toContain('jbond')
    expect(await values(get(), {})).toEqual([])
  })

  test('is one of the contexts', async () => {
    expect(await offered(['doctor', '--config', config, '--context', ''], {})).toEqual({here: '', away: 'the default'})
    expect(await values(['doctor', '--config', config, '--context=here,a'], {})).toContain('--context=here,away')
  })
})

describe('the cache', () => {
  test('is for its user alone, and holds for a minute', async () => {
    expect(await values(['rights', 'get', ''])).not.toContain('newcomer')
    const [file, ...others] = await kept()
    expect(others).toEqual([])
    expect(file?.mode).toBe('600')
    expect(((await stat(join(cache, 'xivoctl'))).mode & 0o777).toString(8)).toBe('700')
    await xivo.sql("update userfeatures set loginclient = 'newcomer' where loginclient = 'jdoe'")
    expect(await values(['rights', 'get', ''])).not.toContain('newcomer')
    const entry = JSON.parse(await readFile(file?.path ?? '', 'utf8'))
    await writeFile(file?.path ?? '', JSON.stringify({...entry, at: entry.at - 60_001}))
    expect(await values(['rights', 'get', ''])).toContain('newcomer')
  })

  test('tells neither password nor context by its name, and is no matter when it cannot be', async () => {
    await values(['rights', 'get', ''])
    const [file] = await kept()
    expect(file?.path).toMatch(/\/choices-[0-9a-f]{32}\.json$/)
    expect(await values(['rights', 'get', ''], {...xivo.env, XDG_CACHE_HOME: '/dev/null'})).toContain('jbond')
  })
})

describe('a server that is away', () => {
  test('is given up within two seconds, and then left alone for a while', async () => {
    let asked = 0
    const silent = createServer((socket) => {
      asked++
      socket.on('error', () => {}).resume()
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const env = {XIVOCTL_DATABASE_URL: `postgres://xivo@127.0.0.1:${port}/x`}
    const begun = Date.now()
    expect(await values(['rights', 'get', ''], env)).toEqual([])
    expect(Date.now() - begun).toBeLessThan(2000)
    expect(await values(['rights', 'get', ''], env)).toEqual([])
    expect(asked).toBe(1)
    silent.close()
  })

  test('that has no tables of ours, or settings that are wrong, offers nothing and says nothing', async () => {
    expect(await values(['callbacks', 'export', ''], {...xivo.env, XIVOCTL_DATABASE_SCHEMA: 'nowhere'})).toEqual([])
    expect(await values(['rights', 'get', ''], {XIVOCTL_DATABASE_URL: 'nonsense'})).toEqual([])
  })
})

test('the script of each shell is printed whole, and names the program that it asks', async () => {
  for (const [shell, first] of [
    ['bash', /^# Completion of xivoctl in bash/],
    ['zsh', /^#compdef xivoctl\n/],
    ['fish', /^# Completion of xivoctl in fish/],
  ] as const) {
    const ended = await runBinary(['completion', shell])
    expect(ended).toMatchObject({code: 0, stderr: ''})
    expect(ended.stdout).toMatch(first)
    expect(ended.stdout).toContain(`command xivoctl complete ${shell} `)
  }
  expect(await runBinary(['completion', 'tcsh'])).toMatchObject({code: 2})
})
