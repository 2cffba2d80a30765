import {unavailable} from '../../errors.ts'
import {readDatabaseUrl} from '../../formats/database-url.ts'
import {type Account, lineFor, lookUp, passfileOf} from './passfile.ts'
import {type Tls, tlsFor} from './tls.ts'

/** Whom a database URL means, and how to speak to it. */
export interface Server {
  host: string
  tls: Tls
  /** What node-postgres is given for it. */
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

/** The cause of the error when a server wants a password that nobody has. */
export class PasswordWanted extends Error {
  readonly account: Account

  constructor(account: Account) {
    super('the server requires a password')
    this.account = account
  }
}

/** Asked by node-postgres once the server wants a password, so that one that was changed is found; its own way there warns on stderr. */
function passwordFor({host, port, database, user}: Account, env: NodeJS.ProcessEnv): string {
  const account = {host, port, database, user}
  const found = lookUp(passfileOf(env), account)
  if ('password' in found) return found.password
  throw unavailable(`the database requires a password for '${account.user}', and none was found: ${found.why}`, {
    cause: new PasswordWanted(account),
    hints: [`write the line ${lineFor(account)} into ${passfileOf(env)}, which only you may read (chmod 600)`],
  })
}
