import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {useServer} from '../../faults/server.ts'
import {build, type Running, startBinary} from '../../support/binary.ts'

const signals = ['SIGINT', 'SIGTERM'] as const
const TWO_SECONDS = 2000

beforeAll(() => build(), 180_000)

describe('a COMMIT that waits for a standby which is away', () => {
  const server = useServer()

  const setStandby = async (setting: string) => {
    await server.client(async (client) => {
      await client.query(`alter system ${setting}`)
      await client.query('select pg_reload_conf()')
    })
  }
  const waiting = async (count: number) => {
    const query = `select from pg_stat_activity where wait_event = 'SyncRep'`
    const end = Date.now() + 20_000
    while ((await server.sql(query)).length !== count) {
      if (Date.now() > end) throw new Error(`not ${count} commits that wait`)
      await sleep(20)
    }
  }
  const heard = async ({process: child}: Running, words: RegExp) => {
    let text = ''
    child.stderr?.on('data', (more: string) => {
      text += more
    })
    const end = Date.now() + TWO_SECONDS
    while (!words.test(text)) {
      if (Date.now() > end) throw new Error(`${words} was not said: ${text}`)
      await sleep(20)
    }
  }
  const uuids = (name: string) => server.sql('select uuid from xivoctl.callback_list where name = $1', [name])

  beforeEach(() => setStandby(`set synchronous_standby_names = 'absent'`))
  afterEach(async () => {
    await setStandby('reset synchronous_standby_names')
    await waiting(0)
  })

  test.each(signals)('%s tells what is waited for, and the answer when it comes', async (signal) => {
    const argv = ['callbacks', 'lists', 'create', signal, '--queue', 'ventes', '--json']
    const running = await startBinary(argv, {env: server.env})
    await waiting(1)
    const listening = heard(running, /waiting for the database server/)
    running.process.kill(signal)
    await listening
    await setStandby('reset synchronous_standby_names')
    const {code, stdout} = await running.ended
    expect({code, signal}).toEqual({code: 0, signal})
    expect(await uuids(signal)).toEqual([{uuid: JSON.parse(stdout).uuid}])
  })

  test.each(signals.flatMap((signal) => [[signal, 'create'] as const, [signal, 'import'] as const]))(
    'a second %s ends it: code 8, the change may be there: %s',
    async (signal, command) => {
      const name = `${signal} ${command}`
      const argv = {
        create: ['callbacks', 'lists', 'create', name, '--queue', 'ventes', '--json'],
        import: ['callbacks', 'import', name, '-', '--create', '--queue', 'ventes', '--json'],
      }[command]
      const running = await startBinary(argv, {env: server.env, stdin: 'phoneNumber\n0230210092\n'})
      await waiting(1)
      const listening = heard(running, /waiting for the database server/)
      running.process.kill(signal)
      await listening
      const killed = Date.now()
      running.process.kill(signal)
      const {code, stdout} = await running.ended
      expect(Date.now() - killed).toBeLessThan(TWO_SECONDS)
      expect(code).toBe(8)
      expect(JSON.parse(stdout)).toMatchObject({
        error: 'OutcomeUnknown',
        message: expect.stringContaining('may or may not be in the database'),
      })
      await setStandby('reset synchronous_standby_names')
      await waiting(0)
      expect(await uuids(name)).toHaveLength(1)
    },
  )

  test('of the first of several files exits 8 as well, and the others are not begun', async () => {
    const argv = ['callbacks', 'import', 'Several', '-', '-', '--create', '--queue', 'ventes']
    const running = await startBinary(argv, {env: server.env, stdin: 'phoneNumber\n0230210092\n'})
    await waiting(1)
    const listening = heard(running, /waiting for the database server/)
    running.process.kill('SIGINT')
    await listening
    running.process.kill('SIGINT')
    expect(await running.ended).toMatchObject({code: 8, stderr: expect.stringContaining('before this file was read')})
  })
})
