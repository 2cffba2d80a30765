import {type Account, addTo, passfileOf} from '../database/connection/passfile.ts'
import {PasswordWanted} from '../database/connection/server.ts'

/** The account whose missing password made the connection fail; undefined for other failures. */
export function passwordWanted(error: unknown): Account | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof PasswordWanted ? cause.account : undefined
}

/** The database URL with this password, to test the password before it is stored. */
export const withPassword = (url: string, password: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}password=${encodeURIComponent(password)}`

/** Stores a password in the file that psql and every command read; returns the path. */
export function keepPassword(account: Account, password: string, env: NodeJS.ProcessEnv): string {
  const path = passfileOf(env)
  addTo(path, account, password)
  return path
}
