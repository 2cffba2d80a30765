import {randomBytes} from 'node:crypto'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import pg from 'pg'
import {afterAll, beforeAll, inject} from 'vitest'
import {begin, type Context, withContext} from '../../src/context.ts'
import {writeSampleSounds} from '../../src/embedded/sample-sounds.ts'
import type {SchemaShape} from '../../src/embedded/xivo-schema.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {copyDatabase, initialisedTemplates, templates, withClient} from './server.ts'

/** The XiVO of one test file: a cloned database and a temporary sound directory. */
export interface TestXivo {
  /** The name of its database. */
  name: string
  /** The environment that directs a command to this XiVO, in this process or in another. */
  env: Record<string, string>
  url: string
  sounds: string
  /** Runs a service. */
  use: <T>(work: (context: Context) => Promise<T>) => Promise<T>
  /** Runs a write, or its dry run, and returns its answer. */
  made: <T>(work: (context: Context) => Promise<Changed<T>>, how?: {dryRun: boolean}) => Promise<T>
  /** The rows of a plain SQL query, independent of the product. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever columns it asked for
  sql: (text: string, values?: unknown[]) => Promise<Record<string, any>[]>
  client: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>
}

/** The answer of a write. */
export const resultOf = async <T>(changed: Promise<Changed<T>>): Promise<T> => (await changed).result

/** `npm run test:matrix` runs the tests on the tables of a later XiVO too. */
const usualShape = (process.env.XIVOCTL_TEST_SHAPE ?? 'xivo') as SchemaShape

/** Gives the calling test file its XiVO; with `initialised: false`, without our tables. */
export function useXivo({shape = usualShape, initialised = true} = {}): TestXivo {
  const name = `xivoctl_test_${randomBytes(6).toString('hex')}`
  const xivo = {} as TestXivo
  let pool: pg.Pool | undefined
  beforeAll(async () => {
    const server = inject('serverUrl')
    const template = (initialised ? initialisedTemplates : templates)[shape]
    await withClient(server, (client) => copyDatabase(client, template, name))
    const url = server.replace(/\/postgres(\?|$)/, `/${name}$1`)
    pool = briefPool(url)
    Object.assign(xivo, {name}, await open(url, pool))
  })
  afterAll(async () => {
    await withClient(inject('serverUrl'), async (client) => {
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
      await pool?.end()
      await client.query(`drop database if exists ${name}`)
    })
    if (xivo.sounds) await rm(xivo.sounds, {recursive: true, force: true})
  })
  return xivo
}

/** A connection takes five times as long as a query. */
function briefPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({connectionString, max: 50, idleTimeoutMillis: 1000})
  // Idle connections fail when a test stops the server.
  pool.on('error', () => {})
  return pool
}

async function open(url: string, pool: pg.Pool): Promise<Omit<TestXivo, 'name'>> {
  const sounds = await mkdtemp(join(tmpdir(), 'xivoctl-sounds-'))
  await writeSampleSounds(sounds)
  const env = {
    XIVOCTL_DATABASE_URL: url,
    XIVOCTL_SOUNDS_DIR: sounds,
    XIVOCTL_DISSUASION_QUEUE: 'switchboard',
    XDG_CONFIG_HOME: join(sounds, '.config'),
  }
  const use: TestXivo['use'] = (work) => withContext(loadSettings({}, env), new AbortController().signal, work)
  return {
    env,
    url,
    sounds,
    use,
    made: (work, how) => resultOf(use((context) => work(begin(context, how)))),
    sql: async (text, values) => (await pool.query(text, values)).rows,
    client: (work) => withClient(url, work),
  }
}
