import {type SqlBool, sql} from 'kysely'
import {frenchOrder} from '../formats/french-order.ts'
import type {Db} from './connection/connect.ts'
import {fixed} from './fixed.ts'
import {inOneRow} from './one-row.ts'

export interface UserRow {
  id: number
  firstname: string
  lastname: string
  login: string
}

const withLogin = fixed('users with a login', (db) =>
  db
    .selectFrom('public.userfeatures')
    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where('loginclient', '<>', '')
    .orderBy('id'),
)

/** Users who have a login, by name, first name and login, in French order, whatever the database's collation. */
export async function usersWithLogin(db: Db): Promise<UserRow[]> {
  const users = await withLogin(db)
  const compare = frenchOrder()
  return users.sort(
    (a, b) =>
      compare(a.lastname, b.lastname) || compare(a.firstname, b.firstname) || compare(a.login, b.login) || a.id - b.id,
  )
}

/** Every user, by id; `login` is empty for those without one. */
export function allUsers(db: Db): Promise<UserRow[]> {
  return inOneRow(
    db,
    db.selectFrom('public.userfeatures').select(['id', 'firstname', 'lastname', 'loginclient as login']).orderBy('id'),
  )
}

/** Logins to the byte; they may have characters that the database cannot hold. */
export const loginBytes = (logins: readonly string[]) => logins.map((login) => Buffer.from(login))

/** Whether a login is one of these. */
export const isLoginOf = (logins: readonly Buffer[]) =>
  sql<SqlBool>`convert_to(loginclient, 'UTF8') = any(${logins}::bytea[])`

const ofLogins = fixed('users of logins', (db, logins: readonly Buffer[]) =>
  db
    .selectFrom('public.userfeatures')
    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where(isLoginOf(logins))
    .where('loginclient', '<>', '')
    .orderBy('id'),
)

/** The users with exactly this login. */
export const usersOfLogin = (db: Db, login: string): Promise<UserRow[]> => ofLogins(db, loginBytes([login]))

/** The users of an agent, lowest id first. XiVO writes 0 for "no agent", and lets several users share one. */
export function usersOfAgents(db: Db): Promise<{id: number; agentid: number | null}[]> {
  return db.selectFrom('public.userfeatures').select(['id', 'agentid']).where('agentid', '>', 0).orderBy('id').execute()
}

/** Users whose logins are equal when case is ignored. */
export type SharedLogin = {id: number; login: string}[]

export async function sharedLogins(db: Db): Promise<SharedLogin[]> {
  const shared = db
    .selectFrom('public.userfeatures')
    .select(sql<string>`lower(loginclient)`.as('login'))
    .where('loginclient', '<>', '')
    .groupBy(sql`lower(loginclient)`)
    .having((eb) => eb.fn.countAll(), '>', 1)
  const rows = await db
    .selectFrom('public.userfeatures as holder')
    .innerJoin(shared.as('shared'), (join) => join.on(sql<SqlBool>`lower(holder.loginclient) = shared.login`))
    .select(sql<SharedLogin>`json_agg(json_build_object('id', id, 'login', loginclient) order by id)`.as('users'))
    .groupBy('shared.login')
    .orderBy('shared.login')
    .execute()
  return rows.map(({users}) => users)
}
