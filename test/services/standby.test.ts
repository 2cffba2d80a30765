import {execFile} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {readFile, rm, writeFile} from 'node:fs/promises'
import {networkInterfaces, tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import PeriodsCreate from '../../commands/callbacks/periods/create.ts'
import DbInit from '../../commands/db/init.ts'
import QueuesList from '../../commands/queues/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import {withContext} from '../../src/context.ts'
import {whyNoWrites} from '../../src/database/connection/standby.ts'
import {startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {listQueues} from '../../src/services/queues.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {type HighAvailability, isSlaves} from '../../src/settings/high-availability.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {useServer} from '../faults/server.ts'
import {guardedFolder} from '../support/guard.ts'
import {run} from '../support/run.ts'
import {templates} from '../support/server.ts'
import {useXivo} from '../support/xivo.ts'

const asAdmin = ['jbond', '--profile', 'admin']

/** The environment of a command whose configuration names this database and this record of a pair. */
function environment(databaseUrl: string, pair?: unknown): Record<string, string> {
  const directory = mkdtempSync(join(tmpdir(), 'xivoctl-standby-'))
  directories.push(directory)
  const highAvailabilityFile = join(directory, 'ha.conf')
  if (pair !== undefined) writeFileSync(highAvailabilityFile, typeof pair === 'string' ? pair : JSON.stringify(pair))
  const file = join(directory, 'config.json')
  writeFileSync(file, JSON.stringify({highAvailabilityFile, contexts: {paris: {databaseUrl}}}), {mode: 0o600})
  return {XIVOCTL_CONFIG: file}
}

/** From PostgreSQL 12 on, an empty file is enough. */
async function makeStandby(data: string): Promise<void> {
  const version = Number(await readFile(join(data, 'PG_VERSION'), 'utf8'))
  if (version >= 12) await writeFile(join(data, 'standby.signal'), '')
  else await writeFile(join(data, 'recovery.conf'), 'standby_mode = on\n')
}

const directories: string[] = []
afterAll(() => Promise.all(directories.map((directory) => rm(directory, {recursive: true}))))

describe('a standby of PostgreSQL', () => {
  const server = useServer()
  let directory = ''
  let url = ''

  beforeAll(async () => {
    await server.stop()
    directory = guardedFolder('xivoctl-copy-')
    await promisify(execFile)('cp', ['-a', join(server.directory, 'data'), directory])
    await makeStandby(join(directory, 'data'))
    const standby = await startCluster({directory})
    url = standby.url(templates.xivo)
  })
  afterAll(async () => {
    await stopCluster(directory)
    await rm(directory, {recursive: true, force: true})
  })

  test('is read from, and refuses every write with the reason', async () => {
    const env = environment(url)
    expect(await run(QueuesList, [], env)).toMatchObject({code: 0, stderr: ''})
    const writes = [
      () => run(RightsSet, asAdmin, env),
      () => run(PeriodsCreate, ['Midi', '--start', '12:00', '--end', '14:00'], env),
      () => run(DbInit, ['--dry-run'], env),
    ]
    for (const write of writes) {
      const {code, stderr} = await write()
      expect(code).toBe(6)
      expect(stderr).toBe(
        'context: paris\nerror: the database is a standby, which cannot be changed: nothing was written\nhint: name its primary server in databaseUrl\n',
      )
    }
  })

  test('is told by a server that limits its transactions too, not as a bug', async () => {
    const limits = {statementMs: 5_000, lockMs: 5_000}
    const work = withContext(
      loadSettings({}, environment(url)),
      new AbortController().signal,
      async (context) => {
        expect((await listQueues(context)).length).toBeGreaterThan(0)
        expect(await whyNoWrites(context)).toMatchObject({kind: 'unavailable'})
        return setRights(context, 'jbond', {type: 'admin'})
      },
      {limits},
    )
    await expect(work).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('is a standby')})
  })
})

describe('a database that is not a standby', () => {
  const xivo = useXivo()
  const nothingWritten = async () => expect(await xivo.sql('select * from xivoctl.user_profile')).toEqual([])

  test.each([
    ['no record of a pair', undefined],
    ['a pair that was ended', {node_type: 'disabled', remote_address: ''}],
    ['a master whose slave is elsewhere', {node_type: 'master', remote_address: '192.0.2.77'}],
    ['a record that is cut', '{"node_type": "sla'],
    ['a record of something else', '[]'],
  ])('is written to with %s', async (_, pair) => {
    const env = environment(xivo.url, pair)
    expect(await run(RightsSet, asAdmin, env)).toMatchObject({code: 0})
    await xivo.sql('delete from xivoctl.user_profile')
  })

  test('refuses writes on the slave of a pair, and is read from', async () => {
    const env = environment(xivo.url, {node_type: 'slave', remote_address: '192.0.2.77'})
    expect(await run(QueuesList, [], env)).toMatchObject({code: 0, stderr: ''})
    const {code, stderr} = await run(RightsSet, asAdmin, env)
    expect(code).toBe(6)
    expect(stderr).toMatch(
      /XiVO slave, which is overwritten from the master every hour: nothing was written\nhint: run xivoctl against the m/,
    )
    await nothingWritten()
  })

  test('refuses writes when the role or the database is read-only by default', async () => {
    const [{name} = {}] = await xivo.sql('select current_database() as name')
    await xivo.sql(`alter database ${name} set default_transaction_read_only = on`)
    const {code, stderr} = await run(RightsSet, asAdmin, environment(xivo.url))
    expect(code).toBe(6)
    expect(stderr).toContain('error: the database is read-only (default_transaction_read_only is on)')
    await nothingWritten()
  })
})

describe('the database of a slave', () => {
  const slave: HighAvailability = {node: 'slave', other: '192.0.2.1'}
  const master: HighAvailability = {node: 'master', other: '192.0.2.2'}
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])

  test.each<[string, HighAvailability, string | undefined, boolean]>([
    ['on the slave, behind a Unix socket', slave, undefined, true],
    ['on the slave, on loopback', slave, '127.0.0.1', true],
    ['on the slave, on loopback', slave, '::1', true],
    ['seen from the slave: the master', slave, '192.0.2.1', false],
    ['seen from the slave: a third one', slave, '198.51.100.7', false],
    ['on the master', master, '127.0.0.1', false],
    ['on the master', master, undefined, false],
    ['seen from the master: the slave', master, '192.0.2.2', true],
  ])('%s (%j, %s): %s', (_, pair, address, is) => {
    expect(isSlaves(pair, address)).toBe(is)
  })

  test('is also the one at an address of the slave itself', () => {
    for (const {address} of own) expect(isSlaves(slave, address), address).toBe(true)
  })
})
