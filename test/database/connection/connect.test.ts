import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {networkInterfaces, tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import QueuesList from '../../../commands/queues/list.ts'
import {useServer} from '../../faults/server.ts'
import {makeTls} from '../../faults/tls-cases.ts'
import {build, runBinary} from '../../support/binary.ts'
import {usePasswordServer} from '../../support/password-server.ts'
import {run} from '../../support/run.ts'
import {templates} from '../../support/server.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-home-'))
})
afterEach(() => rmSync(home, {recursive: true}))

/** Reads over TCP from a server, as somebody with this home. */
async function list(url: string, env: Record<string, string> = {}) {
  const own = {XIVOCTL_DATABASE_URL: url, XDG_CONFIG_HOME: home, HOME: home, ...env}
  const {code, stderr} = await run(QueuesList, [], own)
  return {code, stderr}
}

const fine = {code: 0, stderr: ''}

function passfile(text: string, mode = 0o600, name = '.pgpass'): string {
  const path = join(home, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('a server that wants passwords', () => {
  const {server, port} = usePasswordServer()
  const url = () => `postgres://reader@localhost:${port()}/${templates.xivo}`

  beforeAll(async () => {
    await build()
    await server.sql(`create role reader login password 'p:4 ss\\word'`)
    await server.sql('grant select on all tables in schema public to reader')
  }, 120_000)

  test('lets in with the password of ~/.pgpass, of PGPASSFILE, of PGPASSWORD or of the URL, and says nothing else', async () => {
    expect(await list(`${url().replace('reader', 'reader:p%3A4%20ss%5Cword')}`)).toEqual(fine)
    expect(await list(url(), {PGPASSWORD: 'p:4 ss\\word'})).toEqual(fine)
    passfile('*:*:*:other:wrong\nlocalhost:*:*:reader:p\\:4 ss\\\\word\n')
    expect(await list(url())).toEqual(fine)
    const PGPASSFILE = passfile(`localhost:${port()}:${templates.xivo}:reader:p\\:4 ss\\\\word`, 0o400, 'elsewhere')
    expect(await list(url(), {PGPASSFILE, HOME: '/nowhere'})).toEqual(fine)
  })

  test('does not keep the program waiting that has no password', async () => {
    const env = {XIVOCTL_DATABASE_URL: url(), HOME: home, XDG_CONFIG_HOME: home}
    const {code, stderr} = await runBinary(['queues', 'list'], {env})
    expect(code).toBe(6)
    expect(stderr).toContain('none was found')
  })

  test('is told about by the file and the line that are missing', async () => {
    const none = await list(url())
    expect(none.code).toBe(6)
    expect(none.stderr).toBe(
      `error: the database requires a password for 'reader', and none was found: there is no ${home}/.pgpass\n` +
        `hint: write the line localhost:${port()}:${templates.xivo}:reader:PASSWORD into ${home}/.pgpass, which only you may read (chmod 600)\n`,
    )
    passfile('*:*:*:other:s3cret\n')
    expect((await list(url())).stderr).toContain(`no line of ${home}/.pgpass fits`)
    passfile('*:*:*:*:s3cret\n', 0o640)
    expect((await list(url())).stderr).toContain('is ignored because others can read it: chmod 600')
    chmodSync(join(home, '.pgpass'), 0o600)
    const wrong = await list(url())
    expect(wrong).toMatchObject({code: 6, stderr: expect.stringContaining('password authentication failed')})
    expect(wrong.stderr).not.toContain('s3cret')
  })

  test('and has no TLS is spoken to in clear with prefer, and refused with the way out by what wants more', async () => {
    const PGPASSWORD = 'p:4 ss\\word'
    expect(await list(`${url()}?sslmode=prefer`, {PGPASSWORD})).toEqual(fine)
    for (const mode of ['require', 'verify-full']) {
      const {code, stderr} = await list(`${url()}?sslmode=${mode}`, {PGPASSWORD})
      expect(code).toBe(6)
      expect(stderr).toMatch(
        /^error: the database server at localhost does not support TLS\nhint: set ssl = on on the server/,
      )
    }
  })
})

describe('a server that speaks TLS', () => {
  let port = ''
  let root = ''
  useServer({
    prepare: async (directory) => {
      const settings = await makeTls(directory)
      port = settings.port ?? ''
      root = join(directory, 'root.crt')
      return settings
    },
  })
  const url = (host: string, query = '') => `postgres://postgres@${host}:${port}/${templates.xivo}${query}`

  test.each([
    ['localhost', '?sslmode=prefer'],
    ['127.0.0.1', '?sslmode=require'],
    ['127.0.0.1', '?ROOT&sslmode=require'],
    ['127.0.0.1', '?ROOT&sslmode=verify-ca'],
    ['localhost', '?ROOT&sslmode=verify-full'],
    ['localhost', '?sslmode=require&sslnegotiation=postgres&uselibpqcompat=false'],
  ])('lets in at %s with %s', async (host, query) => {
    expect(await list(url(host, query.replace('ROOT', `sslrootcert=${root}`)))).toEqual(fine)
  })

  test.each([
    ['localhost', '', /no encryption|SSL off/, 'add sslmode=require to the database URL'],
    ['localhost', '?sslmode=verify-full', /localhost cannot be verified: self-signed certificate/, 'sslrootcert=FILE'],
    ['127.0.0.1', '?ROOT&sslmode=verify-full', /does not match certificate/, 'as its certificate does'],
    ['localhost', '?sslrootcert=/nowhere/root.crt&sslmode=verify-full', /cannot read \/nowhere\/root.crt/, ''],
    ['localhost', '?sslmode=verify-ca', /requires a certificate authority/, 'sslrootcert=FILE'],
  ])('does not at %s with %j, and the way out is said', async (host, query, why, hint) => {
    const {code, stderr} = await list(url(host, query.replace('ROOT', `sslrootcert=${root}`)))
    expect(code).toBe(query.includes('nowhere') || query.includes('verify-ca') ? 2 : 6)
    expect(stderr).toMatch(why)
    expect(stderr).toContain(hint)
  })
})

/** An address of this machine that others can reach, too. */
const outside = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({internal, family}) => !internal && family === 'IPv4')?.address

describe.runIf(outside)('a server off this machine, as far as its address tells', () => {
  let port = ''
  let root = ''
  const server = useServer({
    prepare: async (directory) => {
      const settings = await makeTls(directory)
      port = settings.port ?? ''
      root = join(directory, 'root.crt')
      await writeFile(settings.hba_file ?? '', 'local all all trust\nhost all all all trust\n')
      // Not on the command line, which would go before what is changed later.
      const {ssl: _, ...others} = settings
      return {...others, listen_addresses: '*'}
    },
  })
  const url = (query = '') => `postgres://postgres@${outside}:${port}/${templates.xivo}${query}`

  test('is not spoken to in clear by default when it has no TLS', async () => {
    const {code, stderr} = await list(url())
    expect(code).toBe(6)
    expect(stderr).toMatch(
      /does not support TLS\nhint: sslmode=verify-full, the default off.*\nhint: set ssl = on on the server/,
    )
    expect(await list(url('?sslmode=prefer'))).toEqual(fine)
  })

  test('must prove its name unless the URL says otherwise, and the way out is said', async () => {
    await server.sql('alter system set ssl = on')
    await server.sql('select pg_reload_conf()')
    const {code, stderr} = await until(
      () => list(url()),
      ({stderr}) => !stderr.includes('speaks no TLS'),
    )
    expect(code).toBe(6)
    expect(stderr).toContain(`the certificate of the database server at ${outside} cannot be verified: self-signed`)
    expect(stderr).toContain('sslmode=verify-full, the default off this machine')
    expect((await list(url(`?sslrootcert=${root}`))).stderr).toContain('does not match certificate')
    for (const mode of ['disable', 'prefer', 'require']) expect(await list(url(`?sslmode=${mode}`))).toEqual(fine)
    expect(await list(url(), {PGSSLMODE: 'disable'})).toEqual(fine)
  })
})

/** A reload takes a moment. */
async function until<T>(look: () => Promise<T>, is: (found: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = await look()
    if (is(found)) return found
    await sleep(100)
  }
  return look()
}
