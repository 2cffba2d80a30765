import type {Db} from '../../database/connection/connect.ts'
import {type UserRow, usersWithLogin} from '../../database/users.ts'
import {conflict, notFound} from '../../errors.ts'
import {nameHints} from '../../formats/nearest.ts'

/** The user with exactly this login: never trimmed or folded. UserNotFound, or Conflict when two users share it. */
export async function userByLogin(db: Db, login: string): Promise<UserRow> {
  const users = await usersWithLogin(db)
  const found = users.filter((user) => user.login === login)
  const [first] = found
  if (first === undefined) throw unknownLogin(login, users)
  if (found.length > 1) {
    const ids = found.map(({id}) => id).sort((a, b) => a - b)
    throw conflict(`${found.length} users have the login '${login}': ids ${ids.join(' and ')}`, {
      hints: ['give one of them another login in XiVO'],
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
