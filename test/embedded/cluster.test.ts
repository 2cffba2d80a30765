import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {beforeAll, describe, expect, test} from 'vitest'
import {clusterStatus, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {guardedFolder} from '../support/guard.ts'
import {query} from './query.ts'
import {clusterFolder, remove} from './temporary.ts'

const run = promisify(execFile)
const script = new URL('start-cluster.ts', import.meta.url).pathname

let cache: string
beforeAll(async () => {
  cache = guardedFolder('xivoctl-embedded-')
  return () => remove(cache)
})

const start = (directory: string, more = {}) => startCluster({directory, binaries: {cache}, durable: false, ...more})

describe('a cluster', () => {
  test('started by two processes at once is one server, and outlives both', async () => {
    const directory = await clusterFolder()
    const started = await Promise.all([1, 2].map(() => startInProcess(directory)))
    const status = await clusterStatus(directory)
    expect(started).toEqual([status?.pid, status?.pid])
    expect(await query(status?.url('postgres') ?? '', 'select current_user')).toEqual([{current_user: 'postgres'}])
  })

  test('started again is the same server', async () => {
    const directory = await clusterFolder()
    const first = await start(directory)
    expect((await start(directory)).pid).toBe(first.pid)
  })

  test('keeps what was committed when its server is killed', async () => {
    const directory = await clusterFolder()
    const first = await start(directory, {durable: true})
    await query(first.url('postgres'), 'create table kept (n integer)')
    process.kill(first.pid, 'SIGKILL')
    await expect.poll(() => clusterStatus(directory)).toBeUndefined()
    const second = await start(directory)
    expect(second.pid).not.toBe(first.pid)
    expect(await query(second.url('postgres'), 'select * from kept')).toEqual([])
  })

  test('does not mistake another process for its server', async () => {
    const directory = await clusterFolder()
    const {pid} = await start(directory)
    const file = join(directory, 'data/postmaster.pid')
    const text = await readFile(file, 'utf8')
    await stopCluster(directory)
    await writeFile(file, text.replace(String(pid), String(process.pid)))
    expect(await clusterStatus(directory)).toBeUndefined()
    expect(await stopCluster(directory)).toBe(false)
    const lock = join(directory, 'run/.s.PGSQL.5432.lock')
    await mkdir(dirname(lock), {recursive: true})
    await writeFile(lock, `${process.pid}\n`)
    expect((await start(directory)).pid).not.toBe(process.pid)
  })

  test('stops, once', async () => {
    const directory = await clusterFolder()
    await start(directory)
    expect(await stopCluster(directory)).toBe(true)
    expect(await stopCluster(directory)).toBe(false)
    expect(await clusterStatus(directory)).toBeUndefined()
  })

  test('with a long path has its socket elsewhere, and leaves nothing there', async () => {
    const cluster = await start(await clusterFolder('x'.repeat(100)))
    expect(cluster.socketDirectory.length).toBeLessThan(90)
    expect(await query(cluster.url('postgres'), 'select 1 as one')).toEqual([{one: 1}])
    await stopCluster(cluster.directory)
    expect(existsSync(cluster.socketDirectory)).toBe(false)
  })

  test('listens on no network, knows its time zone and the case of accents', async () => {
    const cluster = await start(await clusterFolder(), {timeZone: 'Pacific/Kiritimati'})
    const sql =
      "select current_setting('listen_addresses') as net, current_setting('TimeZone') as zone, upper('é') as e"
    expect(await query(cluster.url('postgres'), sql)).toEqual([{net: '', zone: 'Pacific/Kiritimati', e: 'É'}])
  })

  test('that cannot start says what the server said', async () => {
    const failure = start(await clusterFolder(), {settings: {shared_buffers: 'plenty'}})
    await expect(failure).rejects.toMatchObject({hints: [expect.stringContaining('shared_buffers')]})
  })

  test('of another major version is left alone', async () => {
    const directory = await clusterFolder()
    await mkdir(join(directory, 'data'))
    await writeFile(join(directory, 'data/PG_VERSION'), '9\n')
    await expect(start(directory)).rejects.toThrow('was made by PostgreSQL 9')
  })
})

async function startInProcess(directory: string): Promise<number> {
  const {stdout} = await run(process.execPath, ['--import', 'tsx', script, directory, cache])
  return Number(stdout)
}
