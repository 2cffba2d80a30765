import {installed, type Major, platform, postgresPackages, programsOf, rootOf} from '../support/postgres-versions.ts'
import {makePgbouncerRoot, usualPooler, versionOf} from '../system/pgbouncer.ts'

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

const node = {20: '20.20.2', 22: '22.23.5', 24: '24.22.3'}

const onPostgres = (major: Major): Cell => ({
  name: `PostgreSQL ${major}`,
  config: usual,
  files: everyFace,
  prepare: () => ({
    env: {XIVOCTL_POSTGRES_BIN: programsOf(major)},
    versions: `Node ${process.versions.node}, PostgreSQL ${postgresPackages[major].replace(/\.0?-.*$/, '')}`,
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

/** Debian's newest PgBouncer: what it says, and many clients at once. */
const behindNewPgbouncer = (folder: 'faults' | 'system'): Cell => ({
  name: `PgBouncer of Debian sid, ${folder === 'faults' ? 'errors' : 'many clients'}`,
  config: `test/${folder}/vitest.config.ts`,
  files: [`test/${folder}/pgbouncer.test.ts`],
  prepare: () => {
    const root = rootOf('pgbouncer-sid')
    makePgbouncerRoot(root, 'sid')
    return {env: {XIVOCTL_PGBOUNCER_ROOT: root}, versions: `${here}, PgBouncer ${versionOf(usualPooler(root))}`}
  },
})

export const cells: readonly Cell[] = [
  ...Object.keys(postgresPackages).map((major) => onPostgres(Number(major) as Major)),
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
  ...(['faults', 'system'] as const).map(behindNewPgbouncer),
  ownSurroundings('failover behind HAProxy of Debian', faults, 'test/faults/failover.test.ts'),
  ownSurroundings('TLS', faults, 'test/faults/tls.test.ts'),
  ownSurroundings(
    'LANG=C, tr_TR.UTF-8, a home that cannot be written, a working directory that is gone',
    'test/matrix/vitest.config.ts',
    'test/matrix/surroundings.test.ts',
  ),
]
