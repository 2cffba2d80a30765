import type pg from 'pg'
import {unavailable, usage} from '../../errors.ts'
import {
  type ConnectionParameters,
  environmentProblems,
  parametersOfEnvironment,
  portProblem,
  type Target,
} from '../../formats/connection-parameters.ts'
import {readDatabaseUrl} from '../../formats/database-url.ts'
import {type Account, lineFor, lookUp, passfileOf} from './passfile.ts'
import {parametersOfService} from './service-file.ts'
import {isUnixSocket} from './socket-to.ts'
import {type Tls, tlsFor} from './tls.ts'

const PORT = '5432'
/** Seconds; the operating system would wait for two hours. */
const KEEPALIVES_IDLE = 30

/** A server of a database URL, and its TLS mode. */
export interface Server {
  host: string
  port: number
  tls: Tls
  /** The accepted ways to prove who one is, as libpq's `require_auth`; undefined accepts every way. */
  authentication: string | undefined
  /** Must the password be bound to the channel of TLS? */
  boundToChannel: boolean
  config: ServerConfig
}

/** The options for node-postgres. */
interface ServerConfig extends Omit<pg.ClientConfig, 'password'> {
  ssl: Tls['ssl']
  /** node-postgres calls it with its account. */
  password: string | ((account: Account) => string)
}

/** The servers that are tried, in this order. */
export interface Servers {
  all: readonly Server[]
  /** Undefined if target_session_attrs is not set. */
  target: Target | undefined
  /** Undefined if connect_timeout is not set; 0 waits for ever. */
  connectTimeoutMs: number | undefined
}

/** The servers that a URL, a service file and the environment name; the first of these has precedence, as in libpq. */
export function serversOf(url: string, env: NodeJS.ProcessEnv): Servers {
  const parameters = resolved(url, env)
  const all = placesOf(parameters).map((place) => serverAt(place, parameters, env))
  const {connect_timeout, load_balance_hosts, target_session_attrs} = parameters
  return {
    all: load_balance_hosts === 'random' ? shuffled(all) : all,
    target: target_session_attrs as Target | undefined,
    connectTimeoutMs: connect_timeout === undefined ? undefined : Number(connect_timeout) * 1000,
  }
}

function resolved(url: string, env: NodeJS.ProcessEnv): ConnectionParameters {
  const problems = environmentProblems(env)
  if (problems.length > 0)
    throw usage(problems.join('; '), {hints: ['unset the variables that are not intended for xivoctl']})
  const ours = readDatabaseUrl(url)
  const {service, servicefile, ...rest} = {...parametersOfEnvironment(env), ...ours}
  if (service === undefined) return rest
  return {...rest, ...parametersOfService(service, servicefile, env), ...ours}
}

interface Place {
  host: string
  port: number
}

function placesOf(parameters: ConnectionParameters): Place[] {
  const problems = portProblem(parameters, 'the database connection')
  if (problems.length > 0) throw usage(problems.join('; '))
  const ports = (parameters.port ?? '').split(',')
  return (parameters.host ?? '').split(',').map((name, i) => ({
    host: name || 'localhost',
    port: Number((ports.length === 1 ? ports[0] : ports[i]) || PORT),
  }))
}

function serverAt({host, port}: Place, parameters: ConnectionParameters, env: NodeJS.ProcessEnv): Server {
  const tls = tlsFor(host, parameters, env)
  const {user, password, dbname, options, application_name, fallback_application_name} = parameters
  const {sslnegotiation, channel_binding, keepalives, keepalives_idle} = parameters
  if (sslnegotiation === 'direct' && !isUnixSocket(host) && !['require', 'verify-ca', 'verify-full'].includes(tls.mode))
    throw usage(`sslnegotiation=direct requires sslmode=require or a stricter one, not ${tls.mode}`)
  const secret = password ?? ((account: Account) => passwordFor(account, parameters.passfile ?? passfileOf(env)))
  const config = {
    ...defined({user, database: dbname, options, application_name: application_name ?? fallback_application_name}),
    // node-postgres would take it from the environment, and refuse it where there is no TLS.
    sslnegotiation: tls.ssl && sslnegotiation === 'direct' ? ('direct' as const) : ('postgres' as const),
    host,
    port,
    ssl: tls.ssl,
    password: secret,
    keepAlive: keepalives !== '0',
    keepAliveInitialDelayMillis: Number(keepalives_idle ?? KEEPALIVES_IDLE) * 1000,
    enableChannelBinding: channel_binding !== undefined && channel_binding !== 'disable',
  }
  const boundToChannel = channel_binding === 'require'
  return {host, port, tls, authentication: parameters.require_auth, boundToChannel, config}
}

const defined = (given: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

function shuffled<T>(all: readonly T[]): T[] {
  const keyed = all.map((each) => ({each, key: Math.random()}))
  return keyed.sort((a, b) => a.key - b.key).map(({each}) => each)
}

/** The cause of the error when the server requires a password and none is known. */
export class PasswordWanted extends Error {
  readonly account: Account

  constructor(account: Account) {
    super('the server requires a password')
    this.account = account
  }
}

/** node-postgres calls it when the server requires a password, so it finds a changed one, without warnings on stderr. */
function passwordFor({host, port, database, user}: Account, passfile: string): string {
  const account = {host, port, database, user}
  const found = lookUp(passfile, account)
  if ('password' in found) return found.password
  throw unavailable(`the database requires a password for '${account.user}', and none was found: ${found.why}`, {
    cause: new PasswordWanted(account),
    hints: [`add the line ${lineFor(account)} to ${passfile}, and make the file readable only by you (chmod 600)`],
  })
}
