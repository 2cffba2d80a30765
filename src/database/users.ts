import {type SqlBool, sql} from 'kysely'
import {frenchOrder} from '../formats/french-order.ts'
import type {Db} from './connection/connect.ts'
import {inOneRow} from './one-row.ts'

export interface UserRow {
  id: number
  firstname: string
  lastname: string
  login: string
}

/** Users who have a login, by name, first name and login, in French order, whatever the database's collation. */
export async function usersWithLogin(db: Db): Promise<UserRow[]> {
  const users = await db
    .selectFrom('public.userfeatures')
    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where('loginclient', '<>', '')
    .orderBy('id')
    .execute()
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

/** Whether a login is one of these, to the byte; they may have characters that the database cannot hold. */
export const isLoginOf = (logins: readonly string[]) =>
  sql<SqlBool>`convert_to(loginclient, 'UTF8') = any(${logins.map((login) => Buffer.from(login))}::bytea[])`

/** The users with exactly this login. */
export function usersOfLogin(db: Db, login: string): Promise<UserRow[]> {
  return db
    .selectFrom('public.userfeatures')
    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where(isLoginOf([login]))
    .where('loginclient', '<>', '')
    .orderBy('id')
    .execute()
}

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
