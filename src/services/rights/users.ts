import type {Db} from '../../database/connection/connect.ts'
import {type UserRow, usersOfLogin, usersWithLogin} from '../../database/users.ts'
import {AppError, conflict, notFound} from '../../errors.ts'
import {nameHints} from '../../formats/nearest.ts'

export type {UserRow} from '../../database/users.ts'

/** The user with exactly this login: never trimmed or folded. UserNotFound, or Conflict when two users share it. */
export async function userByLogin(db: Db, login: string): Promise<UserRow> {
  const found = await usersOfLogin(db, login)
  return userAmong(found.length > 0 ? found : await usersWithLogin(db), login)
}

/** The same of several, each once; every login that is nobody's, or of two users, is named. */
export function usersAmong(users: readonly UserRow[], logins: readonly string[]): UserRow[] {
  const refusals: {login: string; error: AppError}[] = []
  const found = [...new Set(logins)].flatMap((login) => {
    try {
      return [userAmong(users, login)]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refusals.push({login, error})
      return []
    }
  })
  const [first, ...others] = refusals
  if (first === undefined) return found
  if (others.length === 0) throw first.error
  const problems = refusals.map(({login, error}) => ({
    column: 'login',
    value: login,
    reason: [error.message, ...error.hints].join('; '),
  }))
  const unknown = refusals.filter(({error}) => error.kind === 'not-found')
  const named = (some: typeof refusals) => some.map(({login}) => `'${login}'`).join(', ')
  throw unknown.length > 0
    ? notFound('User', `unknown logins ${named(unknown)}: nothing was changed`, {problems})
    : conflict(`ambiguous logins ${named(refusals)}: nothing was changed`, {problems})
}

/** The one of these users that has exactly this login. */
export function userAmong(users: readonly UserRow[], login: string): UserRow {
  const found = users.filter((user) => user.login === login)
  const [first] = found
  if (first === undefined) throw unknownLogin(login, users)
  if (found.length > 1) {
    const ids = found.map(({id}) => id).sort((a, b) => a - b)
    throw conflict(`${found.length} users have the login '${login}': ids ${ids.join(' and ')}`, {
      hints: ['give all but one of them another login in XiVO'],
    })
  }
  return first
}

function unknownLogin(login: string, users: readonly UserRow[]) {
  const logins = users.map((user) => user.login)
  const folded = logins.filter((each) => each.toLowerCase() === login.toLowerCase())
  const hints =
    folded.length > 0
      ? [`logins are compared exactly; there is ${folded.map((each) => `'${each}'`).join(' and ')}`]
      : nameHints('logins', login, logins)
  return notFound('User', `no user with the login '${login}'`, {hints})
}
