import {spawn} from 'node:child_process'
import {open, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {unavailable} from '../errors.ts'
import {type Binaries, findBinaries} from './binaries.ts'
import {checkVersion, dataDirectory, dataOwner, dataVersion, environment, initialise} from './data-directory.ts'
import {canonical, makeDirectory, makeSocketDirectory, removeSocketDirectory} from './folders.ts'
import {findPostmaster, type Postmaster, pidFile, removeMisleadingLock} from './postmaster.ts'

const port = 5432
const patience = 60_000

/** Server parameters by name. */
type Settings = Record<string, string>

/** A running private PostgreSQL server. Its superuser is `postgres`, without a password, because the folder of its socket is private. */
export interface Cluster {
  directory: string
  socketDirectory: string
  port: number
  /** The major version: `15`. */
  version: string
  pid: number
  /** A connection string that node-postgres and psql understand. */
  url(database: string, user?: string): string
}

export interface ClusterOptions {
  /** Holds data, socket and log; made when missing. When we run as root, the user `nobody` must be able to enter it. */
  directory: string
  binaries?: {directory?: string | undefined; cache?: string | undefined}
  /** For this start only. */
  settings?: Settings
  /** False for a temporary server: faster, but a power failure loses its data. */
  durable?: boolean
  /** The server's TimeZone; the machine's by default. */
  timeZone?: string
}

/** Starts the server, which outlives this process, or returns the one that already runs there. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = await makeDirectory(options.directory)
  const running = await clusterStatus(directory)
  if (running) return running
  const binaries = await findBinaries({
    directory: options.binaries?.directory,
    cache: options.binaries?.cache ?? join(directory, 'binaries'),
  })
  await initialise(directory, binaries)
  await checkVersion(directory, binaries)
  return await persevere(3, () => attachOrLaunch(directory, binaries, {...parameters(options), ...options.settings}))
}

/** Stops the server and keeps its data. False when none was running. */
export async function stopCluster(directory: string): Promise<boolean> {
  const path = canonical(directory)
  const data = dataDirectory(path)
  const postmaster = await findPostmaster(data)
  if (!postmaster) return false
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    sendSignal(postmaster.pid, signal)
    const stopped = await within(patience / 2, async () => (await findPostmaster(data))?.pid !== postmaster.pid)
    if (!stopped) continue
    await removeSocketDirectory(path, port)
    return true
  }
  throw unavailable(`the PostgreSQL server in ${directory} (process ${postmaster.pid}) does not stop`, {
    hints: [`end it: kill -QUIT ${postmaster.pid}`],
  })
}

/** The process may have ended meanwhile. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** The cluster, if its server is running and accepts connections. */
export async function clusterStatus(directory: string): Promise<Cluster | undefined> {
  const path = canonical(directory)
  const postmaster = await findPostmaster(dataDirectory(path))
  return postmaster?.ready ? await describe(path, postmaster) : undefined
}

function parameters({durable = true, timeZone = machineTimeZone()}: ClusterOptions): Settings {
  return {
    listen_addresses: '',
    port: String(port),
    unix_socket_permissions: '0700',
    max_connections: '200',
    TimeZone: timeZone,
    log_timezone: timeZone,
    ...(durable ? {} : {fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off'}),
  }
}

function machineTimeZone(): string {
  const {timeZone} = Intl.DateTimeFormat().resolvedOptions()
  return !timeZone || timeZone === 'Etc/Unknown' ? 'UTC' : timeZone
}

/** After a crash, the children of the killed server hold its shared memory for a moment, and no server can start meanwhile. */
async function persevere(attempts: number, start: () => Promise<Cluster>): Promise<Cluster> {
  try {
    return await start()
  } catch (error) {
    if (attempts === 1) throw error
    await sleep(500)
    return await persevere(attempts - 1, start)
  }
}

async function attachOrLaunch(directory: string, binaries: Binaries, settings: Settings): Promise<Cluster> {
  const running = await findPostmaster(dataDirectory(directory))
  return running ? await whenReady(directory) : await launch(directory, binaries, settings)
}

async function launch(directory: string, binaries: Binaries, settings: Settings): Promise<Cluster> {
  const data = dataDirectory(directory)
  const owner = await dataOwner(directory)
  const sockets = await makeSocketDirectory(directory, port, owner)
  await removeMisleadingLock(pidFile(data), data)
  await removeMisleadingLock(join(sockets, `.s.PGSQL.${port}.lock`), data)
  const log = await open(join(directory, 'server.log'), 'a', 0o600)
  try {
    const {size} = await log.stat()
    const program = join(binaries.directory, 'postgres')
    const server = spawn(program, ['-D', data, ...flags({...settings, unix_socket_directories: sockets})], {
      ...owner,
      cwd: directory,
      detached: true,
      env: environment,
      stdio: ['ignore', log.fd, log.fd],
    })
    let ended = false
    for (const event of ['exit', 'error']) {
      server.once(event, () => {
        ended = true
      })
    }
    server.unref()
    return await whenReady(directory, () => ended, size)
  } finally {
    await log.close()
  }
}

const flags = (settings: Settings) => Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** A server that ended may have lost the race against another start; then wait for the other server. */
async function whenReady(directory: string, ended = () => true, logged = 0): Promise<Cluster> {
  const outcome = await within(patience, async () => {
    const alone = !ended()
    const postmaster = await findPostmaster(dataDirectory(directory))
    if (postmaster?.ready) return await describe(directory, postmaster)
    return alone || postmaster ? undefined : 'ended'
  })
  if (typeof outcome === 'object') return outcome
  throw unavailable(`the PostgreSQL server in ${directory} ${outcome ? 'did not start' : 'is not ready in time'}`, {
    hints: await lastLines(join(directory, 'server.log'), logged),
  })
}

async function lastLines(log: string, from: number): Promise<string[]> {
  const text = (await readFile(log)).subarray(from).toString()
  return text.trimEnd().split('\n').slice(-8)
}

/** Calls `ask` until its answer is truthy, or the time is up. */
async function within<T>(milliseconds: number, ask: () => Promise<T>): Promise<T | undefined> {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    const answer = await ask()
    if (answer) return answer
    await sleep(20)
  }
  return undefined
}

async function describe(directory: string, {pid, port, socketDirectory}: Postmaster): Promise<Cluster> {
  const query = `host=${encodeURIComponent(socketDirectory)}&port=${port}`
  return {
    directory,
    socketDirectory,
    port,
    version: await dataVersion(directory),
    pid,
    url: (database, user = 'postgres') =>
      `postgres://${encodeURIComponent(user)}@/${encodeURIComponent(database)}?${query}`,
  }
}
