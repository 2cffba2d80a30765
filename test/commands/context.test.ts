import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import ContextAdd from '../../commands/context/add.ts'
import ContextDefault from '../../commands/context/default.ts'
import ContextList from '../../commands/context/list.ts'
import ContextRemove from '../../commands/context/remove.ts'
import ContextShow from '../../commands/context/show.ts'
import ContextTest from '../../commands/context/test.ts'
import {build, runBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const PARIS = 'postgres://xivoctl@paris.example.org/asterisk'
const LYON = 'postgres://xivoctl@lyon.example.org/asterisk'

let home: string
let file: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-context-'))
  file = join(home, '.config', 'xivoctl', 'config.json')
})
afterEach(() => rmSync(home, {recursive: true}))

const env = () => ({HOME: home, XDG_CONFIG_HOME: '', XIVOCTL_STATE_DIR: join(home, 'state')})
type Command = Parameters<typeof run>[0]
const context = (command: Command, ...argv: string[]) => run(command, argv, env())
const add = (name: string, url: string, ...more: string[]) => context(ContextAdd, name, '--database-url', url, ...more)

const content = () => JSON.parse(readFileSync(file, 'utf8'))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

function write(what: unknown, mode = 0o600): void {
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, typeof what === 'string' ? what : JSON.stringify(what))
  chmodSync(file, mode)
}

const two = {defaultContext: 'paris', contexts: {paris: {databaseUrl: PARIS}, lyon: {databaseUrl: LYON}}}

describe('context add', () => {
  beforeAll(() => build(), 120_000)

  test("makes the user's file, his alone in a directory of his alone", async () => {
    const {code, stdout, stderr} = await add(
      'paris',
      PARIS,
      '--sounds-dir',
      '/mnt/paris',
      '--dissuasion-queue',
      'sales',
    )
    expect({code, stdout}).toEqual({code: 0, stdout: ''})
    expect(stderr).toBe(`wrote the context 'paris' into ${file}\ntry it: xivoctl context test paris\n`)
    expect(content()).toEqual({
      contexts: {paris: {databaseUrl: PARIS, soundsDir: '/mnt/paris', dissuasionQueue: 'sales'}},
    })
    expect([modeOf(file), modeOf(dirname(file))]).toEqual(['600', '700'])
  })

  test('keeps what else is in the file, its mode, and the link that leads to it', async () => {
    const importPresets = {crm: {map: {Nom: 'lastName'}}}
    write({...two, customEnvFile: '/etc/other.env', tokenFile: '/etc/token', importPresets}, 0o640)
    const real = join(home, 'real.json')
    writeFileSync(real, readFileSync(file))
    chmodSync(real, 0o640)
    rmSync(file)
    symlinkSync(real, file)
    expect(await add('nice', PARIS, '--default')).toMatchObject({code: 0})
    const contexts = {...two.contexts, nice: {databaseUrl: PARIS}}
    expect(content()).toEqual({
      defaultContext: 'nice',
      contexts,
      customEnvFile: '/etc/other.env',
      tokenFile: '/etc/token',
      importPresets,
    })
    expect(modeOf(real)).toBe('640')
    expect(JSON.parse(readFileSync(real, 'utf8')).defaultContext).toBe('nice')
    expect(existsSync(`${real}.new`)).toBe(false)
  })

  test('never writes over another context unless that is said; the same one again is done already', async () => {
    write(two)
    expect(await add('paris', PARIS)).toMatchObject({code: 0, stderr: `the context 'paris' is in ${file} already\n`})
    const refused = await add('paris', LYON)
    expect(refused.code).toBe(7)
    expect(refused.stderr).toContain(`there is a context 'paris' in ${file} already`)
    expect(content()).toEqual(two)
    expect(await add('paris', LYON, '--replace')).toMatchObject({code: 0})
    expect(content().contexts.paris).toEqual({databaseUrl: LYON})
  })

  test.each([
    'postgres://xivoctl:s3cret@paris.example.org/asterisk',
    'postgres://paris.example.org/asterisk?user=xivoctl&password=s3cret',
  ])('refuses the password of %s, and says where it belongs', async (url) => {
    const {code, stdout, stderr} = await add('paris', url, '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({message: 'a password does not belong on a command line'})
    expect(stdout).toContain('~/.pgpass')
    expect(stdout + stderr).not.toContain('s3cret')
    expect(existsSync(file)).toBe(false)
  })

  test.each([
    ['paris', 'mysql://h/db', 'must start with postgres://'],
    ['paris', 'postgres://h1/db?hostaddr=::1', 'use the address in place of the host'],
    ['paris', 'postgres://h1,h2/db?sslpassword=s3cret', 'a password does not belong on a command line'],
    ['a,b', PARIS, "not 'a,b'"],
    ['-x', PARIS, ''],
    ['__proto__', PARIS, "not '__proto__'"],
  ])('refuses %s with %s', async (name, url, message) => {
    const {code, stderr} = await context(ContextAdd, '--database-url', url, '--', name)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(existsSync(file)).toBe(false)
  })

  test('refuses values that no command would take, and leaves a file alone that it cannot read', async () => {
    expect(await add('paris', PARIS, '--sounds-dir', 'sounds')).toMatchObject({code: 2})
    expect(await add('paris', PARIS, '--database-schema', 'public')).toMatchObject({code: 2})
    write('{broken')
    expect(await add('paris', PARIS)).toMatchObject({code: 2, stderr: expect.stringContaining('is not JSON')})
    expect(readFileSync(file, 'utf8')).toBe('{broken')
    expect(existsSync(`${file}.new`)).toBe(false)
  })

  test('waits for nobody: a change that another one is at is refused, and so is a directory that cannot be', async () => {
    write(two)
    writeFileSync(`${file}.new`, '')
    const busy = await add('nice', PARIS)
    expect(busy).toMatchObject({code: 7, stderr: expect.stringContaining(`rm ${file}.new`)})
    expect(content()).toEqual(two)
    const nowhere = await add('nice', PARIS, '--config', join(file, 'below', 'config.json'))
    expect(nowhere).toMatchObject({code: 6, stderr: expect.stringContaining('cannot change')})
  })

  test('of six at once, each that says it wrote has written, and the others say that they did not', async () => {
    const names = Array.from({length: 6}, (_, i) => `c${i}`)
    const runs = await Promise.all(
      names.map((name) => runBinary(['context', 'add', name, '--database-url', PARIS], {env: env()})),
    )
    const written = names.filter((_, i) => runs[i]?.code === 0)
    expect(written.length).toBeGreaterThan(0)
    expect(Object.keys(content().contexts).sort()).toEqual(written)
    for (const {code} of runs) expect([0, 7]).toContain(code)
  })

  test('goes to --config, else to XIVOCTL_CONFIG', async () => {
    const [flagged, named] = [join(home, 'flagged.json'), join(home, 'named.json')]
    expect(await add('paris', PARIS, '--config', flagged, '--json')).toMatchObject({
      code: 0,
      stdout: `${JSON.stringify({file: flagged, name: 'paris', databaseUrl: PARIS}, null, 2)}\n`,
    })
    await run(ContextAdd, ['lyon', '--database-url', LYON], {...env(), XIVOCTL_CONFIG: named})
    expect([existsSync(flagged), existsSync(named), existsSync(file)]).toEqual([true, true, false])
    expect(await add('paris', PARIS, '--config', flagged, '--system')).toMatchObject({code: 2})
  })
})

describe('context list and show', () => {
  test('name the default one, and print no password', async () => {
    const lyon = {databaseUrl: 'postgres://xivoctl:s3cret@lyon.example.org/asterisk', databaseSchema: 'own'}
    write({...two, contexts: {...two.contexts, lyon}})
    const list = await context(ContextList)
    expect(list.stdout).toMatch(/paris\s+yes\s+postgres:\/\/xivoctl@paris/)
    expect(list.stdout).toMatch(/lyon\s+postgres:\/\/xivoctl:\*\*\*@lyon.example.org\/asterisk\s+own/)
    expect(JSON.parse((await context(ContextList, '--json')).stdout)).toEqual([
      {name: 'paris', default: true, databaseUrl: PARIS},
      {...lyon, name: 'lyon', default: false, databaseUrl: 'postgres://xivoctl:***@lyon.example.org/asterisk'},
    ])
    expect((await context(ContextShow)).stdout).toContain('paris')
    const show = await context(ContextShow, 'lyon', '--json')
    expect(JSON.parse(show.stdout)).toMatchObject({name: 'lyon', default: false, file, databaseSchema: 'own'})
    expect(list.stdout + show.stdout).not.toContain('s3cret')
  })

  test('say what to do when there is nothing, or not that one', async () => {
    expect(await context(ContextList)).toMatchObject({
      code: 0,
      stderr: 'there is no configuration file: xivoctl setup\n',
    })
    expect(await context(ContextShow)).toMatchObject({code: 2})
    write(two)
    const {code, stderr} = await context(ContextShow, 'pari')
    expect(code).toBe(2)
    expect(stderr).toContain("no context named 'pari'\nhint: did you mean 'paris'?")
  })
})

describe('context remove and default', () => {
  test('asks, or wants --yes', async () => {
    write(two)
    const {code, stderr} = await context(ContextRemove, 'lyon')
    expect(code).toBe(2)
    expect(stderr).toContain('add --yes')
    expect(await context(ContextRemove, 'lyon', '--yes')).toMatchObject({code: 0})
    expect(content()).toEqual({defaultContext: 'paris', contexts: {paris: two.contexts.paris}})
    expect(await context(ContextRemove, 'lyon', '--yes')).toMatchObject({code: 2})
  })

  test('does not remove the default one unless that is said, or another one is the default', async () => {
    write(two)
    const refused = await context(ContextRemove, 'paris', '--yes')
    expect(refused).toMatchObject({code: 7, stderr: expect.stringContaining("'paris' is the default context")})
    expect(await context(ContextRemove, 'paris', '--yes', '--default')).toMatchObject({code: 0})
    expect(content()).toEqual({contexts: {lyon: two.contexts.lyon}})
    write(two)
    expect(await context(ContextDefault, 'lyon')).toMatchObject({code: 0})
    expect(await context(ContextRemove, 'paris', '--yes')).toMatchObject({code: 0})
    expect(content()).toEqual({defaultContext: 'lyon', contexts: {lyon: two.contexts.lyon}})
    expect(await context(ContextDefault, 'paris')).toMatchObject({code: 2})
  })
})

describe('context test', () => {
  const xivo = useXivo()
  const bare = useXivo({initialised: false})

  test('says who and where we are, and what is there', async () => {
    write({contexts: {here: {databaseUrl: xivo.url}, new: {databaseUrl: bare.url}}})
    const {code, stdout} = await context(ContextTest, 'here', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      context: 'here',
      version: expect.stringMatching(/^\d\d/),
      role: 'postgres',
      database: expect.stringContaining('xivoctl_test_'),
      missing: [],
      pending: [],
    })
    expect((await context(ContextTest, 'here')).stdout).toMatch(
      /TLS +no, unencrypted\n[\s\S]*tables +there\n[\s\S]*writing +possible\n/,
    )
    const {stdout: shown, code: before} = await context(ContextTest, 'new')
    expect(before).toBe(0)
    expect(shown).toContain("run 'xivoctl db init'")
  })

  test('says why nothing can be written', async () => {
    const highAvailabilityFile = join(home, 'ha.conf')
    writeFileSync(highAvailabilityFile, JSON.stringify({node_type: 'slave', remote_address: '192.0.2.1'}))
    write({highAvailabilityFile, contexts: {here: {databaseUrl: xivo.url}}})
    const {code, stdout} = await context(ContextTest)
    expect(code).toBe(0)
    expect(stdout).toMatch(/writing +this is the database of a XiVO slave/)
  })

  test('exits 6 when there is no connection, and when the database is not of a XiVO', async () => {
    const elsewhere = xivo.url.replace(/\/xivoctl_test_[0-9a-f]+/, '/postgres')
    write({contexts: {gone: {databaseUrl: 'postgres://nobody@127.0.0.1:1/x'}, other: {databaseUrl: elsewhere}}})
    expect(await context(ContextTest, 'gone')).toMatchObject({code: 6, stdout: ''})
    const {code, stdout} = await context(ContextTest, 'other')
    expect(code).toBe(6)
    expect(stdout).toContain('missing or different: public.userfeatures')
  })
})
