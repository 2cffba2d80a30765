import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import DbStatus from '../../commands/db/status.ts'
import Setup from '../../commands/setup.ts'
import {build} from '../support/binary.ts'
import {usePasswordServer} from '../support/password-server.ts'
import {run} from '../support/run.ts'
import {copyDatabase, templates, withClient} from '../support/server.ts'
import {startTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

let home: string
let file: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-setup-'))
  file = join(home, '.config', 'xivoctl', 'config.json')
})
afterEach(() => rmSync(home, {recursive: true}))

const env = () => ({HOME: home, XDG_CONFIG_HOME: '', XIVOCTL_STATE_DIR: join(home, 'state')})
const setup = (...argv: string[]) => run(Setup, argv, env())
const content = () => JSON.parse(readFileSync(file, 'utf8'))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('setup without a terminal', () => {
  const xivo = useXivo({initialised: false})

  test('says which flag it wants when the database is nowhere to be seen', async () => {
    const {code, stderr} = await setup()
    expect(code).toBe(2)
    expect(stderr).toMatch(/the address of the database is missing\nhint: give it with --database-url\n$/)
  })

  test('tries the connection before it writes, and writes nothing when that fails', async () => {
    const elsewhere = xivo.url.replace(/\/xivoctl_test_[0-9a-f]+/, '/postgres')
    expect(await setup('--database-url', 'postgres://nobody@127.0.0.1:1/x')).toMatchObject({code: 6})
    const other = await setup('--database-url', elsewhere)
    expect(other.code).toBe(6)
    expect(other.stderr).toContain("the database 'postgres' is not XiVO's, it lacks public.userfeatures")
    expect(await setup('--database-url', 'postgres://x:s3cret@h/db')).toMatchObject({code: 2})
    expect(existsSync(file)).toBe(false)
  })

  test('writes what context add would, says what is left to do, and does it with --init', async () => {
    const {code, stdout, stderr} = await setup('--name', 'here', '--database-url', xivo.url)
    expect(code).toBe(0)
    expect(stderr).toContain(`wrote the context 'here' into ${file}\n`)
    expect(stderr).toContain('run: xivoctl db init --context here\n')
    expect(stdout).toMatch(/^context +here\nserver +PostgreSQL \d/)
    expect(content()).toEqual({contexts: {here: {databaseUrl: xivo.url}}})
    expect(modeOf(file)).toBe('600')
    expect(await setup('--name', 'here', '--database-url', xivo.url)).toMatchObject({code: 7})
    const again = await setup('--name', 'here', '--database-url', xivo.url, '--replace', '--init', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({context: 'here', file, pending: []})
    expect((await run(DbStatus, [], env())).stdout).toContain('pending  nothing')
  })
})

describe('setup on a terminal', () => {
  const {server, port} = usePasswordServer()
  const name = () => `postgres://chief@localhost:${port()}/fresh`

  beforeAll(async () => {
    await build()
    await server.sql(`create role chief superuser login password 's3cr:et'`)
    await withClient(server.url.replace(`/${templates.xivo}?`, '/postgres?'), async (client) => {
      await copyDatabase(client, templates.xivo, 'fresh')
    })
    await server.client((client) => client.query('select 1'))
    await withClient(server.url.replace(`/${templates.xivo}?`, '/fresh?'), (client) =>
      client.query('drop schema xivoctl cascade'),
    )
  }, 120_000)

  test('asks for the database, the sounds and the password, which it neither shows nor writes into the configuration', async () => {
    const terminal = await startTerminal(['setup', '--name', 'here'], env())
    await terminal.answer(/URL of the XiVO database, without a password/, `${name()}\r`)
    await terminal.answer(/Directory of the sound files/, '/mnt/playback\r')
    await terminal.answer(/The password of 'chief'/, 's3cr:et\r')
    await terminal.answer(/Create xivoctl's own tables now/, 'y\r')
    const {code, screen} = await terminal.ended
    expect(code, screen).toBe(0)
    expect(screen).toContain(`the password is in ${home}/.pgpass`)
    expect(screen).toContain("applied to schema 'xivoctl'")
    expect(screen).not.toContain('s3cr')
    expect(content()).toEqual({contexts: {here: {databaseUrl: name(), soundsDir: '/mnt/playback'}}})
    expect([modeOf(file), modeOf(join(home, '.pgpass'))]).toEqual(['600', '600'])
    expect(readFileSync(join(home, '.pgpass'), 'utf8')).toBe(`localhost:${port()}:fresh:chief:s3cr\\:et\n`)
    expect((await run(DbStatus, [], env())).stdout).toContain('pending  nothing')
  })

  test('keeps nothing of a wrong password, and leaves with Ctrl-C', async () => {
    writeFileSync(join(home, '.pgpass'), '*:*:*:other:x', {mode: 0o600})
    const wrong = await startTerminal(['setup', '--database-url', name(), '--sounds-dir', '/mnt/x'], env())
    await wrong.answer(/The password of 'chief'/, 'guess\r')
    const {code, screen} = await wrong.ended
    expect(code).toBe(6)
    expect(screen).toContain('password authentication failed')
    const left = await startTerminal(['setup'], env())
    await left.answer(/URL of the XiVO database/, '\u0003')
    expect((await left.ended).code).toBe(130)
    expect(existsSync(file)).toBe(false)
    expect(readFileSync(join(home, '.pgpass'), 'utf8')).toBe('*:*:*:other:x')
  })
})
