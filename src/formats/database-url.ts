import {parse} from 'pg-connection-string'
import {type ConnectionParameters, parameterNames, parameterProblems, portProblem} from './connection-parameters.ts'

/** `user:password@`, the hosts with their ports, and the rest. */
const form = /^postgres(?:ql)?:\/\/((?:[^/?#]*@)?)([^/?#@]*)(.*)$/s

/** The problems of a database URL. Quotes only names of parameters and a few words, because the rest may hold a password. */
export function databaseUrlProblems(url: string): string[] {
  if (!/^postgres(?:ql)?:\/\//.test(url)) return ['the database URL must start with postgres://']
  const parameters = parametersIn(url)
  if (parameters === undefined || isTorn(url, parameters)) {
    return ['the database URL cannot be read: percent-encode special characters, such as @ as %40']
  }
  const names = [...new URLSearchParams(/\?(.*)$/s.exec(url)?.[1]).keys()]
  const twice = parameterNames.filter((name) => names.indexOf(name) < names.lastIndexOf(name))
  return [
    ...twice.map((name) => `the database URL has ${name} twice`),
    ...portProblem(parameters, 'the database URL'),
    ...parameterProblems(parameters, 'the database URL'),
  ]
}

/** Is a part of the password, which is not percent-encoded, taken for something else? */
function isTorn(url: string, parameters: object): boolean {
  const [, account, , rest = ''] = form.exec(url) ?? []
  if ((account !== '' && rest.includes('@')) || /^[^?]*@/.test(rest)) return true
  return !Object.keys(parameters).every((name) => /^[a-z_]{1,30}$/i.test(name))
}

/** The parameters of a database URL without problems. Several hosts, and their ports, are separated by commas, as in libpq. */
export function readDatabaseUrl(url: string): ConnectionParameters {
  const parameters = parametersIn(url)
  if (parameters === undefined) throw new Error('a database URL that cannot be read')
  return parameters
}

let last: {url: string; parameters: Record<string, string> | undefined} | undefined

/** A URL is judged, and then connected to: it is read once. */
function parametersIn(url: string): Record<string, string> | undefined {
  if (last?.url !== url) last = {url, parameters: read(url)}
  return last.parameters
}

function read(url: string): Record<string, string> | undefined {
  const [, account = '', authority = '', rest = ''] = form.exec(url) ?? []
  const [path = '', query = ''] = rest.split(/\?(.*)/s)
  try {
    const {user, password, database} = parse(`postgres://${account}host${path}`)
    const places = authority.split(',').map(placeOf)
    const told = {
      host: places.map(({host}) => host).join(','),
      port: places.map(({port}) => port).join(','),
      user,
      password,
      dbname: database,
    }
    const given = Object.entries(told).filter((entry): entry is [string, string] => /[^,]/.test(entry[1] ?? ''))
    return {...Object.fromEntries(given), ...Object.fromEntries(new URLSearchParams(query))}
  } catch {
    return undefined
  }
}

/** Throws when the URL holds something else. */
function placeOf(text: string): {host: string; port: string} {
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text) ?? []
  if ((text !== '' && host === '' && port === '') || Number(port) > 65_535) throw new Error('no host')
  return {host: decodeURIComponent(host.replace(/^\[(.*)\]$/, '$1')), port}
}
