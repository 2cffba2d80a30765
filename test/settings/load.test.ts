import {type ChildProcess, spawn} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {AppError} from '../../src/errors.ts'
import {readersOf, withoutPassword} from '../../src/settings/file.ts'
import {loadSettings, type Settings} from '../../src/settings/load.ts'
import {demoContextFile, demoDirectory} from '../../src/settings/state.ts'

const URL = 'postgres://xivo@db.example/asterisk'
const PLAYBACK = '/var/lib/xivo/sounds/playback'

let home: string
let env: Record<string, string>

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-settings-'))
  env = {HOME: home, XIVOCTL_STATE_DIR: join(home, 'state')}
})

const servers: ChildProcess[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.kill()
  rmSync(home, {recursive: true, force: true})
})

/** Writes a file below the home directory, for its owner alone; an object becomes JSON. */
function write(name: string, content: unknown, mode = 0o600): string {
  const path = join(home, name)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  chmodSync(path, mode)
  return path
}

const writeUserFile = (content: unknown, mode?: number) => write('.config/xivoctl/config.json', content, mode)

const contexts = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, {databaseUrl: `postgres://xivo@${name}.example/asterisk`}]))

interface Asked {
  flags?: {context?: string; config?: string}
  forWriting?: boolean
}

const load = ({flags = {}, forWriting = false}: Asked = {}): Settings => loadSettings(flags, env, {forWriting})

/** The refusal: its message and hints in one text. */
function refusal(asked: Asked = {}): string {
  try {
    load(asked)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    const {kind, message, hints} = error as AppError
    expect(kind).toBe('usage')
    return [message, ...hints].join('\n')
  }
  throw new Error('the settings were accepted')
}

describe('where a setting comes from', () => {
  test('the environment alone is enough, and the rest has defaults', () => {
    env.XIVOCTL_DATABASE_URL = URL
    expect(load()).toEqual({
      context: 'XIVOCTL_DATABASE_URL',
      databaseUrl: URL,
      databaseSchema: 'xivoctl',
      soundsDir: PLAYBACK,
      soundsAsteriskDir: PLAYBACK,
      importLedgerDays: 30,
      undoDays: 30,
      historyDays: 365,
      phoneCountry: 'FR',
      ticketStatuses: ['answered', 'no-answer', 'busy', 'voicemail', 'wrong-number', 'refused'],
      closedDays: 'off',
      highAvailabilityFile: '/etc/xivo/ha.conf',
      origins: {
        databaseUrl: 'XIVOCTL_DATABASE_URL',
        databaseSchema: 'default',
        soundsDir: 'default',
        soundsAsteriskDir: 'default',
        dissuasionQueue: 'not set',
        importLedgerDays: 'default',
        undoDays: 'default',
        historyDays: 'default',
        phoneCountry: 'default',
        ticketStatuses: 'default',
        closedDays: 'default',
      },
    })
  })

  test.each([
    ['XIVOCTL_DATABASE_SCHEMA', 'databaseSchema', 'from_env', 'from_file', 'xivoctl'],
    ['XIVOCTL_SOUNDS_DIR', 'soundsDir', '/env', '/file', PLAYBACK],
    ['XIVOCTL_SOUNDS_ASTERISK_DIR', 'soundsAsteriskDir', '/env', '/file', PLAYBACK],
    ['XIVOCTL_DISSUASION_QUEUE', 'dissuasionQueue', 'env', 'file', undefined],
    ['XIVOCTL_PHONE_COUNTRY', 'phoneCountry', 'BE', 'none', 'FR'],
  ] as const)('%s beats %s of the file, which beats the default', (variable, key, inEnvironment, inFile, byDefault) => {
    const path = writeUserFile({contexts: {paris: {databaseUrl: URL, [key]: inFile}}})
    env[variable] = inEnvironment
    expect(load()).toMatchObject({[key]: inEnvironment, origins: {[key]: variable}})
    env[variable] = ''
    expect(load()).toMatchObject({[key]: inFile, origins: {[key]: `context 'paris' of ${path}`}})
    writeUserFile({contexts: {paris: {databaseUrl: URL}}})
    expect(load()[key]).toBe(byDefault)
  })

  test('--config beats XIVOCTL_CONFIG, which beats the user’s file', () => {
    const flagged = write('flagged.json', {contexts: contexts('flagged')})
    const named = write('named.json', {contexts: contexts('named')})
    const user = writeUserFile({contexts: contexts('user')})
    env.XIVOCTL_CONFIG = named
    expect(load({flags: {config: flagged}})).toMatchObject({context: 'flagged', configurationFile: flagged})
    expect(load()).toMatchObject({context: 'named', configurationFile: named})
    env.XIVOCTL_CONFIG = ''
    expect(load()).toMatchObject({context: 'user', configurationFile: user})
  })

  test('the user’s file is looked for in XDG_CONFIG_HOME when that is set', () => {
    writeUserFile({contexts: contexts('home')})
    write('xdg/xivoctl/config.json', {contexts: contexts('xdg')})
    env.XDG_CONFIG_HOME = join(home, 'xdg')
    expect(load().context).toBe('xdg')
  })

  test.each([
    ['XIVOCTL_DISSUASION_QUEUE=accueil', undefined, 'accueil'],
    ['A=1\r\nOLD_NAME="quoted queue"\r\n', 'OLD_NAME', 'quoted queue'],
    ["OLD_NAME=first\nOLD_NAME='last'\n", 'OLD_NAME', 'last'],
    ['# OLD_NAME=comment\nNOT_OLD_NAME=x\n', 'OLD_NAME', undefined],
    ['OLD_NAME=\n', 'OLD_NAME', undefined],
  ])('the default queue is found in XiVO’s own file: %j', (text, variable, queue) => {
    const customEnvFile = write('custom.env', text)
    const naming = variable === undefined ? {} : {dissuasionQueueVariable: variable}
    writeUserFile({customEnvFile, ...naming, contexts: contexts('paris')})
    expect(load().dissuasionQueue).toBe(queue)
  })

  test('a context’s own default queue beats the one in XiVO’s file', () => {
    const customEnvFile = write('custom.env', 'XIVOCTL_DISSUASION_QUEUE=theirs')
    writeUserFile({customEnvFile, contexts: {paris: {databaseUrl: URL, dissuasionQueue: 'ours'}}})
    expect(load().dissuasionQueue).toBe('ours')
  })

  test('a file of XiVO that is not there, or that one may not read, says nothing', () => {
    writeUserFile({customEnvFile: join(home, 'nowhere'), contexts: contexts('paris')})
    expect(load().dissuasionQueue).toBeUndefined()
    writeUserFile({customEnvFile: home, contexts: contexts('paris')})
    expect(load().dissuasionQueue).toBeUndefined()
  })
})

describe('which XiVO', () => {
  test('--context beats XIVOCTL_CONTEXT, which beats the file’s default', () => {
    writeUserFile({defaultContext: 'lyon', contexts: contexts('paris', 'lyon', 'brest')})
    env.XIVOCTL_CONTEXT = 'brest'
    expect(load({flags: {context: 'paris'}})).toMatchObject({
      context: 'paris',
      databaseUrl: 'postgres://xivo@paris.example/asterisk',
    })
    expect(load().context).toBe('brest')
    env.XIVOCTL_CONTEXT = ''
    expect(load().context).toBe('lyon')
  })

  test('XIVOCTL_DATABASE_URL beats the file, none of whose settings then count', () => {
    writeUserFile({contexts: {paris: {databaseUrl: 'postgres://other/x', soundsDir: '/file'}}})
    env.XIVOCTL_DATABASE_URL = URL
    expect(load()).toMatchObject({context: 'XIVOCTL_DATABASE_URL', databaseUrl: URL, soundsDir: PLAYBACK})
  })

  test.each([
    ['--context', {flags: {context: 'paris'}}, {}],
    ['XIVOCTL_CONTEXT', {}, {XIVOCTL_CONTEXT: 'paris'}],
  ])('%s together with XIVOCTL_DATABASE_URL is a contradiction', (what, asked, variables) => {
    writeUserFile({contexts: contexts('paris')})
    Object.assign(env, variables, {XIVOCTL_DATABASE_URL: 'postgres://xivo:s3cret@h/db'})
    expect(refusal(asked)).toBe(
      `${what} and XIVOCTL_DATABASE_URL both choose a XiVO\nleave one out, for example: unset XIVOCTL_DATABASE_URL`,
    )
  })

  test('the only context of the file needs no name, to read or to write', () => {
    writeUserFile({contexts: contexts('paris')})
    expect(load().context).toBe('paris')
    expect(load({forWriting: true}).context).toBe('paris')
  })

  test('several contexts without a default must be chosen from', () => {
    const path = writeUserFile({contexts: contexts('paris', 'lyon')})
    expect(refusal()).toBe(`${path} has several contexts and no defaultContext\nadd --context with one of: paris, lyon`)
  })

  test('a write wants the context said where there are several, default or not', () => {
    writeUserFile({defaultContext: 'lyon', contexts: contexts('paris', 'lyon')})
    expect(refusal({forWriting: true})).toBe(
      'a command that writes requires --context\nadd --context with one of: paris, lyon',
    )
    expect(load({forWriting: true, flags: {context: 'lyon'}}).context).toBe('lyon')
    env.XIVOCTL_CONTEXT = 'paris'
    expect(load({forWriting: true}).context).toBe('paris')
  })

  test('an unknown context is answered with the nearest one', () => {
    writeUserFile({contexts: contexts('paris', 'lyon')})
    const text = refusal({flags: {context: 'pariss'}})
    expect(text).toContain("no context named 'pariss'\ndid you mean 'paris'?\ncontexts: paris, lyon")
    expect(text).not.toContain('demo')
    expect(refusal({flags: {context: 'toString'}})).toContain("no context named 'toString'")
    expect(refusal({flags: {context: ''}})).toContain("no context named ''")
  })

  test('a demo is one of the contexts there are', () => {
    expect(refusal({flags: {context: 'pariss'}})).toContain('there are no contexts\na demo, on sample data')
    writeDemo('demo')
    expect(refusal({flags: {context: 'demos'}})).toContain("did you mean 'demo'?\ncontexts: demo")
  })

  test('a default context that is not in the file is refused, demo or not', () => {
    writeDemo('demo')
    const path = writeUserFile({defaultContext: 'demo', contexts: contexts('paris', 'lyon')})
    expect(refusal()).toBe(`${path}: 'defaultContext' names 'demo', which is not among its contexts`)
    writeUserFile({defaultContext: 'lion', contexts: contexts('paris', 'lyon')})
    expect(refusal()).toContain("(did you mean 'lyon'?)")
  })

  test('nothing configured names the two ways on', () => {
    const [message, configure, demo] = refusal().split('\n')
    expect(message).toBe('no XiVO is configured')
    expect(configure).toMatch(/XIVOCTL_DATABASE_URL.*config\.json/)
    expect(demo).toMatch(/xivoctl demo start.*--context demo/)
  })
})

/** What `demo start` leaves, with a process that passes for its server. */
function writeDemo(name: string): void {
  const directory = demoDirectory(env, name)
  const data = join(directory, 'data')
  mkdirSync(data, {recursive: true})
  const server = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', data], {stdio: 'ignore'})
  servers.push(server)
  writeFileSync(join(data, 'postmaster.pid'), `${server.pid}\n`)
  const context = {databaseUrl: 'postgres://postgres@/xivo?host=/run/demo', soundsDir: '/demo'}
  writeFileSync(demoContextFile(directory), JSON.stringify(context))
}

describe('a demo', () => {
  test('is found when asked for by its name', () => {
    writeDemo('demo')
    writeDemo('try-2')
    expect(load({flags: {context: 'demo'}})).toMatchObject({context: 'demo', soundsDir: '/demo'})
    env.XIVOCTL_CONTEXT = 'try-2'
    expect(load()).toMatchObject({context: 'try-2', origins: {databaseUrl: "demo 'try-2'"}})
  })

  test('is never the answer when nothing was asked', () => {
    writeDemo('demo')
    expect(refusal()).toMatch(/^no XiVO is configured/)
    writeUserFile({contexts: {}})
    expect(refusal()).toMatch(/^no XiVO is configured/)
  })

  test('yields to a context of the file with its name', () => {
    writeDemo('demo')
    writeUserFile({contexts: contexts('demo')})
    expect(load({flags: {context: 'demo'}}).databaseUrl).toBe('postgres://xivo@demo.example/asterisk')
  })

  test('is not looked for outside the directory of the demos', () => {
    writeDemo('../demo')
    expect(refusal({flags: {context: '../demo'}})).toContain("no context named '../demo'")
  })
})

describe('the configuration file', () => {
  test.each<[string, unknown, string]>([
    ['not JSON', '{contexts', 'is not JSON'],
    ['not an object', [], 'must be a JSON object'],
    ['contexts not an object', {contexts: []}, "'contexts' must be an object"],
    ['a context not an object', {contexts: {a: 5}}, "context 'a': must be an object"],
    ['an unknown name', {contextes: {}}, "unknown setting 'contextes' (did you mean 'contexts'?)"],
    [
      'an unknown name in a context',
      {contexts: {a: {databaseURL: 'x', sound: '/x'}}},
      "context 'a': unknown setting 'databaseURL' (did you mean 'databaseUrl'?); context 'a': unknown setting 'sound'",
    ],
    [
      'a number',
      {contexts: {a: {databaseSchema: 5}}},
      "context 'a': 'databaseSchema' must be a text that is not empty",
    ],
    ['a bad import preset', {importPresets: {crm: {date: 'x'}}}, "import preset 'crm': unknown setting 'date'"],
    ['an empty text', {customEnvFile: '', contexts: {}}, "'customEnvFile' must be a text that is not empty"],
  ])('is refused when it is or has %s', (_, content, message) => {
    const path = writeUserFile(content)
    const text = refusal()
    expect(text).toContain(path)
    expect(text).toContain(message)
  })

  test('is told about with all its problems at once', () => {
    writeUserFile({defaultContext: 'c', nonsense: 1, contexts: {a: 5, b: {databaseSchema: ''}}})
    expect(refusal().match(/unknown setting|must be an object|must be a text|not among its contexts/g)).toHaveLength(5)
  })

  test('must be there when it was asked for, and readable', () => {
    const nowhere = join(home, 'nowhere.json')
    expect(refusal({flags: {config: nowhere}})).toBe(
      `cannot read the configuration file ${nowhere}: there is no such file`,
    )
    expect(refusal({flags: {config: home}})).toContain('EISDIR')
  })

  test('must not hold a password when everybody can read it', () => {
    for (const databaseUrl of ['postgres://xivo:s3cret@h/db', 'postgres://h/db?user=xivo&password=s3cret']) {
      const path = writeUserFile({contexts: {a: {databaseUrl}, b: {databaseUrl: URL}}}, 0o644)
      const text = refusal({flags: {context: 'b'}})
      expect(text).toBe(`${path}: it holds the password of 'a' and everybody can read it: chmod 600 ${path}`)
      chmodSync(path, 0o600)
      expect(load({flags: {context: 'a'}}).databaseUrl).toBe(databaseUrl)
    }
  })

  test.each([
    [0o600, 1000, undefined],
    [0o400, 0, undefined],
    [0o640, 0, undefined],
    [0o640, 1000, 'its group'],
    [0o644, 0, 'everybody'],
    [0o604, 1000, 'everybody'],
  ])('of mode %o and user %d can be read by %s, who should not', (mode, uid, readers) => {
    expect(readersOf({mode, uid})).toBe(readers)
  })

  test('may be read by everybody when it holds no password', () => {
    writeUserFile({contexts: contexts('paris')}, 0o644)
    expect(load().context).toBe('paris')
  })
})

describe('a value', () => {
  test.each([
    ['postgres://xivo:s3cret@/db?host=h1&host=h2', 'has host twice'],
    ['postgres://xivo:s3cret@/db?host=h1&port=1,2', 'has 1 host but 2 ports'],
    ['postgres://xivo:s3cret@h1/db?hostaddr=192.0.2.1', 'hostaddr of the database URL is not supported'],
    ['postgres://xivo:s3cret@h1/db?sslmode=allow', "disable, prefer, require, verify-ca, verify-full, not 'allow'"],
    ['postgres://xivo:s3cret@h1/db?ssl=true', 'has ssl, which xivoctl does not know'],
    ['postgres://xivo:s3cret@h1/db?sslcrldir=/x', 'sslcrldir of the database URL is not supported'],
    ['postgres://xivo:s3cret@h:port/db', 'cannot be read: percent-encode'],
    ['postgres://xivo:12/s3cret@h/db', 'cannot be read: percent-encode'],
    ['postgres://xivo:12#s3cret@h/db', 'cannot be read: percent-encode'],
    ['postgres://xivo:a@b#s3cret@h/db', 'cannot be read: percent-encode'],
    ['postgres://xivo:a@b/s3cret@h/db', 'cannot be read: percent-encode'],
    ['postgres://xivo:%FFs3cret@h/db', 'cannot be read: percent-encode'],
    ['mysql://xivo:s3cret@h/db', 'must start with postgres://'],
    ['host=h password=s3cret', 'must start with postgres://'],
  ])('that is the database URL %s is refused, and never shown', (url, message) => {
    env.XIVOCTL_DATABASE_URL = url
    const text = refusal()
    expect(text).toContain(message)
    expect(text).toContain('(XIVOCTL_DATABASE_URL)')
    expect(text).not.toMatch(/s3cret|h1|h2/)
  })

  test.each([
    'postgres://xivo:s3cret@h/db',
    'postgresql://xivo:p%40ss%2Cword@h:5433/db',
    'postgres://xivo:a,b@h/db',
    'postgres://xivo:p@ss@h/db',
    'postgres://xivo@/asterisk?host=/var/run/postgresql&port=5432',
    'postgres://xivo@[::1]/db?sslmode=verify-full&sslrootcert=/nowhere/ca.pem',
    'postgres:///db?user=a@b',
    'postgres://xivo:s3cret@h1:5432,h2:5433/db',
    'postgres://xivo:s3cret@/db?host=h1,h2&port=5432',
  ])('that is the database URL %s is accepted', (url) => {
    env.XIVOCTL_DATABASE_URL = url
    expect(load().databaseUrl).toBe(url)
  })

  test.each(['public', 'pg_catalog', 'pg_x', 'information_schema'])('the schema %s is not ours to use', (schema) => {
    Object.assign(env, {XIVOCTL_DATABASE_URL: URL, XIVOCTL_DATABASE_SCHEMA: schema})
    expect(refusal()).toBe(
      `the schema '${schema}' belongs to PostgreSQL or XiVO: choose another (XIVOCTL_DATABASE_SCHEMA)`,
    )
  })

  test.each(['Xivoctl', 'my-schema', '1st', 'a b', 'a"b', 'a.b', 'x'.repeat(64)])('%s is no schema name', (schema) => {
    Object.assign(env, {XIVOCTL_DATABASE_URL: URL, XIVOCTL_DATABASE_SCHEMA: schema})
    expect(refusal()).toContain(`not '${schema}' (XIVOCTL_DATABASE_SCHEMA)`)
  })

  test('that is a relative path is refused', () => {
    const customEnvFile = 'custom.env'
    writeUserFile({customEnvFile, contexts: {a: {databaseUrl: URL, soundsDir: 'sounds', soundsAsteriskDir: './x'}}})
    expect(refusal()).toMatch(
      /^soundsDir must be an absolute path, not 'sounds' .*; soundsAsteriskDir must.*; customEnvFile must/,
    )
  })

  test('that is missing is named with its context', () => {
    writeUserFile({contexts: {paris: {soundsDir: '/sounds'}}})
    expect(refusal()).toBe("the context 'paris' has no databaseUrl")
  })

  test('is not the only one told about when several are wrong', () => {
    Object.assign(env, {
      XIVOCTL_DATABASE_URL: 'postgres://xivo:s3cret@h1/db?hostaddr=::1',
      XIVOCTL_DATABASE_SCHEMA: 'public',
      XIVOCTL_SOUNDS_DIR: 'sounds',
      XIVOCTL_SOUNDS_ASTERISK_DIR: 'playback',
    })
    const text = refusal()
    for (const part of ['hostaddr', "schema 'public'", "not 'sounds'", "not 'playback'"]) expect(text).toContain(part)
    expect(text).not.toContain('s3cret')
  })

  test('that is a URL where a context’s name belongs does not give its password away', () => {
    const text = refusal({flags: {context: 'postgres://xivo:s3cret@h/db'}})
    expect(text).toContain("no context named 'postgres://xivo:***@h/db'")
    expect(text).not.toContain('s3cret')
  })
})

test.each([
  ['postgres://xivo:s3cret@h/db', 'postgres://xivo:***@h/db'],
  ['postgres://xivo:p@s/s#3@h:5432/db', 'postgres://xivo:***@h:5432/db'],
  ['postgres://:s3cret@h/db', 'postgres://:***@h/db'],
  ['postgres://h/db?password=s3cret&user=xivo', 'postgres://h/db?password=***&user=xivo'],
  ['postgres://xivo@h:5432/db', 'postgres://xivo@h:5432/db'],
])('%s is shown as %s', (url, shown) => {
  expect(withoutPassword(url)).toBe(shown)
})
