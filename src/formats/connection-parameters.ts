import {counted} from './counted.ts'
import {nearest} from './nearest.ts'

/** What xivoctl does with a parameter of libpq (PostgreSQL 18, "Parameter Key Words" and "Environment Variables"). */
interface Treatment {
  /** The environment variable that libpq reads it from. */
  variable?: string
  /** The accepted values; others are refused. */
  values?: readonly string[]
  pattern?: RegExp
  /** Why it is refused whatever its value, or with other values. */
  because?: string
}

/** The values of `sslmode`, without `allow`, which prefers plain text. */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

const targets = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const
export type Target = (typeof targets)[number]

export const authenticationMethods = ['password', 'md5', 'scram-sha-256', 'none'] as const

const versionsOfTls = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
const aNumber = /^\d{1,9}$/
const system = 'the operating system decides'
const noGss = 'xivoctl does not use GSSAPI'
const noOauth = 'xivoctl does not use OAuth'
/** Names, or exclusions; a list of both would say nothing. */
const namesOrExclusions = (method: string) =>
  new RegExp(`^(?:(?:${method})(?:,(?:${method}))*|!(?:${method})(?:,!(?:${method}))*)$`)

const treatments = {
  host: {variable: 'PGHOST'},
  hostaddr: {variable: 'PGHOSTADDR', because: 'use the address in place of the host'},
  port: {variable: 'PGPORT', pattern: /^\d*(,\d*)*$/},
  dbname: {variable: 'PGDATABASE'},
  user: {variable: 'PGUSER'},
  password: {variable: 'PGPASSWORD'},
  passfile: {variable: 'PGPASSFILE'},
  require_auth: {variable: 'PGREQUIREAUTH', pattern: namesOrExclusions(authenticationMethods.join('|'))},
  channel_binding: {variable: 'PGCHANNELBINDING', values: ['disable', 'prefer', 'require']},
  connect_timeout: {variable: 'PGCONNECT_TIMEOUT', pattern: aNumber},
  client_encoding: {variable: 'PGCLIENTENCODING', values: ['UTF8', 'UTF-8', 'utf8', 'utf-8', 'UNICODE']},
  options: {variable: 'PGOPTIONS'},
  application_name: {variable: 'PGAPPNAME'},
  fallback_application_name: {},
  keepalives: {values: ['0', '1']},
  keepalives_idle: {pattern: aNumber},
  keepalives_interval: {because: system},
  keepalives_count: {because: system},
  tcp_user_timeout: {values: ['0'], because: system},
  replication: {values: ['false', 'off', 'no', '0']},
  gssencmode: {variable: 'PGGSSENCMODE', values: ['disable', 'prefer'], because: noGss},
  krbsrvname: {variable: 'PGKRBSRVNAME', because: noGss},
  gsslib: {variable: 'PGGSSLIB', because: noGss},
  gssdelegation: {variable: 'PGGSSDELEGATION', values: ['0'], because: noGss},
  sslmode: {variable: 'PGSSLMODE', values: sslModes},
  requiressl: {variable: 'PGREQUIRESSL', because: 'use sslmode=require'},
  sslnegotiation: {variable: 'PGSSLNEGOTIATION', values: ['postgres', 'direct']},
  sslcompression: {variable: 'PGSSLCOMPRESSION', values: ['0'], because: 'TLS is never compressed'},
  sslcert: {variable: 'PGSSLCERT'},
  sslkey: {variable: 'PGSSLKEY'},
  sslkeylogfile: {because: 'xivoctl writes no keys of TLS into files'},
  sslpassword: {},
  sslcertmode: {variable: 'PGSSLCERTMODE', values: ['allow', 'disable']},
  sslrootcert: {variable: 'PGSSLROOTCERT'},
  sslcrl: {variable: 'PGSSLCRL'},
  sslcrldir: {variable: 'PGSSLCRLDIR', because: 'name one file, with sslcrl'},
  sslsni: {variable: 'PGSSLSNI', values: ['1'], because: 'the name of the server is always sent'},
  requirepeer: {variable: 'PGREQUIREPEER', because: 'xivoctl cannot ask who owns a Unix socket'},
  ssl_min_protocol_version: {variable: 'PGSSLMINPROTOCOLVERSION', values: versionsOfTls},
  ssl_max_protocol_version: {variable: 'PGSSLMAXPROTOCOLVERSION', values: versionsOfTls},
  min_protocol_version: {variable: 'PGMINPROTOCOLVERSION', values: ['3.0'], because: 'xivoctl speaks 3.0'},
  max_protocol_version: {variable: 'PGMAXPROTOCOLVERSION', values: ['3.0', '3.2', 'latest']},
  scram_client_key: {because: 'use a password'},
  scram_server_key: {because: 'use a password'},
  oauth_issuer: {because: noOauth},
  oauth_client_id: {because: noOauth},
  oauth_client_secret: {because: noOauth},
  oauth_scope: {because: noOauth},
  service: {variable: 'PGSERVICE'},
  servicefile: {variable: 'PGSERVICEFILE'},
  target_session_attrs: {variable: 'PGTARGETSESSIONATTRS', values: targets},
  load_balance_hosts: {variable: 'PGLOADBALANCEHOSTS', values: ['disable', 'random']},
} as const satisfies Record<string, Treatment>

export type ParameterName = keyof typeof treatments
export type ConnectionParameters = Partial<Record<ParameterName, string>>

export const parameterNames = Object.keys(treatments) as ParameterName[]
const isParameter = (name: string): name is ParameterName => Object.hasOwn(treatments, name)

/** Variables of libpq that set no parameter but the session. */
const sessionVariables: Record<string, string> = {
  PGDATESTYLE: 'xivoctl reads dates in the ISO style',
  PGTZ: "days are those of the database's time zone",
  PGGEQO: 'use PGOPTIONS=-cgeqo=off',
}

/** Why these parameters are not accepted. Values are quoted only where they are one of a few words; the others may hold a password. */
export function parameterProblems(given: Readonly<Record<string, string>>, of: string): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (!isParameter(name)) return [`${of} has ${name}, which xivoctl does not know${meant(name)}`]
    const problem = problemOf(treatments[name], value)
    return problem === undefined ? [] : [`${name} of ${of} ${problem}`]
  })
}

const HIGHEST_PORT = 65_535

/** One port is for all hosts; several are one for each. */
export function portProblem({host = '', port = ''}: ConnectionParameters, of: string): string[] {
  const [hosts, ports] = [host.split(','), port.split(',')]
  const wrong = ports.find((each) => /^\d+$/.test(each) && !(Number(each) > 0 && Number(each) <= HIGHEST_PORT))
  if (wrong !== undefined) return [`port of ${of} must be between 1 and ${HIGHEST_PORT}, not ${wrong}`]
  if (ports.length === 1 || ports.length === hosts.length) return []
  return [`${of} has ${counted(hosts.length, 'host')} but ${ports.length} ports: give one port, or one for each host`]
}

function meant(name: string): string {
  const near = nearest(name, parameterNames)
  return near === undefined ? '' : `: did you mean ${near}?`
}

function problemOf({values, pattern, because}: Treatment, value: string): string | undefined {
  if (values?.includes(value) ?? pattern?.test(value) ?? !because) return undefined
  const reason = because ? `: ${because}` : ''
  if (values) return `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}, not '${value}'${reason}`
  return because ? `is not supported${reason}` : 'has an invalid value'
}

/** The parameters that the environment gives. */
export const parametersOfEnvironment = (env: NodeJS.ProcessEnv): ConnectionParameters =>
  Object.fromEntries(
    parameterNames.flatMap((name) => {
      const {variable}: Treatment = treatments[name]
      const value = variable && env[variable]
      return value ? [[name, value]] : []
    }),
  )

/** Why variables of the environment are not accepted. */
export const environmentProblems = (env: NodeJS.ProcessEnv): string[] => [
  ...Object.entries(parametersOfEnvironment(env)).flatMap(([name, value]) => {
    const treatment: Treatment = treatments[name as ParameterName]
    const problem = problemOf(treatment, value)
    return problem === undefined ? [] : [`${treatment.variable} ${problem}`]
  }),
  ...Object.entries(sessionVariables).flatMap(([variable, reason]) =>
    env[variable] ? [`${variable} is not supported: ${reason}`] : [],
  ),
]
