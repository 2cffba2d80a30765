import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {topics} from '../../../src/cli/run/ahead.ts'
import {withContext} from '../../../src/context.ts'
import {beginConnection} from '../../../src/database/connection/ahead.ts'
import {listProfiles} from '../../../src/services/rights/profiles.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {type Between, listenBetween} from '../../support/between.ts'
import {build, runBinary, runShell} from '../../support/binary.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
let place: Between
let joined: {greetings: string[]; open: number; hangsUp: boolean; isSilent: boolean}
beforeAll(async () => {
  place = await listenBetween(xivo.url, (client, dial) => {
    if (joined.hangsUp) return void client.resetAndDestroy()
    if (joined.isSilent) return
    const of = joined
    of.open++
    client.once('close', () => of.open--)
    const server = dial()
    client.once('data', (first) => joined.greetings.push(first.subarray(8).toString().replaceAll('\0', ' ')))
    client.pipe(server).pipe(client)
  })
})
afterAll(() => place.close())
beforeEach(() => {
  joined = {greetings: [], open: 0, hangsUp: false, isSilent: false}
})

const begin = (parameters: string) => beginConnection(place.url + parameters, {})

const profilesThrough = async (parameters: string) => {
  const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: place.url + parameters})
  return withContext(settings, new AbortController().signal, (context) => listProfiles(context, {}))
}

const plain = 'user postgres database'

test.each([
  ['', 'application_name xivoctl client_encoding UTF8'],
  ['?application_name=caf%C3%A9', 'application_name café client_encoding UTF8'],
  [
    '?options=-c%20statement_timeout%3D9000',
    'application_name xivoctl options -c statement_timeout=9000 client_encoding UTF8',
  ],
])('a connection that was begun is the one that is used, and greets once: %s', async (parameters, rest) => {
  await begin(parameters)
  expect(await profilesThrough(parameters)).not.toEqual([])
  const {pathname} = new URL(place.url)
  expect(joined.greetings).toEqual([`${plain} ${pathname.slice(1)} ${rest}  `])
})

test('one that was begun for another session is closed, and not used', async () => {
  await begin('?application_name=other')
  expect(await profilesThrough('')).not.toEqual([])
  expect(joined.greetings.map((each) => /application_name (\w+)/.exec(each)?.[1])).toEqual(['other', 'xivoctl'])
})

test('one that nobody uses for a while, because a person is asked for something, is given up', async () => {
  await begin('')
  await sleep(700)
  expect(joined.open).toBe(0)
  expect(await profilesThrough('')).not.toEqual([])
  expect(joined.greetings).toHaveLength(2)
})

test('one that the server reset meanwhile is made anew', async () => {
  joined.hangsUp = true
  await begin('')
  await sleep(50)
  joined.hangsUp = false
  expect(await profilesThrough('')).not.toEqual([])
})

test('one that is refused fails with the words of the command that uses it', async () => {
  const free = await listenBetween(xivo.url, () => {})
  await free.close()
  const {url} = free
  await beginConnection(url, {})
  const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: url})
  const work = withContext(settings, new AbortController().signal, (context) => listProfiles(context, {}))
  await expect(work).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED')})
})

test.each([
  ['without a user', ''],
  ['with TLS from the first byte', 'sslmode=require&sslnegotiation=direct&user=a'],
  ['with an empty name, which node-postgres takes from elsewhere', 'user=a&application_name='],
])('nothing is begun %s', async (_, parameters) => {
  await beginConnection(`postgres://127.0.0.1:${new URL(place.url).port}/b?${parameters}`, {})
  await sleep(50)
  expect(joined.greetings).toEqual([])
})

const lines = [
  ['profiles list', 0, 1],
  ['rights set jbond --profile admin', 0, 1],
  ['rights get jbond', 0, 1],
  ['callbacks find', 0, 1],
  ['rights get', 2, 1],
  ['rights get jbond --context nowhere', 2, 0],
  ['rights get --help', 0, 0],
  ['context list', 0, 0],
] as const

test.each(lines)('the program as built: %s: exit %i, connections: %i', async (line, code, connections) => {
  const ended = await runBinary(line.split(' '), {env: {XIVOCTL_DATABASE_URL: place.url}})
  expect({...ended, connections: joined.greetings.length}).toMatchObject({code, connections})
})

test('the program ends although nothing answers the connection that it began', async () => {
  joined.isSilent = true
  const started = Date.now()
  expect(await runBinary(['rights', 'get'], {env: {XIVOCTL_DATABASE_URL: place.url}})).toMatchObject({code: 2})
  expect(Date.now() - started).toBeLessThan(5000)
})

const configuration = (more: object = {}) =>
  `echo '${JSON.stringify({...more, contexts: {p: {databaseUrl: place.url}}})}'`

test.each([
  ['a configuration', () => `${configuration()} | xivoctl profiles list --config /dev/stdin --ids`],
  [
    'the environment of XiVO',
    () =>
      `${configuration({customEnvFile: '/dev/fd/3'})} >"$HOME/c"; echo A=1 | xivoctl profiles list --config "$HOME/c" --ids 3<&0`,
  ],
  [
    'a service file',
    () =>
      `echo '[x]\n${service()}' | PGSERVICEFILE=/dev/stdin XIVOCTL_DATABASE_URL='postgres:///?service=x' xivoctl profiles list --ids`,
  ],
])('%s in a pipe is read once', async (_, line) => {
  const home = await mkdtemp(join(tmpdir(), 'xivoctl-ahead-'))
  const {stdout, stderr} = await runShell(line(), {env: {HOME: home}})
  await rm(home, {recursive: true})
  expect(stderr).toBe('')
  expect(stdout).toContain('jbond')
})

function service(): string {
  const {hostname, port, username, pathname} = new URL(place.url)
  return `host=${hostname}\\nport=${port}\\nuser=${username}\\ndbname=${pathname.slice(1)}`
}

test('what is wrong with a service file in a pipe is told as it is', async () => {
  const line = `echo '[x]\nnope=1' | PGSERVICEFILE=/dev/stdin XIVOCTL_DATABASE_URL='postgres:///?service=x' xivoctl profiles list`
  expect((await runShell(line)).stderr).toContain('nope')
})

test('PGSSLNEGOTIATION=direct means nothing to a Unix socket, as to libpq', async () => {
  const env = {...xivo.env, PGSSLNEGOTIATION: 'direct'}
  expect(await runBinary(['profiles', 'list', '--ids'], {env})).toMatchObject({code: 0, stderr: ''})
})

test('every command of the topics that connect ahead asks for one XiVO', async () => {
  const {commands} = JSON.parse(await readFile(join(await build(), 'oclif.manifest.json'), 'utf8'))
  const ids = Object.keys(commands).filter((id) => topics.includes(id.split(':')[0] ?? ''))
  expect(ids.length).toBeGreaterThan(50)
  expect(ids.filter((id) => commands[id].flags.context === undefined)).toEqual([])
})
