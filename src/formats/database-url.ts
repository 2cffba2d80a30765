import {parse} from 'pg-connection-string'

/** What libpq calls `sslmode`; its `allow`, which prefers to speak in clear, is left out. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

const sslParameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation'] as const
export type SslParameters = Partial<Record<(typeof sslParameters)[number], string>> & {sslmode?: SslMode}

export const isSslMode = (text: string): text is SslMode => (sslModes as readonly string[]).includes(text)

/** What is wrong with a database URL. Never quotes more than a parameter's name and an `sslmode`: it may hold a password. */
export function databaseUrlProblems(url: string): string[] {
  const [, authority, rest = ''] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/.exec(url) ?? []
  if (authority === undefined) return ['the database URL must start with postgres://']
  if (/(,|%2C)[^@]*$/i.test(authority) || namesSeveral(rest)) {
    return ['the database URL names several hosts: a context has one']
  }
  // An @ behind the authority belongs to a password that was not percent-encoded.
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

/** Host, port, user, password, database and the rest of the query, without what concerns TLS. */
export const readDatabaseUrl = (url: string) => parse(withoutSsl(url))

export function sslParametersOf(url: string): SslParameters {
  const query = queryOf(url)
  return Object.fromEntries(sslParameters.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])))
}

/** Certificate files are read when connecting, by us: the parser would give `sslmode` a meaning of its own, and warn. */
const withoutSsl = (url: string) => url.replace(/([?&])(ssl[a-z]*|uselibpqcompat)=[^&]*/g, '$1')

const queryOf = (url: string) => new URLSearchParams(/\?(.*)$/s.exec(url)?.[1] ?? '')
