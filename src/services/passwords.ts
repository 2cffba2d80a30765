import {type Account, addTo, passfileOf} from '../database/connection/passfile.ts'
import {PasswordWanted} from '../database/connection/server.ts'

/** For whom the server wanted a password that nobody had, when that is why there is no connection. */
export function passwordWanted(error: unknown): Account | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof PasswordWanted ? cause.account : undefined
}

/** The same database URL with a password in it, for as long as nobody knows whether it is the right one. */
export const withPassword = (url: string, password: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}password=${encodeURIComponent(password)}`

/** Keeps a password where psql and every command look for it; answers with the file. */
export function keepPassword(account: Account, password: string, env: NodeJS.ProcessEnv): string {
  const path = passfileOf(env)
  addTo(path, account, password)
  return path
}
