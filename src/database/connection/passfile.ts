import {appendFileSync, readFileSync, type Stats, statSync} from 'node:fs'
import {join} from 'node:path'
import {unavailable} from '../../errors.ts'
import {shellLine} from '../../formats/shell.ts'
import {homeDirectory} from '../../settings/home.ts'

/** The account that a password is for. */
export interface Account {
  host: string
  port: number
  database: string
  user: string
}

/** A password, or why there is none. */
export type Lookup = {password: string} | {why: string}

/**
 * libpq's password file: one line an account, `host:port:database:user:password`. The package that node-postgres reads it with
 * warns on stderr, takes the working directory for a missing HOME, passes over short lines and splits after `\\:`.
 */
export const passfileOf = (env: NodeJS.ProcessEnv): string => env.PGPASSFILE || join(homeDirectory(env), '.pgpass')

/** Looks up a password like psql: the first matching line counts, and a file that others can read is ignored. */
export function lookUp(path: string, account: Account): Lookup {
  const stats = statSync(path, {throwIfNoEntry: false})
  if (stats === undefined) return {why: `there is no ${path}`}
  const fault = faultOf(path, stats)
  if (fault !== undefined) return {why: fault}
  const wanted = fieldsOf(account)
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const password = passwordIn(line, wanted)
    if (password === '') break
    if (password !== undefined) return {password}
  }
  return {why: `no line of ${path} matches`}
}

function faultOf(path: string, stats: Stats): string | undefined {
  if (!stats.isFile()) return `${path} is not a regular file`
  return (stats.mode & 0o077) === 0
    ? undefined
    : `${path} is ignored because others can read it: run ${shellLine('chmod', '600', path)}`
}

/** In the file, sockets in the default directories are called localhost. */
const nameOf = (host: string) => (['/tmp', '/var/run/postgresql'].includes(host) ? 'localhost' : host)

/** The password of a matching line: it ends at the next unescaped colon. */
function passwordIn(line: string, wanted: readonly string[]): string | undefined {
  if (line.startsWith('#')) return undefined
  let rest: string | undefined = line
  for (const value of wanted) rest = rest === undefined ? undefined : after(value, rest)
  const [password] = /^(?:\\.|[^:])*/.exec(rest ?? '') ?? []
  return rest === undefined ? undefined : password?.replace(/\\(.)/g, '$1')
}

/** The rest of a line after a field with this value. psql also accepts a colon without a backslash, as in `::1`. */
function after(value: string, line: string): string | undefined {
  if (line.startsWith('*:')) return line.slice(2)
  let place = 0
  for (let i = 0; i < value.length; i++, place++) {
    if (line[place] === '\\') place++
    if (line[place] !== value[i]) return undefined
  }
  return line[place] === ':' ? line.slice(place + 1) : undefined
}

const escaped = (field: string) => field.replace(/[:\\]/g, '\\$&')

const fieldsOf = ({host, port, database, user}: Account) => [nameOf(host), String(port), database, user]

/** The line for this account. */
export const lineFor = (account: Account): string => [...fieldsOf(account).map(escaped), 'PASSWORD'].join(':')

/** Adds an account to the file, creating it when missing. Refuses a file that others can read, because libpq ignores it. */
export function addTo(path: string, account: Account, password: string): void {
  const stats = statSync(path, {throwIfNoEntry: false})
  const fault = stats && faultOf(path, stats)
  if (fault !== undefined) throw unavailable(`the password cannot be stored: ${fault}`)
  const former = stats ? readFileSync(path, 'utf8') : ''
  const start = former === '' || former.endsWith('\n') ? '' : '\n'
  const line = [...fieldsOf(account), password].map(escaped).join(':')
  appendFileSync(path, `${start}${line}\n`, {mode: 0o600})
}
