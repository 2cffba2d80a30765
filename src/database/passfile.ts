import {appendFileSync, readFileSync, type Stats, statSync} from 'node:fs'
import {join} from 'node:path'
import {unavailable} from '../errors.ts'
import {homeDirectory} from '../home.ts'

/** What a password is for. */
export interface Account {
  host: string
  port: number
  database: string
  user: string
}

/** A password, or why there is none. */
export type Lookup = {password: string} | {why: string}

/** libpq's password file: one line an account, `host:port:database:user:password`. */
export const passfileOf = (env: NodeJS.ProcessEnv): string => env.PGPASSFILE || join(homeDirectory(env), '.pgpass')

/** What psql would find there: the first line that fits counts, and a file that others may read does not. */
export function lookUp(path: string, account: Account): Lookup {
  const stats = statSync(path, {throwIfNoEntry: false})
  if (stats === undefined) return {why: `there is no ${path}`}
  const fault = faultOf(stats)
  if (fault !== undefined) return {why: `${path} ${fault}`}
  const wanted = fieldsOf(account)
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const password = passwordIn(line, wanted)
    if (password) return {password}
  }
  return {why: `no line of ${path} fits`}
}

function faultOf(stats: Stats): string | undefined {
  if (!stats.isFile()) return 'is not a plain file'
  return (stats.mode & 0o077) === 0 ? undefined : 'can be read by others, and so is ignored: chmod 600'
}

/** The sockets in the usual places are called localhost there. */
const nameOf = (host: string) => (['/tmp', '/var/run/postgresql'].includes(host) ? 'localhost' : host)

/** A colon or backslash that is itself has a backslash before it. */
const LINE = /^((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):(.*)$/

function passwordIn(line: string, wanted: readonly string[]): string | undefined {
  if (line.startsWith('#')) return undefined
  const [, ...fields] = LINE.exec(line) ?? []
  const password = fields.pop()
  const fits = wanted.every((value, place) => fields[place] === '*' || unescaped(fields[place]) === value)
  return fits ? unescaped(password) : undefined
}

const unescaped = (field: string | undefined) => field?.replace(/\\(.)/g, '$1')

const escaped = (field: string) => field.replace(/[:\\]/g, '\\$&')

const fieldsOf = ({host, port, database, user}: Account) => [nameOf(host), String(port), database, user]

/** The line that would be found. */
export const lineFor = (account: Account): string => [...fieldsOf(account).map(escaped), 'PASSWORD'].join(':')

/** Adds an account to the file, which is made when missing. One that others can read is refused, as nobody would look there. */
export function addTo(path: string, account: Account, password: string): void {
  const stats = statSync(path, {throwIfNoEntry: false})
  const fault = stats && faultOf(stats)
  if (fault !== undefined) throw unavailable(`the password cannot be kept: ${path} ${fault}`)
  const former = stats ? readFileSync(path, 'utf8') : ''
  const start = former === '' || former.endsWith('\n') ? '' : '\n'
  const line = [...fieldsOf(account), password].map(escaped).join(':')
  appendFileSync(path, `${start}${line}\n`, {mode: 0o600})
}
