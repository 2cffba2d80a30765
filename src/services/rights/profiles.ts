import type {Context} from '../../context.ts'
import {readAtOnce} from '../../database/connection/transact.ts'
import {profilesByUser} from '../../database/rights.ts'
import type {ProfileType} from '../../database/tables.ts'
import {usersWithLogin} from '../../database/users.ts'

export type {ProfileType} from '../../database/tables.ts'

export const profileTypes = ['admin', 'supervisor', 'teacher'] as const satisfies ProfileType[]

export interface UserProfile {
  /** The last name; the API calls it `name`. */
  name: string
  firstname: string
  login: string
  profile?: ProfileType
}

/** Every user who has a login, with their profile if any; by name, first name, login. */
export async function listProfiles(context: Context, {profile}: {profile?: ProfileType} = {}): Promise<UserProfile[]> {
  const [users, profiles] = await readAtOnce(context, (trx) => Promise.all([usersWithLogin(trx), profilesByUser(trx)]))
  return users
    .map(({id, lastname, firstname, login}) => {
      const type = profiles.get(id)
      return {name: lastname, firstname, login, ...(type && {profile: type})}
    })
    .filter((user) => profile === undefined || user.profile === profile)
}
