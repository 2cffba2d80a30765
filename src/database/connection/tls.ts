import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ConnectionOptions} from 'node:tls'
import {usage} from '../../errors.ts'
import {isSslMode, type SslMode, type SslParameters, sslModes, sslParametersOf} from '../../formats/database-url.ts'
import {isLoopbackHost} from '../../formats/loopback.ts'
import {homeDirectory} from '../../settings/home.ts'

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

/** URL and environment mean what they mean to libpq, except for the default: remote servers must prove their name. */
export function tlsFor(host: string, url: string, env: NodeJS.ProcessEnv): Tls {
  const parameters = sslParametersOf(url)
  const said = parameters.sslmode ?? modeOfEnvironment(env)
  const mode = sslModeFor(host, said)
  return {mode, byDefault: said === undefined, ssl: mode === 'disable' ? false : options(mode, parameters, env)}
}

/** A Unix socket never uses TLS, whatever is configured. */
function sslModeFor(host: string, said: SslMode | undefined): SslMode {
  if (host.startsWith('/')) return 'disable'
  return said ?? (isLoopbackHost(host) ? 'disable' : 'verify-full')
}

function modeOfEnvironment({PGSSLMODE}: NodeJS.ProcessEnv): SslMode | undefined {
  if (!PGSSLMODE) return undefined
  if (!isSslMode(PGSSLMODE)) throw usage(`PGSSLMODE is one of ${sslModes.join(', ')}, not '${PGSSLMODE}'`)
  return PGSSLMODE
}

function options(mode: SslMode, parameters: SslParameters, env: NodeJS.ProcessEnv): ConnectionOptions {
  const authority = authorityFile(parameters, env)
  return {
    ...own('cert', parameters.sslcert),
    ...own('key', parameters.sslkey),
    ...(mode !== 'prefer' && own('ca', authority)),
    ...verification(mode, authority !== undefined),
  }
}

/** `require` with a known authority is `verify-ca`. */
function verification(mode: SslMode, authorityKnown: boolean): ConnectionOptions {
  if (mode === 'verify-full') return {}
  if (mode === 'verify-ca' && !authorityKnown) {
    throw usage('sslmode=verify-ca requires a certificate authority', {
      hints: ['add sslrootcert=FILE to the database URL'],
    })
  }
  return mode === 'prefer' || !authorityKnown ? {rejectUnauthorized: false} : {checkServerIdentity: () => undefined}
}

function authorityFile({sslrootcert}: SslParameters, env: NodeJS.ProcessEnv): string | undefined {
  const said = sslrootcert || env.PGSSLROOTCERT
  if (said) return said === 'system' ? SYSTEM_AUTHORITIES : said
  const usual = join(homeDirectory(env), '.postgresql', 'root.crt')
  return existsSync(usual) ? usual : undefined
}

function own(option: 'ca' | 'cert' | 'key', file: string | undefined): ConnectionOptions {
  if (file === undefined) return {}
  try {
    return {[option]: readFileSync(file, 'utf8')}
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    throw usage(`cannot read ${file}, which the database connection needs: ${reason}`)
  }
}
