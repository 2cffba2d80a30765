import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {existsSync, realpathSync} from 'node:fs'
import {cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
/** A real path, because node_modules may be a link and oclif's manifest has paths relative to the real one. */
const cache = join(realpathSync(join(root, 'node_modules')), '.cache', 'xivoctl')
const sources = ['src', 'commands', 'bin', 'contrib', 'package.json', 'tsconfig.json']
/** Modules of the build that tests call in their own process. */
const usedInProcess = [
  'src/context.ts',
  'src/settings/load.ts',
  'src/services/callbacks/import.ts',
  'src/services/callbacks/export.ts',
  'src/sheets/workbook-apart.ts',
]
const DAY_MS = 86_400_000

/** A replacement of one line of the program. */
export interface Patch {
  /** The path of the source file. */
  file: string
  from: string
  to: string
}

/** The bug that a suite shall see, in a process that was started for it. */
const planted: readonly Patch[] = JSON.parse(process.env.PLANTED ?? '[]')

const builds = new Map<string, Promise<string>>()

/** The folder of the program, built from the present sources with these patches. Builds of other sources have other folders. */
export function build(...more: readonly Patch[]): Promise<string> {
  const patches = [...planted, ...more]
  const key = JSON.stringify(patches)
  const known = builds.get(key) ?? findOrMake(patches)
  builds.set(key, known)
  return known
}

async function findOrMake(patches: readonly Patch[]): Promise<string> {
  const directory = join(cache, await fingerprint(patches))
  await mkdir(cache, {recursive: true})
  const unlock = await locked(`${directory}.lock`)
  try {
    if (!existsSync(directory)) await makeBuild(directory, patches)
    const now = new Date()
    await utimes(directory, now, now)
  } finally {
    unlock()
  }
  return directory
}

/** Waits until no other process holds this lock, which ends with this process at the latest. */
async function locked(file: string): Promise<() => void> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; cat'], {stdio: ['pipe', 'pipe', 'inherit']})
  const ended = once(holder, 'close').then(() => {
    throw new Error(`${file} cannot be locked`)
  })
  await Promise.race([once(holder.stdout, 'data'), ended])
  return () => void holder.stdin.end()
}

async function fingerprint(patches: readonly Patch[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(patches))
  for (const file of (await Promise.all(sources.map(filesBelow))).flat().sort()) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(join(root, path))).isDirectory()) return [path]
  const entries = await readdir(join(root, path), {recursive: true, withFileTypes: true})
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}

/** Does not check types, which `npm run check` does. */
async function makeBuild(directory: string, patches: readonly Patch[]): Promise<void> {
  await removeOldBuilds()
  const draft = await mkdtemp(join(cache, '.draft-'))
  try {
    await copySources(draft, sources, patches)
    await run(process.execPath, ['bin/build.js', ...usedInProcess], {cwd: draft})
    const oclif = dirname(createRequire(import.meta.url).resolve('oclif/package.json'))
    await run(process.execPath, [join(oclif, 'bin/run.js'), 'manifest', '.'], {cwd: draft})
    await run(process.execPath, ['bin/help-pages.js'], {cwd: draft})
    await run(process.execPath, ['bin/share.js'], {cwd: draft})
    await run(process.execPath, ['--random-seed=1', 'bin/warm-up.js'], {cwd: draft})
    await rename(draft, directory)
  } catch (error) {
    await rm(draft, {recursive: true, force: true})
    throw error
  }
}

async function copySources(draft: string, paths: readonly string[], patches: readonly Patch[]): Promise<void> {
  for (const each of paths) await cp(join(root, each), join(draft, each), {recursive: true})
  for (const patch of patches) await apply(patch, draft)
}

async function apply({file, from, to}: Patch, draft: string): Promise<void> {
  const path = join(draft, file)
  const text = await readFile(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`)
  await writeFile(
    path,
    text.replace(from, () => to),
  )
}

/** Removes the builds that nobody has used for a day. */
async function removeOldBuilds(): Promise<void> {
  for (const name of await readdir(cache)) {
    const {mtimeMs} = await stat(join(cache, name))
    if (Date.now() - mtimeMs > DAY_MS) await rm(join(cache, name), {recursive: true, force: true})
  }
}

/** The exit and the output of a process. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Surroundings {
  env?: Record<string, string>
  stdin?: string
  /** Leaves standard input open without sending more. */
  stdinStaysOpen?: boolean
  /** An installation other than the build of the sources. */
  installation?: string
}

export interface Running {
  process: ChildProcess
  ended: Promise<Ended>
}

/** Starts the program as a separate process. */
export async function startBinary(argv: string[], surroundings: Surroundings = {}): Promise<Running> {
  const script = join(surroundings.installation ?? (await build()), 'bin', 'run.js')
  return startProcess(process.execPath, [script, ...argv], surroundings)
}

/** Runs the program as a separate process. */
export async function runBinary(argv: string[], surroundings: Surroundings = {}): Promise<Ended> {
  return (await startBinary(argv, surroundings)).ended
}

/** Runs a line of shell in which `xivoctl` is the program. */
export async function runShell(line: string, surroundings: Surroundings = {}): Promise<Ended> {
  const program = join(await build(), 'bin', 'run.js')
  const xivoctl = `xivoctl() { "${process.execPath}" "${program}" "$@"; }`
  return startProcess('sh', ['-c', `${xivoctl}; ${line}`], surroundings).ended
}

/** Starts any program as a separate process. */
export function startProcess(
  command: string,
  argv: string[],
  {env, stdin = '', stdinStaysOpen}: Surroundings,
): Running {
  const child = spawn(command, argv, {env: {PATH: process.env.PATH, HOME: '/nonexistent', ...env}})
  child.stdin.on('error', () => {})
  child.stdin.write(stdin)
  if (!stdinStaysOpen) child.stdin.end()
  return {process: child, ended: ending(child)}
}

function ending(child: ChildProcess): Promise<Ended> {
  const said = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({code, signal, ...said}))
  })
}
