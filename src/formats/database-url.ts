import {parse} from 'pg-connection-string'

/** The values of libpq's `sslmode`, without `allow`, which prefers plain text. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

const sslParameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation'] as const
export type SslParameters = Partial<Record<(typeof sslParameters)[number], string>> & {sslmode?: SslMode}

export const isSslMode = (text: string): text is SslMode => (sslModes as readonly string[]).includes(text)

/** The problems of a database URL. Quotes only names of parameters and an `sslmode`, because the rest may hold a password. */
export function databaseUrlProblems(url: string): string[] {
  const [, authority, rest = ''] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/.exec(url) ?? []
  if (authority === undefined) return ['the database URL must start with postgres://']
  if (/(,|%2C)[^@]*$/i.test(authority) || namesSeveral(rest)) {
    return ['the database URL names several hosts: a context has one']
  }
  // An @ after the authority belongs to a password that is not percent-encoded.
  const torn = (authority.includes('@') && rest.includes('@')) || /^[^?]*@/.test(rest)
  if (torn || !canBeParsed(url)) {
    return ['the database URL cannot be read: percent-encode special characters in user and password']
  }
  return [...queryOf(url).entries()].flatMap(([name, value]) => parameterProblem(name, value))
}

function namesSeveral(rest: string): boolean {
  const hosts = rest.match(/(?<=[?&])host=[^&]*/gi) ?? []
  return hosts.length > 1 || /[?&](host|port)=[^&]*(,|%2C)/i.test(rest)
}

function parameterProblem(name: string, value: string): string[] {
  if (name === 'hostaddr') return ['the database URL has a hostaddr: use the address in place of the host']
  if (name === 'sslmode' && !isSslMode(value)) {
    return [`the database URL's sslmode is one of ${sslModes.join(', ')}, not '${value}'`]
  }
  if (name.startsWith('ssl') && !(sslParameters as readonly string[]).includes(name)) {
    return [`the database URL has '${name}', which xivoctl does not know: it takes ${sslParameters.join(', ')}`]
  }
  return []
}

function canBeParsed(url: string): boolean {
  try {
    parse(withoutSsl(url))
    return true
  } catch {
    return false
  }
}

/** Host, port, user, password, database and other parameters, without those of TLS. */
export const readDatabaseUrl = (url: string) => parse(withoutSsl(url))

export function sslParametersOf(url: string): SslParameters {
  const query = queryOf(url)
  return Object.fromEntries(sslParameters.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])))
}

/** We read certificate files ourselves when connecting: the parser interprets `sslmode` differently, and warns. */
const withoutSsl = (url: string) => url.replace(/([?&])(ssl[a-z]*|uselibpqcompat)=[^&]*/g, '$1')

const queryOf = (url: string) => new URLSearchParams(/\?(.*)$/s.exec(url)?.[1] ?? '')
