import {rm} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll} from 'vitest'
import {withContext} from '../../src/context.ts'
import {startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {initialise} from '../../src/services/schema.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {guardedFolder} from '../support/guard.ts'
import {makeTemplate, templates, withClient} from '../support/server.ts'
import type {TestXivo} from '../support/xivo.ts'

/** A XiVO on a PostgreSQL of its own, which may be stopped, killed and filled up. */
export interface Server extends TestXivo {
  directory: string
  start: () => Promise<void>
  stop: () => Promise<void>
  /** The postmaster. */
  pid: number
}

interface ServerOptions {
  /** Called with the server's directory before there is anything in it; answers with server parameters. */
  prepare?: (directory: string) => Promise<Record<string, string>>
}

/** Gives the calling test file its server; durable, so that what was committed outlives a crash. */
export function useServer({prepare}: ServerOptions = {}): Server {
  const server = {} as Server
  beforeAll(async () => {
    const directory = guardedFolder('xivoctl-server-')
    const settings = (await prepare?.(directory)) ?? {}
    const start = async () => {
      const cluster = await startCluster({directory, settings})
      Object.assign(server, {url: cluster.url(templates.xivo), pid: cluster.pid})
      await letsIn(cluster.url('postgres'))
    }
    Object.assign(server, {directory, start, stop: () => stopCluster(directory)})
    await start()
    await makeTemplate(
      {url: (name) => server.url.replace(`/${templates.xivo}?`, `/${name}?`), stop: server.stop},
      'xivo',
    )
    const env = {XIVOCTL_DATABASE_URL: server.url, XDG_CONFIG_HOME: '/nonexistent'}
    const use: Server['use'] = (work) => withContext(loadSettings({}, env), new AbortController().signal, work)
    const client: Server['client'] = (work) => withClient(server.url, work)
    const sql: Server['sql'] = async (text, values) => (await client((each) => each.query(text, values))).rows
    Object.assign(server, {env, use, client, sql, sounds: ''})
    await use((context) => initialise(context))
  })
  afterAll(async () => {
    if (!server.directory) return
    await stopCluster(server.directory)
    await rm(server.directory, {recursive: true, force: true})
  })
  return server
}

/** After a crash a server that runs lets nobody in for a moment. */
async function letsIn(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      return await withClient(url, async () => {})
    } catch {
      await sleep(50)
    }
  }
  throw new Error('the server lets nobody in')
}
