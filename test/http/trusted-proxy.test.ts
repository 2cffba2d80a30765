import {describe, expect, test} from 'vitest'
import {AppError} from '../../src/errors.ts'
import {API, OWN_API} from '../../src/http/bases.ts'
import {loadServeSettings} from '../../src/settings/serve.ts'
import {curl, exchange} from '../support/exchange.ts'
import {startServe} from '../support/serve-process.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const trusting = useServing(xivo, {trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']})
const alone = useServing(xivo)

/** The address that the ledger has of a client that sends this header. */
async function addressOf(server: {port: number}, forwardedFor: string): Promise<string> {
  const headers = {'X-Auth-Token': token, 'X-Forwarded-For': forwardedFor, Accept: 'application/json'}
  const ask = async (method: string, path: string, type: string, data?: string) => {
    const request = curl(method, path, {headers: {...headers, 'Content-Type': type}, ...(data && {data})})
    return JSON.parse((await exchange(server.port, request)).body)
  }
  const {uuid} = await ask('POST', `${API}/callback_lists`, 'application/json', '{"name":"x","queueId":1}')
  await ask('POST', `${API}/callback_lists/${uuid}/callback_requests/csv`, 'text/csv', 'phoneNumber\n0230210092\n')
  const [run] = await ask('GET', `${OWN_API}/callback_imports?listUuid=${uuid}`, 'application/json')
  return run.importedBy.replace(/^rest@/, '')
}

describe('X-Forwarded-For', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['6.6.6.6, 192.0.2.7', '192.0.2.7'],
    ['192.0.2.7, 10.1.2.3', '192.0.2.7'],
    ['6.6.6.6, 192.0.2.7,10.1.2.3 , 2001:db8::5', '192.0.2.7'],
    ['10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['<script>', '127.0.0.1'],
    ['192.0.2.7, unknown, 10.1.2.3', '10.1.2.3'],
    ['192.0.2.7:4711', '127.0.0.1'],
  ])('of a trusted proxy names the client: %s', async (header, address) => {
    expect(await addressOf(trusting, header)).toBe(address)
  })

  test('of anybody else is not believed', async () => {
    expect(await addressOf(alone, '192.0.2.7')).toBe('127.0.0.1')
  })

  test('of a trusted proxy is what failed logins are counted by', async () => {
    const fail = async (server: {port: number}, address: string) => {
      const headers = {'X-Auth-Token': 'wrong', 'X-Forwarded-For': address}
      return (await exchange(server.port, curl('GET', `${API}/users`, {headers}))).status
    }
    for (let failure = 0; failure < 10; failure++) {
      expect(await fail(trusting, '192.0.2.1')).toBe(401)
      expect(await fail(alone, `192.0.2.${failure}`)).toBe(401)
    }
    expect([await fail(trusting, '192.0.2.1'), await fail(trusting, '192.0.2.2')]).toEqual([429, 401])
    expect(await fail(alone, '192.0.2.99')).toBe(429)
  })

  test('is read by a server that was started with the flag, which logs the client', async () => {
    const serve = await startServe(xivo, {flags: ['--trusted-proxy', '127.0.0.0/8', '--trusted-proxy', '::1']})
    await fetch(`http://127.0.0.1:${serve.port}${API}/users`, {headers: {'X-Forwarded-For': '192.0.2.7'}})
    serve.signal('SIGTERM')
    await serve.ended
    expect(serve.log().find(({msg}) => msg === 'request')).toMatchObject({status: 401, from: '192.0.2.7'})
  })
})

test.each([
  '10.0.0.0/33',
  '10.0.0.0/0',
  '::/0',
  '2001:db8::/129',
  '10.0.0',
  'proxy.example.org',
  '10.0.0.1/8/8',
  '/8',
  '',
])("the trusted proxy '%s' keeps the server from starting", (proxy) => {
  const load = () => loadServeSettings({'trusted-proxy': ['192.0.2.1', proxy]}, {...xivo.env, XIVOCTL_TOKEN: token})
  expect(load).toThrow(AppError)
  expect(load).toThrow(`'${proxy}' is not an address or network (--trusted-proxy)`)
})
