import {execFile} from 'node:child_process'
import {rm} from 'node:fs/promises'
import {promisify} from 'node:util'
import {type Cluster, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {makeTls} from '../faults/tls-cases.ts'
import {guardedFolder} from '../support/guard.ts'
import {withClient} from '../support/server.ts'
import {type ShippedProgram, takeProgram} from './program.ts'

const run = promisify(execFile)
const database = 'bench'
const password = 'a-password-for-the-benchmark'
export const list = 'Bench'

/** Nothing of the server's own begins in the middle of a measurement; else its defaults, fsync among them. */
const settings = {autovacuum: 'off', checkpoint_timeout: '1h', max_wal_size: '4GB'}

/** A PostgreSQL of our own with XiVO's sample data, our tables, and a list to import into. */
export interface BenchServer {
  cluster: Cluster
  url: string
  /** The same database over TCP, with TLS and a password. */
  tlsUrl: string
  /** A folder for files that go with the server. */
  directory: string
  program: ShippedProgram
  query: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>
  stop: () => Promise<void>
}

export async function startBenchServer(): Promise<BenchServer> {
  const directory = guardedFolder('xivoctl-bench-')
  const program = await takeProgram()
  const stop = async () => {
    await program.remove()
    await stopCluster(directory)
    await rm(directory, {recursive: true, force: true})
  }
  try {
    const overTcp = await makeTls(directory, 'scram-sha-256')
    const cluster = await startCluster({directory, durable: true, settings: {...settings, ...overTcp}})
    await withClient(cluster.url('postgres'), (client) => client.query(`create database ${database}`))
    const url = cluster.url(database)
    await withClient(url, async (client) => {
      await client.query(xivoSchema('xivo'))
      await loadSampleData(client)
      await client.query(`set password_encryption = 'scram-sha-256'; alter role postgres password '${password}'`)
    })
    const tlsUrl = `postgres://postgres:${password}@127.0.0.1:${cluster.port}/${database}?sslmode=require`
    await makeTables(program.script, {url})
    const query = <T extends object>(text: string, values: unknown[] = []) =>
      withClient(url, async (client) => (await client.query<T>(text, values)).rows)
    return {cluster, url, tlsUrl, directory, program, query, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

/** The tables of a build, with the list and the periods of the sample, in a schema of their own. */
export async function makeTables(
  script: string,
  {url, schema = 'xivoctl'}: {url: string; schema?: string},
): Promise<void> {
  const env = {XIVOCTL_DATABASE_URL: url, XIVOCTL_DATABASE_SCHEMA: schema}
  const xivoctl = (...argv: string[]) => run(process.execPath, [script, ...argv], {env})
  await xivoctl('db', 'init')
  await xivoctl('callbacks', 'lists', 'create', list, '--queue', 'ventes')
  for (const [name, start, end] of periods) {
    await xivoctl('callbacks', 'periods', 'create', name, '--start', start, '--end', end)
  }
}

export const periods = [
  ['Matinée', '09:00', '12:00'],
  ['Après-midi', '14:00', '17:00'],
] as const
