import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, beforeEach, expect, test, vi} from 'vitest'
import {withContext} from '../../../src/context.ts'
import {beginConnection} from '../../../src/database/connection/ahead.ts'
import {type Server, serversOf} from '../../../src/database/connection/server.ts'
import {listProfiles} from '../../../src/services/rights/profiles.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {type Between, listenBetween} from '../../support/between.ts'
import {runBinary} from '../../support/binary.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
let place: Between
let joined: {greetings: string[]; hangsUp: boolean}
beforeAll(async () => {
  place = await listenBetween(xivo.url, (client, dial) => {
    if (joined.hangsUp) return void client.resetAndDestroy()
    const server = dial()
    client.once('data', (first) => joined.greetings.push(first.subarray(8).toString().replaceAll('\0', ' ')))
    client.pipe(server).pipe(client)
  })
})
afterAll(() => place.close())
beforeEach(() => {
  joined = {greetings: [], hangsUp: false}
})

const serverOf = (parameters: string) => serversOf(place.url + parameters, {}).all[0] as Server

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
  await beginConnection(serverOf(parameters))
  expect(await profilesThrough(parameters)).not.toEqual([])
  const {pathname} = new URL(place.url)
  expect(joined.greetings).toEqual([`${plain} ${pathname.slice(1)} ${rest}  `])
})

test('one that was begun for another session is closed, and not used', async () => {
  await beginConnection(serverOf('?application_name=other'))
  expect(await profilesThrough('')).not.toEqual([])
  expect(joined.greetings.map((each) => /application_name (\w+)/.exec(each)?.[1])).toEqual(['other', 'xivoctl'])
})

test('one that was begun long ago, before a person was asked for something, is not used', async () => {
  await beginConnection(serverOf(''))
  vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 6000})
  expect(await profilesThrough('').finally(() => vi.useRealTimers())).not.toEqual([])
  expect(joined.greetings).toHaveLength(2)
})

test('one whose server hung up meanwhile is made anew', async () => {
  joined.hangsUp = true
  await beginConnection(serverOf(''))
  await sleep(50)
  joined.hangsUp = false
  expect(await profilesThrough('')).not.toEqual([])
})

test('one that is refused fails with the words of the command that uses it', async () => {
  const free = await listenBetween(xivo.url, () => {})
  await free.close()
  const {url} = free
  await beginConnection(serversOf(url, {}).all[0] as Server)
  const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: url})
  const work = withContext(settings, new AbortController().signal, (context) => listProfiles(context, {}))
  await expect(work).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED')})
})

test('without a known user or with TLS from the first byte, nothing is begun', async () => {
  const {hostname, port} = new URL(place.url)
  const directly = `postgres://a@${hostname}:${port}/b?sslmode=require&sslnegotiation=direct`
  for (const url of [`postgres://${hostname}:${port}/b`, directly]) {
    await beginConnection(serversOf(url, {}).all[0] as Server)
  }
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
