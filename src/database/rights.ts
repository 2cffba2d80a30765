import {type Insertable, type Selectable, sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import type {Trx} from './connection/transact.ts'
import type {ProfileType, Tables} from './tables.ts'

export type ProfileRow = Selectable<Tables['user_profile']>
export type RightRow = Pick<Selectable<Tables['user_right']>, 'kind' | 'object_id' | 'object_name'>

/** Profiles by user id; none while our tables do not exist yet. */
export async function profilesByUser(db: Db, schema: string): Promise<Map<number, ProfileType>> {
  const {rows} = await sql<{there: boolean}>`
    select to_regclass(${`${schema}.user_profile`}) is not null as there`.execute(db)
  if (!rows[0]?.there) return new Map()
  const profiles = await db.selectFrom('user_profile').select(['user_id', 'type']).orderBy('user_id').execute()
  return new Map(profiles.map(({user_id, type}) => [user_id, type]))
}

export function profileOf(db: Db, userId: number): Promise<ProfileRow | undefined> {
  return db
    .selectFrom('user_profile')
    .select(['user_id', 'type', 'recording_access', 'dissuasion_access'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

export function rightsOf(db: Db, userId: number): Promise<RightRow[]> {
  return db
    .selectFrom('user_right')
    .select(['kind', 'object_id', 'object_name'])
    .where('user_id', '=', userId)
    .orderBy('kind')
    .orderBy('object_id')
    .execute()
}

export function allProfiles(db: Db): Promise<ProfileRow[]> {
  return db
    .selectFrom('user_profile')
    .select(['user_id', 'type', 'recording_access', 'dissuasion_access'])
    .orderBy('user_id')
    .execute()
}

export function allRights(db: Db): Promise<(RightRow & {user_id: number})[]> {
  return db
    .selectFrom('user_right')
    .select(['user_id', 'kind', 'object_id', 'object_name'])
    .orderBy('user_id')
    .orderBy('kind')
    .orderBy('object_id')
    .execute()
}

/** Serialises changes of rights, because they read before they write. */
export async function lockRights(trx: Trx, schema: string): Promise<void> {
  await sql`lock table ${sql.table(`${schema}.user_profile`)} in share row exclusive mode`.execute(trx)
}

export async function putProfile(trx: Trx, row: ProfileRow): Promise<void> {
  const {user_id: _, ...change} = row
  await trx
    .insertInto('user_profile')
    .values(row)
    .onConflict((clash) => clash.column('user_id').doUpdateSet(change))
    .execute()
}

export async function replaceRights(trx: Trx, userId: number, rows: readonly RightRow[]): Promise<void> {
  await trx.deleteFrom('user_right').where('user_id', '=', userId).execute()
  const values: Insertable<Tables['user_right']>[] = rows.map((row) => ({user_id: userId, ...row}))
  if (values.length > 0) await trx.insertInto('user_right').values(values).execute()
}

/** Also deletes the rights, by the foreign key. */
export async function deleteProfile(trx: Trx, userId: number): Promise<void> {
  await trx.deleteFrom('user_profile').where('user_id', '=', userId).execute()
}
