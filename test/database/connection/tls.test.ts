import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {serversOf} from '../../../src/database/connection/server.ts'
import type {Tls} from '../../../src/database/connection/tls.ts'

let home: string
let root: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'xivoctl-tls-'))
  root = join(home, 'root.crt')
  writeFileSync(root, 'an authority')
})
afterAll(() => rmSync(home, {recursive: true}))

const URL = 'postgres://xivo@db.example.org/asterisk'
const nobodys = () => ({HOME: home})
const serverOf = (url: string, env: NodeJS.ProcessEnv) => serversOf(url, env).all[0]
const tlsOf = (url: string, env: NodeJS.ProcessEnv) => serverOf(url, env)?.tls as Tls

describe('the mode of TLS', () => {
  test.each([
    ['xivo.example.org', undefined, 'verify-full', true],
    ['192.0.2.7', undefined, 'verify-full', true],
    ['fd00::7', undefined, 'verify-full', true],
    ['localhost', undefined, 'disable', true],
    ['127.0.0.1', undefined, 'disable', true],
    ['::1', undefined, 'disable', true],
    ['/var/run/postgresql', undefined, 'disable', true],
    ['/var/run/postgresql', 'require', 'disable', false],
    ['xivo.example.org', 'disable', 'disable', false],
    ['xivo.example.org', 'prefer', 'prefer', false],
    ['xivo.example.org', 'require', 'require', false],
    ['localhost', 'verify-full', 'verify-full', false],
  ])('at %s with sslmode %s is %s', (host, said, mode, byDefault) => {
    const query = said === undefined ? '' : `&sslmode=${said}`
    expect(tlsOf(`postgres:///asterisk?host=${host}${query}`, nobodys())).toMatchObject({mode, byDefault})
  })

  test('is that of PGSSLMODE when the URL says none', () => {
    expect(tlsOf(URL, {...nobodys(), PGSSLMODE: 'disable'}).mode).toBe('disable')
    expect(tlsOf(`${URL}?sslmode=require`, {...nobodys(), PGSSLMODE: 'disable'}).mode).toBe('require')
    expect(() => tlsOf(URL, {...nobodys(), PGSSLMODE: 'allow'})).toThrow('PGSSLMODE must be one of disable, prefer')
  })

  test.each([
    ['verify-full', {}],
    ['require', {rejectUnauthorized: false, ca: []}],
    ['prefer', {rejectUnauthorized: false, ca: []}],
    ['disable', false],
  ])('%s without a known authority gives Node %j', (mode, ssl) => {
    expect(tlsOf(`${URL}?sslmode=${mode}`, nobodys()).ssl).toEqual(ssl)
  })

  test.each([
    ['verify-full', {ca: 'an authority'}],
    ['verify-ca', {ca: 'an authority', checkServerIdentity: expect.any(Function)}],
    ['require', {ca: 'an authority', checkServerIdentity: expect.any(Function)}],
    ['prefer', {rejectUnauthorized: false, ca: []}],
  ])('%s with an authority gives Node %j, wherever the authority is named', (mode, ssl) => {
    const url = `${URL}?sslmode=${mode}`
    expect(tlsOf(`${url}&sslrootcert=${encodeURIComponent(root)}`, nobodys()).ssl).toEqual(ssl)
    expect(tlsOf(url, {...nobodys(), PGSSLROOTCERT: root}).ssl).toEqual(ssl)
  })

  test('verify-ca wants to know an authority, and a file that is named must be there', () => {
    expect(() => tlsOf(`${URL}?sslmode=verify-ca`, nobodys())).toThrow('requires a certificate authority')
    for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
      const url = `${URL}?sslmode=verify-full&${name}=/nowhere/it.pem`
      expect(() => tlsOf(url, nobodys())).toThrow('cannot read /nowhere/it.pem')
    }
  })
})

test.each([
  ['postgres://xivo@db.example.org:5433/asterisk?application_name=cron', {host: 'db.example.org', port: 5433}],
  ['postgres://xivo@[::1]/asterisk', {host: '::1', ssl: false}],
  ['postgres://xivo@/asterisk?host=/run/pg&port=6000', {host: '/run/pg', port: 6000, ssl: false}],
  ['postgres://%2Frun%2Fpg/asterisk', {host: '/run/pg', ssl: false}],
  ['postgres:///asterisk', {host: 'localhost', ssl: false}],
  [
    'postgres://xivo:s3cret@db/asterisk?sslmode=require',
    {password: 's3cret', ssl: {rejectUnauthorized: false, ca: []}},
  ],
])('%s is read by node-postgres as %j', (url, config) => {
  expect(serverOf(url, nobodys())?.config).toMatchObject(config)
})

test('PGHOST and PGPASSWORD stand in for what the URL leaves out', () => {
  const env = {...nobodys(), PGHOST: 'elsewhere.example.org', PGPASSWORD: 'theirs'}
  expect(serverOf('postgres:///asterisk', env)).toMatchObject({
    host: 'elsewhere.example.org',
    tls: {mode: 'verify-full'},
    config: {password: 'theirs'},
  })
  expect(serverOf('postgres://xivo:ours@db/asterisk', env)).toMatchObject({host: 'db', config: {password: 'ours'}})
})
