import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {ConnectionOptions, SecureVersion} from 'node:tls'
import {usage} from '../../errors.ts'
import type {ConnectionParameters, SslMode} from '../../formats/connection-parameters.ts'
import {isLoopbackHost} from '../../formats/loopback.ts'
import {homeDirectory} from '../../settings/home.ts'
import {readNeeded} from './needed-file.ts'
import {isUnixSocket} from './socket-to.ts'

/** Where Debian keeps the trusted certificate authorities. */
const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt'

/** The TLS mode for a server. */
export interface Tls {
  mode: SslMode
  /** The mode is the default, not configured. */
  byDefault: boolean
  /** The option for node-postgres. */
  ssl: false | ConnectionOptions
}

/** The parameters mean what they mean to libpq, except for the default: remote servers must prove their name. */
export function tlsFor(host: string, parameters: ConnectionParameters, env: NodeJS.ProcessEnv): Tls {
  const configured = parameters.sslmode as SslMode | undefined
  const mode = sslModeFor(host, configured)
  return {mode, byDefault: configured === undefined, ssl: mode === 'disable' ? false : options(mode, parameters, env)}
}

/** A Unix socket never uses TLS, whatever is configured. */
function sslModeFor(host: string, said: SslMode | undefined): SslMode {
  if (isUnixSocket(host)) return 'disable'
  return said ?? (isLoopbackHost(host) ? 'disable' : 'verify-full')
}

function options(mode: SslMode, parameters: ConnectionParameters, env: NodeJS.ProcessEnv): ConnectionOptions {
  const {sslcert, sslkey, sslpassword, sslcertmode, sslcrl} = parameters
  const {ssl_min_protocol_version: min, ssl_max_protocol_version: max} = parameters
  const authority = authorityFile(parameters, env)
  if (parameters.sslrootcert === 'system' && mode !== 'verify-full')
    throw usage(
      `sslrootcert=system requires sslmode=verify-full, not ${mode}: anybody can get a certificate from these authorities`,
    )
  return {
    ...(sslcertmode !== 'disable' && {...own('cert', sslcert), ...own('key', sslkey)}),
    ...(sslpassword !== undefined && {passphrase: sslpassword}),
    ...own('crl', sslcrl),
    ...(min && {minVersion: min as SecureVersion}),
    ...(max && {maxVersion: max as SecureVersion}),
    ...(mode !== 'prefer' && own('ca', authority)),
    ...verification(mode, authority !== undefined),
  }
}

/** Without authorities, Node 20 does not parse its own, which takes longer than everything else of a connection: 16.5 ms of CPU time. */
const unverified = {rejectUnauthorized: false, ca: []}

/** `require` with a known authority is `verify-ca`. */
function verification(mode: SslMode, authorityKnown: boolean): ConnectionOptions {
  if (mode === 'verify-full') return {}
  if (mode === 'verify-ca' && !authorityKnown) {
    throw usage('sslmode=verify-ca requires a certificate authority', {
      hints: ['add sslrootcert=FILE to the database URL'],
    })
  }
  return mode === 'prefer' || !authorityKnown ? unverified : {checkServerIdentity: () => undefined}
}

function authorityFile({sslrootcert: said}: ConnectionParameters, env: NodeJS.ProcessEnv): string | undefined {
  if (said) return said === 'system' ? SYSTEM_AUTHORITIES : said
  const usual = join(homeDirectory(env), '.postgresql', 'root.crt')
  return existsSync(usual) ? usual : undefined
}

const own = (option: 'ca' | 'cert' | 'crl' | 'key', file: string | undefined): ConnectionOptions =>
  file === undefined ? {} : {[option]: readNeeded(file)}
