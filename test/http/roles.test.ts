import {describe, expect, test} from 'vitest'
import type {Role} from '../../src/formats/tokens.ts'
import {API, OWN_API} from '../../src/http/bases.ts'
import {startServe} from '../support/serve-process.ts'
import {useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const tokens: Record<Role | 'bare', string> = {
  page: 'a-token-for-the-page-0',
  read: 'a-token-for-reading-00',
  admin: 'a-token-for-everything',
  bare: 'a-token-without-a-name',
}
const server = useServing(xivo, {
  tokens: [
    {secret: tokens.page, role: 'page', name: 'xuc'},
    {secret: tokens.read, role: 'read', name: 'grafana'},
    {secret: tokens.admin, role: 'admin', name: 'ansible'},
    {secret: tokens.bare, role: 'page'},
  ],
})

async function ask(token: string, method: string, path: string, body?: object | string) {
  const isCsv = typeof body === 'string'
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      'X-Auth-Token': token,
      'X-Forwarded-For': '192.0.2.1',
      'Content-Type': isCsv ? 'text/csv' : 'application/json',
    },
    ...(body && {body: isCsv ? body : JSON.stringify(body)}),
  })
  return {status: response.status, text: await response.text()}
}

describe('a role', () => {
  test('lets through what it covers, and nothing else, on every route', async () => {
    const response = await fetch(`${server.url}/configmgt/api/openapi.json`)
    const {paths} = (await response.json()) as {paths: Record<string, Record<string, {security?: object[]}>>}
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, {security}]) => (security?.length === 0 ? [] : [[method, path] as const])),
    )
    expect(operations.length).toBeGreaterThan(30)
    for (const [method, template] of operations) {
      const path = template.replaceAll(/{\w+}/g, '4711')
      const reads = method === 'get' || path.endsWith('/find')
      const covered: Record<string, boolean> = {
        page: !path.startsWith(OWN_API),
        bare: !path.startsWith(OWN_API),
        read: reads,
        admin: true,
      }
      for (const [name, token] of Object.entries(tokens)) {
        // The role is looked at before the body, whose type is none that the server knows.
        const {status} = await fetch(`${server.url}${path}`, {
          method: method.toUpperCase(),
          headers: {'X-Auth-Token': token, 'X-Forwarded-For': '192.0.2.1', 'Content-Type': 'x/y'},
          ...(method !== 'get' && {body: 'x'}),
        })
        expect([name, method, template, status !== 403]).toEqual([name, method, template, covered[name]])
      }
    }
  })

  test('that is not sufficient is told, with those that are, and whose token it is', async () => {
    const erase = await ask(tokens.page, 'POST', `${OWN_API}/callback_requests/erase`, {phoneNumbers: ['1000']})
    expect([erase.status, JSON.parse(erase.text)]).toMatchObject([
      403,
      {
        error: 'Forbidden',
        message: `the token 'xuc' has the role page: POST ${OWN_API}/callback_requests/erase requires the role admin`,
      },
    ])
    const get = await ask(tokens.bare, 'GET', `${OWN_API}/queues`)
    expect(JSON.parse(get.text).message).toMatch(/^the token has the role page: .* requires the role read or admin$/)
    const set = await ask(tokens.read, 'POST', `${API}/rights/user/jbond?dryRun=true`, {type: 'admin'})
    expect(JSON.parse(set.text).message).toMatch(/requires the role page or admin$/)
  })
})

test('who imported is the name of their token, or that it was REST', async () => {
  for (const [token, name] of [
    [tokens.page, 'xuc'],
    [tokens.bare, 'rest'],
  ] as const) {
    const list = await ask(token, 'POST', `${API}/callback_lists`, {name, queueId: 1})
    const {uuid} = JSON.parse(list.text)
    await ask(token, 'POST', `${API}/callback_lists/${uuid}/callback_requests/csv`, 'phoneNumber\n0230210092\n')
    const imports = await ask(tokens.read, 'GET', `${OWN_API}/callback_imports?listUuid=${uuid}`)
    expect(JSON.parse(imports.text)).toMatchObject([{importedBy: `${name}@127.0.0.1`}])
  }
})

test('the log has the name of the token, and not the token', async () => {
  const serve = await startServe(xivo, {env: {XIVOCTL_TOKEN: `${tokens.bare}\nops admin ${tokens.admin}`}})
  for (const token of [tokens.admin, tokens.bare, 'wrong']) {
    await fetch(`http://127.0.0.1:${serve.port}${OWN_API}/queues`, {headers: {'X-Auth-Token': token}})
  }
  serve.signal('SIGTERM')
  await serve.ended
  expect(serve.log().flatMap(({msg, status, by}) => (msg === 'request' ? [[status, by]] : []))).toEqual([
    [200, 'ops'],
    [403, undefined],
    [401, undefined],
  ])
  expect(serve.said()).not.toContain('a-token')
})
