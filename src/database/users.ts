import type {Db} from './connect.ts'

export interface UserRow {
  id: number
  firstname: string
  lastname: string
  login: string
}

/** Users having a login, as people sort them. */
export function usersWithLogin(db: Db): Promise<UserRow[]> {
  return db
    .selectFrom('public.userfeatures')
    .select(['id', 'firstname', 'lastname', 'loginclient as login'])
    .where('loginclient', '<>', '')
    .orderBy('lastname')
    .orderBy('firstname')
    .orderBy('loginclient')
    .orderBy('id')
    .execute()
}

/** The users of an agent, lowest id first. XiVO writes 0 for "no agent", and lets several users share one. */
export function usersOfAgents(db: Db): Promise<{id: number; agentid: number | null}[]> {
  return db.selectFrom('public.userfeatures').select(['id', 'agentid']).where('agentid', '>', 0).orderBy('id').execute()
}
