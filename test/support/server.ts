import {rm} from 'node:fs/promises'
import pg from 'pg'
import {begin, withContext} from '../../src/context.ts'
import {startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {type SchemaShape, xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {initialise} from '../../src/services/schema.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {guardedFolder} from './guard.ts'

/** A PostgreSQL for one run of the tests: `url('postgres')` is a superuser's. */
export interface TestServer {
  url: (database: string) => string
  stop: () => Promise<void>
}

export const templates: Record<SchemaShape, string> = {xivo: 'xivoctl_template', later: 'xivoctl_template_later'}
export const initialisedTemplates: Record<SchemaShape, string> = {
  xivo: 'xivoctl_template_initialised',
  later: 'xivoctl_template_later_initialised',
}

/** The server of TEST_DATABASE_URL, or else a temporary one. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return {url: (database) => withDatabase(given, database), stop: async () => {}}
  const directory = guardedFolder('xivoctl-test-')
  // Whoever clears /dev/shm would take the server's memory away.
  const settings = {dynamic_shared_memory_type: 'mmap'}
  const cluster = await startCluster({directory, durable: false, settings})
  return {
    url: (database) => cluster.url(database),
    stop: async () => {
      await stopCluster(directory)
      await rm(directory, {recursive: true, force: true})
    },
  }
}

function withDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(\/[^?]*)?/, `$1/${database}`)
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes a database to clone: XiVO's tables with the sample data, without our tables. */
export async function makeTemplate(server: TestServer, shape: SchemaShape): Promise<void> {
  const name = templates[shape]
  await recreate(server, name)
  await withClient(server.url(name), async (client) => {
    await client.query(xivoSchema(shape))
    await loadSampleData(client)
  })
}

/** Makes the same with our tables, from the template of that shape. */
export async function makeInitialisedTemplate(server: TestServer, shape: SchemaShape): Promise<void> {
  const name = initialisedTemplates[shape]
  await recreate(server, name, templates[shape])
  const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: server.url(name)})
  await withContext(settings, new AbortController().signal, (context) => initialise(begin(context)))
}

async function recreate(server: TestServer, name: string, template = 'template1'): Promise<void> {
  await withClient(server.url('postgres'), async (client) => {
    await client.query(`drop database if exists ${name}`)
    await copyDatabase(client, template, name)
  })
}

/** Copies the files of a database; PostgreSQL 15 and newer would log every page, which is four times the work. */
export async function copyDatabase(client: pg.Client, template: string, name: string): Promise<void> {
  const {rows} = await client.query(`select current_setting('server_version_num')::int >= 150000 as logs`)
  await client.query(`create database ${name} template ${template} ${rows[0].logs ? 'strategy file_copy' : ''}`)
}
