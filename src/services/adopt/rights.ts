import type {Trx} from '../../database/connection/transact.ts'
import {allStoredRights, putRights, type RightRow, type StoredRights} from '../../database/rights.ts'
import {type UserRow, usersWithLogin} from '../../database/users.ts'
import {nearest} from '../../formats/nearest.ts'
import type {Remarks} from '../../original/remarks.ts'
import {type OriginalRights, rightKinds} from '../../original/rights.ts'
import type {Recorder} from '../journal.ts'
import {type Catalog, loadCatalog} from '../rights/catalog.ts'
import {type ProfileType, profileTypes} from '../rights/profiles.ts'
import {fieldOf, fieldsOf, rightsChange, rightsState} from '../rights/rights.ts'
import {type AdoptedItem, actionFor, differencesOf} from './adoption.ts'

/** What is here: users, what rights can be given on, and who has which. */
interface Surroundings {
  users: readonly UserRow[]
  catalog: Catalog
  /** By the user's id. */
  stored: ReadonlyMap<number, StoredRights>
}

/** Gives users the profiles and rights that they have in the original. Rights on what XiVO no longer has become problems. */
export async function adoptRights(
  trx: Trx,
  record: Recorder,
  originals: readonly OriginalRights[],
  {overwrite}: {overwrite: boolean},
  remarks: Remarks,
): Promise<AdoptedItem[]> {
  const surroundings = await look(trx)
  const items: AdoptedItem[] = []
  for (const original of originals) {
    const wanted = want(original, surroundings, remarks)
    if (wanted === undefined) continue
    const {user_id} = wanted.profile
    const stored = surroundings.stored.get(user_id)
    const differences = stored ? differencesOf(rightsState(stored), rightsState(wanted)) : []
    const action = stored ? actionFor(differences, overwrite) : 'create'
    if (action === 'create' || action === 'change') {
      await record(rightsChange(user_id, original.login, stored, wanted), () => putRights(trx, wanted))
    }
    items.push({what: 'profile', name: original.login, action, differences})
  }
  return items
}

async function look(trx: Trx): Promise<Surroundings> {
  return {
    users: await usersWithLogin(trx),
    catalog: await loadCatalog(trx),
    stored: await allStoredRights(trx),
  }
}

function want(original: OriginalRights, surroundings: Surroundings, remarks: Remarks): StoredRights | undefined {
  const place = `user ${original.login}`
  const user = userOf(original.login, surroundings.users, remarks)
  const type = profileTypes.find((each) => each === original.type)
  if (type === undefined) remarks.note(`${place}, type`, `is not a profile: ${profileTypes.join(', ')}`, original.type)
  if (user === undefined || type === undefined) return undefined
  nameForeignFields(type, original, remarks)
  const supervisor = type === 'supervisor'
  const profile = {
    user_id: user.id,
    type,
    recording_access: supervisor && (original.recordingAccess ?? true),
    dissuasion_access: supervisor && (original.dissuasionAccess ?? false),
  }
  return {profile, rows: type === 'admin' ? [] : rowsOf(original, user.id, surroundings, remarks)}
}

function userOf(login: string, users: readonly UserRow[], remarks: Remarks): UserRow | undefined {
  const found = users.filter((user) => user.login === login)
  if (found.length === 1) return found[0]
  const ids = found.map(({id}) => id).sort((a, b) => a - b)
  const logins = users.map((user) => user.login)
  remarks.note(
    `user ${login}`,
    found.length === 0
      ? `is not a login of this XiVO${suggestion(login, logins)}`
      : `is the login of the users ${ids.join(' and ')}: give all but one another login in XiVO`,
  )
  return undefined
}

function suggestion(login: string, logins: readonly string[]): string {
  const near = nearest(login, logins)
  return near === undefined ? '' : `; there is '${near}'`
}

/** What the original says of a profile that does not have it is left behind, and named. */
function nameForeignFields(type: ProfileType, original: OriginalRights, remarks: Remarks): void {
  const {ids, recordingAccess, dissuasionAccess} = original
  const said = [
    ...rightKinds.filter((kind) => ids[kind].length > 0).map((kind) => fieldOf[kind]),
    ...(recordingAccess ? ['recordingAccess' as const] : []),
    ...(dissuasionAccess ? ['dissuasionAccess' as const] : []),
  ]
  for (const field of said) {
    if (!fieldsOf[type].includes(field)) remarks.unknownFields.add(`rights.data.${field} of a profile ${type}`)
  }
}

function rowsOf(
  {login, ids}: OriginalRights,
  userId: number,
  {catalog, stored}: Surroundings,
  remarks: Remarks,
): RightRow[] {
  return rightKinds.flatMap((kind) =>
    ids[kind].flatMap((id): RightRow[] => {
      const there = catalog[kind].find((each) => each.id === id)
      const had = stored.get(userId)?.rows.find((row) => row.kind === kind && row.object_id === id)
      if (there) return [{kind, object_id: id, object_name: there.name}]
      if (had) return [had]
      remarks.note(`user ${login}, ${fieldOf[kind]}`, 'does not exist in this XiVO', String(id))
      return []
    }),
  )
}
