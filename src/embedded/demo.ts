import {randomUUID} from 'node:crypto'
import {existsSync} from 'node:fs'
import {readdir, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {type Context, withContext} from '../context.ts'
import {AppError, unavailable, usage} from '../errors.ts'
import {parseTicketStatuses, TICKET_STATUSES} from '../formats/ticket-statuses.ts'
import {initialise} from '../services/schema.ts'
import type {ContextSettings} from '../settings/file.ts'
import {demoOrigin, loadSettings, type Settings, stoppedDemo} from '../settings/load.ts'
import {demoContextFile, demoDirectory, demoNames, isDemoName, stateDirectory} from '../settings/state.ts'
import {type Cluster, clusterStatus, startCluster, stopCluster} from './cluster.ts'
import {dataVersion} from './data-directory.ts'
import {createDatabase} from './databases.ts'
import {fillDemo} from './demo-data.ts'
import {makeDirectory} from './folders.ts'
import {loadSampleData} from './sample-data.ts'
import {writeSampleSounds} from './sample-sounds.ts'
import {xivoSchema} from './xivo-schema.ts'

/** A private XiVO with sample data. */
export interface Demo {
  name: string
  running: boolean
  /** The major version of PostgreSQL; omitted until there are data. */
  version?: string
  directory: string
}

/** A running demo, and how to connect to it. */
export interface StartedDemo extends Demo {
  /** Did this start make it? */
  created: boolean
  databaseUrl: string
  /** The connection string for psql, as `keyword=value` pairs. */
  psql: string
  soundsDir: string
}

export interface StoppedDemo extends Demo {
  wasRunning: boolean
}

type Progress = (sentence: string) => void

const database = 'xivo'
const draft = 'xivo_draft'
/** Any number will do: nobody else uses the cluster. */
const lockId = 1

/** Starts a demo, and makes it first when there is none. Safe to repeat, to run twice at once, and after being killed. */
export async function startDemo(env: NodeJS.ProcessEnv, name: string, progress: Progress): Promise<StartedDemo> {
  const directory = await prepare(env, name)
  if (!(await clusterStatus(directory))) progress(`starting PostgreSQL in ${directory}`)
  const cache = join(stateDirectory(env), 'binaries')
  const cluster = await startCluster({directory, binaries: {cache}})
  const created = await makeDatabase(name, cluster, progress)
  const settings = settingsOf(name, cluster, database)
  await use(settings, (context) => initialise(context))
  await writeContext(directory, settings)
  const {databaseUrl, soundsDir} = settings
  return {...(await describe(env, name)), created, databaseUrl, psql: conninfo(cluster), soundsDir}
}

/** All demos, sorted by name; with `name` only that one, or a usage error. */
export async function demoStatus(env: NodeJS.ProcessEnv, name?: string): Promise<Demo[]> {
  const names = name === undefined ? demoNames(env) : [await existing(env, name)]
  return await Promise.all(names.map((each) => describe(env, each)))
}

/** Stops a demo and keeps its data. */
export async function stopDemo(env: NodeJS.ProcessEnv, name: string): Promise<StoppedDemo> {
  const demo = await describe(env, await existing(env, name))
  return {...demo, running: false, wasRunning: await stopCluster(demo.directory)}
}

/** Stops a demo and removes it with all its data. Returns its former state. */
export async function deleteDemo(env: NodeJS.ProcessEnv, name: string): Promise<StoppedDemo> {
  const demo = await stopDemo(env, name)
  await discard(demo.directory)
  return demo
}

/** Stops a demo, removes all its data, and starts it as a new one. */
export async function resetDemo(env: NodeJS.ProcessEnv, name: string, progress: Progress): Promise<StartedDemo> {
  await discard(locate(env, name))
  return await startDemo(env, name, progress)
}

/** The server of the demo that `--context` names. Refuses a context that is not a demo, and a stopped demo. */
export async function runningDemo(
  env: NodeJS.ProcessEnv,
  {context, config = env.XIVOCTL_CONFIG}: {context: string; config?: string | undefined},
): Promise<Cluster> {
  const {XIVOCTL_STATE_DIR} = env
  const {databaseUrl: origin} = loadSettings({context, config}, {...withoutOurs(env), XIVOCTL_STATE_DIR}).origins
  if (origin !== demoOrigin(context)) {
    throw usage(`the name '${context}' is taken by the ${origin}, so it does not select a demo`, {
      hints: ['give a demo another name: xivoctl demo start NAME'],
    })
  }
  const cluster = await clusterStatus(demoDirectory(env, context))
  if (cluster === undefined) throw stoppedDemo(context)
  return cluster
}

/** The environment without our variables that select a XiVO. */
export const withoutOurs = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('XIVOCTL_')))

function locate(env: NodeJS.ProcessEnv, name: string): string {
  if (isDemoName(name)) return demoDirectory(env, name)
  throw usage(`a demo's name must be lower-case letters, digits and -, not '${name}'`)
}

/** Refuses a name that no demo has. */
async function existing(env: NodeJS.ProcessEnv, name: string): Promise<string> {
  if (existsSync(locate(env, name))) return name
  const names = demoNames(env)
  throw usage(`no demo named '${name}'`, {
    hints: [names.length > 0 ? `demos: ${names.join(', ')}` : `xivoctl demo start ${name} makes it`],
  })
}

async function describe(env: NodeJS.ProcessEnv, name: string): Promise<Demo> {
  const directory = demoDirectory(env, name)
  const version = await dataVersion(directory).catch(() => undefined)
  const running = version !== undefined && (await clusterStatus(directory)) !== undefined
  return {name, running, ...(version !== undefined && {version}), directory}
}

/** Makes the folders of the demo and of PostgreSQL's programs, with modes that let the server's user enter. */
async function prepare(env: NodeJS.ProcessEnv, name: string): Promise<string> {
  const directory = locate(env, name)
  try {
    await makeDirectory(join(stateDirectory(env), 'binaries'))
    return await makeDirectory(directory)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unavailable(`cannot make ${directory}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
      hints: ['set XIVOCTL_STATE_DIR to another directory'],
    })
  }
}

/** Renames the folder first, so that an interrupted removal never leaves half a demo. */
async function discard(directory: string): Promise<void> {
  if (!existsSync(directory)) return
  await stopCluster(directory)
  const trash = join(dirname(directory), `.discarded-${basename(directory)}`)
  await rm(trash, {recursive: true, force: true})
  await rename(directory, trash)
  await rm(trash, {recursive: true, force: true})
}

/** Makes the database under another name, one process at a time, so that it is complete or absent. False when it existed. */
async function makeDatabase(name: string, cluster: Cluster, progress: Progress): Promise<boolean> {
  return await use(settingsOf(name, cluster, 'postgres'), async ({pool}) => {
    const client = await pool.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [lockId])
      const {rowCount} = await client.query('select from pg_database where datname = $1', [database])
      if (rowCount !== 0) return false
      await removeDrafts(cluster.directory)
      progress('filling it with a contact centre of sample data')
      await createDatabase(client, draft)
      await fill(settingsOf(name, cluster, draft))
      await client.query(`alter database ${draft} rename to ${database}`)
      return true
    } finally {
      client.release()
    }
  })
}

/** Removes data directories that a killed start left unfinished. A start that is still filling one uses the finished one instead. */
async function removeDrafts(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((entry) => entry.startsWith('.data-'))
  for (const entry of drafts) await rm(join(directory, entry), {recursive: true, force: true, maxRetries: 5})
}

/** Fills an empty database, and a folder of sounds. */
export async function fill(settings: Settings, stop?: AbortSignal): Promise<void> {
  await writeSampleSounds(settings.soundsDir)
  await use(settings, fillAll, stop)
}

async function fillAll(context: Context): Promise<void> {
  const client = await context.pool.connect()
  try {
    await client.query(xivoSchema('xivo'))
    await loadSampleData(client)
  } finally {
    client.release()
  }
  await initialise(context)
  await fillDemo(context)
}

export const use = <T>(
  settings: Settings,
  work: (context: Context) => Promise<T>,
  stop = new AbortController().signal,
): Promise<T> => withContext(settings, stop, work)

export function settingsOf(name: string, cluster: Cluster, onDatabase: string): Settings {
  const origin = demoOrigin(name)
  return {
    context: name,
    databaseUrl: cluster.url(onDatabase),
    databaseSchema: 'xivoctl',
    soundsDir: join(cluster.directory, 'sounds'),
    soundsAsteriskDir: '/var/lib/xivo/sounds/playback',
    dissuasionQueue: 'switchboard',
    importLedgerDays: 30,
    undoDays: 30,
    historyDays: 365,
    phoneCountry: 'FR',
    ticketStatuses: parseTicketStatuses(TICKET_STATUSES) ?? [],
    closedDays: 'off',
    origins: {
      databaseUrl: origin,
      databaseSchema: origin,
      soundsDir: origin,
      soundsAsteriskDir: origin,
      dissuasionQueue: origin,
      importLedgerDays: origin,
      undoDays: origin,
      historyDays: origin,
      phoneCountry: origin,
      ticketStatuses: origin,
      closedDays: origin,
    },
  }
}

/** From now on `--context NAME` means this demo. Renames a finished file, because other processes may be reading. */
async function writeContext(directory: string, settings: Settings): Promise<void> {
  const file = `${demoContextFile(directory)}.${randomUUID()}`
  await writeFile(file, `${JSON.stringify(contextOf(settings), null, 2)}\n`, {mode: 0o600})
  await rename(file, demoContextFile(directory))
}

/** The settings as a configuration file stores them. */
export function contextOf(settings: Settings): ContextSettings {
  const {databaseUrl, databaseSchema, soundsDir, soundsAsteriskDir, dissuasionQueue = ''} = settings
  return {databaseUrl, databaseSchema, soundsDir, soundsAsteriskDir, dissuasionQueue}
}

function conninfo({socketDirectory, port}: Cluster): string {
  return `host=${quoted(socketDirectory)} port=${port} user=postgres dbname=${database}`
}

const quoted = (value: string) =>
  /^[\w/.+~@-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, (character) => `\\${character}`)}'`
