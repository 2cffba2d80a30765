import {describe, expect, test} from 'vitest'
import {tokenFinder} from '../../src/http/auth.ts'
import {FailedLogins} from '../../src/http/failed-logins.ts'
import {curl, exchange} from '../support/exchange.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

describe('failed logins', () => {
  const server = useServing(useXivo())
  const ask = (headers: Record<string, string>) =>
    exchange(server.port, curl('GET', '/configmgt/api/1.0/users', {headers}))

  test('are too many after ten from one address, but a right token is let in all the time', async () => {
    for (let failure = 0; failure < 10; failure++) expect((await ask({'X-Auth-Token': 'wrong'})).status).toBe(401)
    const {status, headers, body} = await ask({'X-Auth-Token': 'wrong'})
    expect([status, JSON.parse(body).error]).toEqual([429, 'TooManyRequests'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask({'X-Auth-Token': token})).status).toBe(200)
    expect((await ask({})).status).toBe(401)
  })

  test('are remembered of so many addresses and no more', () => {
    const logins = new FailedLogins({addresses: 1000})
    for (let address = 0; address < 200_000; address++) logins.add(`2001:db8::${address.toString(16)}`)
    expect(logins.size).toBe(1000)
  })

  test('of an address are forgotten after their window, and no earlier', async () => {
    const logins = new FailedLogins({most: 1, windowMs: 300})
    expect(logins.add('a')).toBeUndefined()
    expect(logins.add('a')?.code).toBe('TooManyRequests')
    expect(logins.add('b')).toBeUndefined()
    const start = Date.now()
    while (logins.add('a')) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(Date.now() - start).toBeGreaterThan(100)
  })
})

test('a token is right when it is one of them, whatever its length', () => {
  const find = tokenFinder(['one', 'a second', 'clé'].map((secret) => ({secret, role: 'page'})))
  const isKnown = (candidate: string) => find(candidate) !== undefined
  const onTheWire = Buffer.from('clé').toString('latin1')
  for (const right of ['one', 'a second', onTheWire]) expect(isKnown(right)).toBe(true)
  for (const wrong of ['', 'on', 'ones', 'One', 'a secondx', 'a second\u00e9', 'x'.repeat(100_000)])
    expect(isKnown(wrong)).toBe(false)
})
