import {execFile} from 'node:child_process'
import {mkdir, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {stopCluster} from '../../src/embedded/cluster.ts'
import {isFull} from '../faults/scale.ts'
import {guardedFolder} from '../support/guard.ts'
import {openTerminal} from '../support/terminal.ts'
import {processesOf} from './processes.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
/** An ordinary user. */
const nobody = 65534
/** A step says every 4 s how long it has lasted; beside other tests, a little later. */
const SILENCE_MS = isFull ? 5_000 : 8_000
const PATIENCE_MS = 600_000

let folder: string

beforeAll(() => {
  folder = guardedFolder('xivoctl-clone-')
})
afterAll(() => run('rm', ['--recursive', '--force', folder]))

/** What is committed, in a folder that holds nothing else. */
async function clone(name: string): Promise<string> {
  const directory = join(folder, name)
  await run('git', ['clone', '--quiet', '--no-hardlinks', root, directory])
  if (!isFull) await bringPackages(directory)
  return directory
}

/** The packages that this checkout got from the registry: npm looks at each of them, and finds it there. */
async function bringPackages(directory: string): Promise<void> {
  const packages = join(directory, 'node_modules')
  const marker = join(packages, '.package-lock.json')
  await mkdir(packages)
  const names = (await readdir(join(root, 'node_modules'))).filter((name) => name !== '.cache')
  const copy = ['--archive', ...names.map((name) => join(root, 'node_modules', name)), packages]
  // Links are not possible to another file system.
  await run('cp', ['--link', ...copy]).catch(() => run('cp', ['--force', ...copy]))
  // npm writes this file in place.
  const text = await readFile(marker)
  await rm(marker)
  await writeFile(marker, text)
  await utimes(marker, 0, 0)
}

describe('in a fresh clone, on a terminal with nobody at the keyboard', () => {
  let cloned: string
  beforeAll(async () => {
    cloned = await clone('cloned')
  })

  // In `npm run test:system`, npm test installs, and an ordinary user's demo builds, starts and shows.
  test.runIf(isFull)(
    'npm run demo installs, builds, starts and shows, and says so all the time',
    async () => {
      const state = join(folder, 'state')
      onTestFinished(async () => void (await stopCluster(join(state, 'demo', 'demo'))))
      const env = {HOME: process.env.HOME ?? '/root', XIVOCTL_STATE_DIR: state}
      const {code, screen, longestSilenceMs} = await openTerminal('npm run demo', {cwd: cloned, env}).ended
      expect(code, screen).toBe(0)
      for (const said of [
        'installing the packages',
        'building the program',
        'starting PostgreSQL',
        'That was the tour',
      ]) {
        expect(screen).toContain(said)
      }
      expect(longestSilenceMs, screen).toBeLessThan(SILENCE_MS)
    },
    PATIENCE_MS,
  )

  test(
    'npm test installs, shows its first tests, says all the time what goes on until then, and leaves no PostgreSQL on Ctrl-C',
    async () => {
      const env = {HOME: process.env.HOME ?? '/root', TMPDIR: folder}
      const some = isFull ? '' : ' -- --maxWorkers=1 test/services'
      const terminal = openTerminal(`npm test${some}`, {cwd: cloned, env})
      onTestFinished(terminal.close)
      await terminal.shows(/Tests +[1-9]\d* passed/, PATIENCE_MS)
      terminal.type('\u0003')
      const {screen, longestSilenceMs} = await terminal.ended
      const steps = ['starting PostgreSQL', 'loading the sample data']
      for (const said of isFull ? steps : ['installing the packages', ...steps]) expect(screen).toContain(said)
      expect(longestSilenceMs, screen).toBeLessThan(SILENCE_MS)
      await expect.poll(() => processesOf('postgres', join(folder, 'xivoctl-')), {timeout: 60_000}).toEqual([])
    },
    PATIENCE_MS,
  )

  test(
    'npm run demo builds, starts and shows for an ordinary user too, and says so all the time',
    async () => {
      // The clone of root as it was with its packages: only the installation itself is not done again.
      await run('git', ['clean', '--quiet', '-dffx', '--exclude', '/node_modules'], {cwd: cloned})
      await rm(join(cloned, 'node_modules/.cache'), {recursive: true, force: true})
      const theirs = (await readdir(cloned)).filter((name) => name !== 'node_modules')
      await run('chown', ['--recursive', `${nobody}:${nobody}`, ...theirs], {cwd: cloned})
      await run('chown', [`${nobody}:${nobody}`, cloned])
      const home = join(folder, 'home')
      // Of their own: /etc/xivoctl of a machine with xivoctl on it is not everybody's to read.
      await mkdir(join(home, '.config/xivoctl'), {recursive: true})
      await writeFile(join(home, '.config/xivoctl/config.json'), '{}')
      await run('chown', ['--recursive', `${nobody}:${nobody}`, home])
      onTestFinished(async () => void (await stopCluster(join(home, '.local/state/xivoctl/demo/demo'))))
      const line = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups npm run demo`
      const {code, screen, longestSilenceMs} = await openTerminal(line, {cwd: cloned, env: {HOME: home}}).ended
      expect(code, screen).toBe(0)
      for (const said of ['building the program', 'starting PostgreSQL', 'That was the tour']) {
        expect(screen).toContain(said)
      }
      expect(longestSilenceMs, screen).toBeLessThan(SILENCE_MS)
    },
    PATIENCE_MS,
  )
})
