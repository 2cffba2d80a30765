import {execFileSync} from 'node:child_process'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest'

const bin = fileURLToPath(new URL('../../bin', import.meta.url))
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

let program: string
let home: string

/** A program of one file, as npm installs it: without compiled code beside its files. */
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'xivoctl-code-'))
  onTestFinished(() => rm(directory, {recursive: true, force: true}))
  await chmod(directory, 0o755)
  program = join(directory, 'program')
  home = join(directory, 'home')
  await mkdir(join(program, 'bin'), {recursive: true})
  await mkdir(join(program, 'dist'))
  await mkdir(home)
  for (const name of ['load.js', 'user-code.js', 'package.json']) await cp(join(bin, name), join(program, 'bin', name))
  await writeFile(join(program, 'dist/build-id'), '0123456789abcdef\n')
  await writeFile(join(program, 'dist/file.js'), source('source'))
})

/** V8 accepts the code of any source of the same length: so the output tells whether kept code ran. */
const source = (word: 'source' | 'cached') => `console.log('${word}')`

function run(env: NodeJS.ProcessEnv = {HOME: home}, uid?: number): string {
  const script = `const {load, dist} = require('${program}/bin/load.js'); load(dist + 'file.js')`
  return execFileSync(process.execPath, ['-e', script], {env, encoding: 'utf8', ...(uid !== undefined && {uid})}).trim()
}

const cache = () => join(home, '.cache')

/** The folder and the file that the first run made. */
async function kept(): Promise<{folder: string; file: string}> {
  const [name = ''] = await readdir(join(cache(), 'xivoctl'))
  const folder = join(cache(), 'xivoctl', name)
  const [file = '', ...others] = await readdir(folder)
  expect(others).toEqual([])
  return {folder, file: join(folder, file)}
}

/** The code of another source, made by a process with the same options for V8. */
let planted: Buffer
beforeAll(() => {
  const script = `process.stdout.write(new vm.Script(module.constructor.wrap("${source('cached')}")).createCachedData())`
  planted = execFileSync(process.execPath, ['-e', script])
})

async function ranAndPlanted() {
  expect(run()).toBe('source')
  const place = await kept()
  await writeFile(place.file, planted)
  return place
}

describe('the code that V8 compiled', () => {
  test('is kept in the cache folder of the user, for them alone, and used by the next run', async () => {
    const {folder, file} = await ranAndPlanted()
    expect(run()).toBe('cached')
    const modes = await Promise.all(
      [join(cache(), 'xivoctl'), folder, file].map(async (path) => (await lstat(path)).mode),
    )
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600'])
  })

  test('is not used for another build, nor for a file that was edited', async () => {
    await ranAndPlanted()
    await writeFile(join(program, 'dist/build-id'), 'fedcba9876543210\n')
    expect(run()).toBe('source')
    await writeFile(join(program, 'dist/build-id'), '0123456789abcdef\n')
    expect(run()).toBe('cached')
    await utimes(join(program, 'dist/file.js'), 1, 1)
    expect(run()).toBe('source')
  })

  test('of other builds is removed after a month', async () => {
    const {folder} = await ranAndPlanted()
    await utimes(folder, 1, 1)
    await writeFile(join(program, 'dist/build-id'), 'fedcba9876543210\n')
    run()
    expect(folder.endsWith((await readdir(join(cache(), 'xivoctl'))).join())).toBe(false)
    expect(await readdir(join(cache(), 'xivoctl'))).toHaveLength(1)
  })

  test('that is cut off is compiled and stored again', async () => {
    const {file} = await ranAndPlanted()
    await writeFile(file, 'not code')
    expect(run()).toBe('source')
    expect((await lstat(file)).size).toBeGreaterThan(100)
  })

  test.each([
    ['a home that cannot be written', () => ({HOME: '/dev/null/home'})],
    ['a relative home', () => ({HOME: 'home'})],
    ['a home that is not there', () => ({HOME: join(home, 'gone')})],
    ['no home', () => ({})],
    ["Node's own switch for kept code", () => ({HOME: home, NODE_DISABLE_COMPILE_CACHE: '1'})],
  ])('is neither used nor stored with %s', async (_, env) => {
    expect(run(env())).toBe('source')
    expect(await readdir(home)).toEqual([])
  })

  test.runIf(isRoot)('of root is not stored in the home of another user', async () => {
    await chown(home, NOBODY, NOBODY)
    expect(run()).toBe('source')
    expect(await readdir(home)).toEqual([])
  })

  test.runIf(isRoot)('removes nothing behind a link of another user', async () => {
    const victim = await mkdtemp(join(tmpdir(), 'xivoctl-victim-'))
    onTestFinished(() => rm(victim, {recursive: true, force: true}))
    await mkdir(join(victim, 'code-old'))
    await utimes(join(victim, 'code-old'), 1, 1)
    await mkdir(cache())
    await symlink(victim, join(cache(), 'xivoctl'))
    await chown(cache(), NOBODY, NOBODY)
    expect(run()).toBe('source')
    expect(await readdir(victim)).toEqual(['code-old'])
  })

  test('is not stored by a run that began before the program was replaced', async () => {
    const script = `const {load, dist} = require('${program}/bin/load.js'); load(dist + 'file.js')
      require('node:fs').writeFileSync(dist + 'build-id', 'fedcba9876543210')`
    execFileSync(process.execPath, ['-e', script], {env: {HOME: home}})
    expect(await readdir(home)).toEqual([])
  })

  test('is in XDG_CACHE_HOME, if that is absolute', async () => {
    const other = join(home, 'other')
    expect(run({HOME: home, XDG_CACHE_HOME: other})).toBe('source')
    expect(await readdir(home)).toEqual(['other'])
    run({HOME: home, XDG_CACHE_HOME: 'relative'})
    expect((await readdir(home)).sort()).toEqual(['.cache', 'other'])
  })
})

describe('code that another user could have written is never run', () => {
  test.each<[string, (place: {folder: string; file: string}) => Promise<void>]>([
    ['a file that others can write', ({file}) => chmod(file, 0o602)],
    ['a file that a group can write', ({file}) => chmod(file, 0o620)],
    ['a folder that others can write', ({folder}) => chmod(folder, 0o702)],
    ['a folder that a group can write', ({folder}) => chmod(folder, 0o770)],
    ['a sticky folder that others can write', ({folder}) => chmod(folder, 0o1777)],
    ['a cache that others can write', () => chmod(cache(), 0o777)],
    ['a home that others can write', () => chmod(home, 0o777)],
    [
      'a link',
      async ({file}) => {
        await rename(file, join(home, 'moved'))
        await symlink(join(home, 'moved'), file)
      },
    ],
    [
      'a link to a cache in a folder that others can write',
      async () => {
        const open = join(home, 'open')
        await mkdir(open)
        await rename(cache(), join(open, 'cache'))
        await symlink(join(open, 'cache'), cache())
        await chmod(open, 0o777)
      },
    ],
  ])('%s', async (_, change) => {
    const place = await ranAndPlanted()
    await change(place)
    expect(run()).toBe('source')
  })

  test.runIf(isRoot).each<[string, (place: {folder: string; file: string}) => string]>([
    ['a file', ({file}) => file],
    ['a folder', ({folder}) => folder],
    ['a cache', () => cache()],
    ['a home', () => home],
  ])('%s of another user', async (_, path) => {
    const place = await ranAndPlanted()
    await chown(path(place), NOBODY, NOBODY)
    expect(run()).toBe('source')
  })

  test.runIf(isRoot)('two users of one cache: the second neither reads nor writes there', async () => {
    const {folder} = await ranAndPlanted()
    for (const path of [cache(), join(cache(), 'xivoctl'), folder]) await chmod(path, 0o755)
    expect(run({HOME: home}, NOBODY)).toBe('source')
    expect(run()).toBe('cached')
    await chown(home, NOBODY, NOBODY)
    await rm(cache(), {recursive: true})
    expect(run({HOME: home}, NOBODY)).toBe('source')
    const {file} = await kept()
    expect((await lstat(file)).uid).toBe(NOBODY)
    await writeFile(file, planted)
    expect(run({HOME: home}, NOBODY)).toBe('cached')
    expect(run()).toBe('source')
  })
})
