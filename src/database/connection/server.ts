import {unavailable} from '../../errors.ts'
import {readDatabaseUrl} from '../../formats/database-url.ts'
import {type Account, lineFor, lookUp, passfileOf} from './passfile.ts'
import {type Tls, tlsFor} from './tls.ts'

/** The server of a database URL, and its TLS mode. */
export interface Server {
  host: string
  tls: Tls
  /** The options for node-postgres. */
  config: object
}

export function serverOf(url: string, env: NodeJS.ProcessEnv): Server {
  const {password, ...rest} = readDatabaseUrl(url)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value))
  const host = rest.host || env.PGHOST || 'localhost'
  const tls = tlsFor(host, url, env)
  const secret = password || env.PGPASSWORD || ((account: Account) => passwordFor(account, env))
  return {host, tls, config: {...given, host, ssl: tls.ssl, password: secret}}
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
function passwordFor({host, port, database, user}: Account, env: NodeJS.ProcessEnv): string {
  const account = {host, port, database, user}
  const found = lookUp(passfileOf(env), account)
  if ('password' in found) return found.password
  throw unavailable(`the database requires a password for '${account.user}', and none was found: ${found.why}`, {
    cause: new PasswordWanted(account),
    hints: [`write the line ${lineFor(account)} into ${passfileOf(env)}, which only you may read (chmod 600)`],
  })
}
