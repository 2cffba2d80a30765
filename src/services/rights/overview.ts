import type {Context} from '../../context.ts'
import {readAtOnce} from '../../database/connection/transact.ts'
import {allStoredRights} from '../../database/rights.ts'
import type {ProfileType, RightKind} from '../../database/tables.ts'
import {type UserRow, usersWithLogin} from '../../database/users.ts'
import type {Reference} from '../../formats/references.ts'
import {type Catalog, loadCatalog, objectOf} from './catalog.ts'
import type {UserProfile} from './profiles.ts'
import {type ExplainedRights, type NamedRight, nameRights, toRights} from './rights.ts'

/** What one user may do. */
export interface UserRights extends UserProfile {
  profile: ProfileType
  /** Absent for an admin, who sees every one. */
  queues?: NamedRight[]
  groups?: NamedRight[]
  incalls?: NamedRight[]
  /** May they listen to the recordings of these queues? A teacher may during the period given to them. */
  recording: boolean
  /** May they change the dissuasions of these queues? */
  dissuasion: boolean
}

/** Only the users who may see this one. */
export type Seen = Partial<Record<RightKind, Reference | undefined>>

/** Every user who has a login and a profile, and what they may do; by name, first name, login. */
export async function listRights(context: Context, seen: Seen = {}): Promise<UserRights[]> {
  return readAtOnce(context, async (trx) => {
    const [catalog, all, users] = await Promise.all([loadCatalog(trx), allStoredRights(trx), usersWithLogin(trx)])
    const wanted = wantedIds(seen, catalog)
    return users.flatMap((user) => {
      const stored = all.get(user.id)
      const sees = ([kind, wantedId]: readonly [RightKind, number]) =>
        stored?.rows.some((row) => row.kind === kind && row.object_id === wantedId)
      if (stored === undefined || (stored.profile.type !== 'admin' && !wanted.every(sees))) return []
      return [userRights(user, {rights: toRights(stored), named: nameRights(stored.rows, catalog)})]
    })
  })
}

const wantedIds = (seen: Seen, catalog: Catalog) =>
  (Object.entries(seen) as [RightKind, Reference | undefined][]).flatMap(([kind, reference]) =>
    reference === undefined ? [] : [[kind, objectOf(kind, reference, catalog).id] as const],
  )

/** The rights of one user as a row of the list. */
export function userRights(
  {lastname: name, firstname, login}: UserRow,
  {rights: {type: profile, data}, named}: ExplainedRights,
): UserRights {
  const {recordingAccess: recording = true, dissuasionAccess: dissuasion = profile === 'admin'} = data
  const {queue: queues, group: groups, incall: incalls} = named
  const seen = profile === 'admin' ? {} : {queues, groups, incalls}
  return {name, firstname, login, profile, ...seen, recording, dissuasion}
}
