import {tmpdir} from 'node:os'
import {afterAll, beforeAll, describe} from 'vitest'
import {withContext} from '../../src/context.ts'
import {initialise} from '../../src/services/schema.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {withClient} from '../support/server.ts'
import type {TestXivo} from '../support/xivo.ts'
import {haproxy, postgres15, runsWith} from './debian.ts'
import {absentStandby, failovers} from './failover.ts'
import {Pair} from './pair.ts'
import {check} from './suite.ts'

describe.runIf(runsWith(failovers.name, haproxy, postgres15))('two clusters behind HAProxy', () => {
  /** Through HAProxy. */
  const xivo = {sounds: ''} as TestXivo & {pair: Pair}

  beforeAll(async () => {
    const pair = await Pair.start()
    const env = {XIVOCTL_DATABASE_URL: pair.url, XDG_CONFIG_HOME: '/nonexistent', XIVOCTL_SOUNDS_DIR: tmpdir()}
    const use: TestXivo['use'] = (work) => withContext(loadSettings({}, env), new AbortController().signal, work)
    const client: TestXivo['client'] = (work) => withClient(pair.url, work)
    const sql: TestXivo['sql'] = async (text, values) => (await client((each) => each.query(text, values))).rows
    Object.assign(xivo, {pair, env, url: pair.url, use, client, sql})
    await use((context) => initialise(context))
  })
  afterAll(() => xivo.pair?.stop())

  check(failovers, [xivo])
  check(absentStandby, [xivo])
})
