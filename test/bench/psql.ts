import {accessSync, constants, readdirSync} from 'node:fs'
import {join} from 'node:path'

/** The real psql: Debian's in the PATH is a wrapper in Perl. The newest one, or undefined when there is none. */
export function findPsql(): string | undefined {
  const {PSQL, PATH = ''} = process.env
  return [PSQL, ...debianPaths(), '/usr/pgsql/bin/psql', ...PATH.split(':').map((folder) => join(folder, 'psql'))].find(
    (path) => path !== undefined && path !== '/usr/bin/psql' && isExecutable(path),
  )
}

function debianPaths(): string[] {
  const root = '/usr/lib/postgresql'
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
    return versions.map((version) => join(root, version, 'bin', 'psql'))
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
