import {type Selectable, type SelectQueryBuilder, type SqlBool, sql} from 'kysely'
import pg from 'pg'
import type {Db} from './connection/connect.ts'
import type {Trx} from './connection/transact.ts'
import {fixed} from './fixed.ts'
import {inOneRow} from './one-row.ts'
import type {ProfileType, RightKind, Tables} from './tables.ts'
import {isLoginOf, loginBytes} from './users.ts'

export type ProfileRow = Selectable<Tables['user_profile']>
export type RightRow = Pick<Selectable<Tables['user_right']>, 'kind' | 'object_id' | 'object_name'>

const UNDEFINED_TABLE = '42P01'

const columns = ['user_id', 'type', 'recording_access', 'dissuasion_access'] as const

const typesOfUsers = fixed('profiles', (db) =>
  db.selectFrom('user_profile').select(['user_id', 'type']).orderBy('user_id'),
)

/** Profiles by user id; none while our tables do not exist yet, and then nothing else can be asked of the transaction. */
export async function profilesByUser(trx: Trx): Promise<Map<number, ProfileType>> {
  const profiles = await typesOfUsers(trx).catch((error) => {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return []
    throw error
  })
  return new Map(profiles.map(({user_id, type}) => [user_id, type]))
}

export function profileOf(db: Db, userId: number): Promise<ProfileRow | undefined> {
  return db.selectFrom('user_profile').select(columns).where('user_id', '=', userId).executeTakeFirst()
}

/** A profile and rights as they are stored. */
export interface StoredRights {
  profile: ProfileRow
  rows: readonly RightRow[]
}

/** The profile of a user with their rights, in order; undefined without a profile. */
export async function storedRights(db: Db, userId: number): Promise<StoredRights | undefined> {
  const [found] = await withRights(db).where('user_id', '=', userId).execute()
  return found && toStored(found)
}

const rightsOfLogins = fixed('rights of logins', (db, logins: readonly Buffer[]) =>
  withRights(db)
    .where('user_id', 'in', (eb) => eb.selectFrom('public.userfeatures').select('id').where(isLoginOf(logins)))
    .orderBy('user_id'),
)

/** The same of everybody with one of these logins, by user id. */
export async function storedRightsOfLogins(db: Db, logins: readonly string[]): Promise<Map<number, StoredRights>> {
  const all = await rightsOfLogins(db, loginBytes(logins))
  return new Map(all.map((found) => [found.user_id, toStored(found)]))
}

const withRights = (db: Db) =>
  db
    .selectFrom('user_profile as profile')
    .select(columns)
    .select((eb) =>
      eb
        .selectFrom('user_right as given')
        .whereRef('given.user_id', '=', 'profile.user_id')
        .select(
          sql<
            RightRow[] | null
          >`json_agg(json_build_object('kind', kind, 'object_id', object_id, 'object_name', object_name)
            order by kind, object_id)`.as('all'),
        )
        .as('rights'),
    )

const toStored = ({rights, ...profile}: ProfileRow & {rights: RightRow[] | null}): StoredRights => ({
  profile,
  rows: rights ?? [],
})

/** Every profile with its rights, in order, by user id. */
export const allStoredRights = (db: Db): Promise<Map<number, StoredRights>> =>
  handedOut(db, profiles(db), sharedRights(db))

/** Those of some users. */
export async function storedRightsOf(db: Db, userIds: readonly number[]): Promise<Map<number, StoredRights>> {
  if (userIds.length === 0) return new Map()
  const isOne = sql<SqlBool>`user_id = any(${userIds}::int[])`
  return handedOut(db, profiles(db).where(isOne), sharedRights(db).where(isOne))
}

const profiles = (db: Db) => db.selectFrom('user_profile').select(columns).orderBy('user_id')

/** Each right once, with the users who have it: 5,000 users may have 250,000 rights on 300 objects. */
const sharedRights = (db: Db) =>
  db
    .selectFrom('user_right')
    .select(['kind', 'object_id', 'object_name', sql<number[]>`array_to_json(array_agg(user_id))`.as('users')])
    .groupBy(['kind', 'object_id', 'object_name'])
    .orderBy('kind')
    .orderBy('object_id')

async function handedOut(
  db: Db,
  profiles: SelectQueryBuilder<Tables, never, ProfileRow>,
  shared: ReturnType<typeof sharedRights>,
): Promise<Map<number, StoredRights>> {
  const [rights, rows] = await Promise.all([shared.execute(), inOneRow(db, profiles)])
  const all = new Map(rows.map((profile) => [profile.user_id, {profile, rows: [] as RightRow[]}]))
  for (const {users, ...row} of rights) {
    for (const user of users) all.get(user)?.rows.push(row)
  }
  return all
}

/** Objects of one kind, and the users who have rights on just these of that kind. */
interface RightSet {
  kind: RightKind
  objects: readonly number[]
  users: readonly number[]
}

/** Who may do what, without the names that rights were given with. */
export interface AllRights {
  /** By user. */
  profiles: ReadonlyMap<number, ProfileRow>
  sets: readonly RightSet[]
}

/** Most users share their rights with others. PostgreSQL hashes ids in half the time of names, and sends each set once. */
export async function allRights(db: Db): Promise<AllRights> {
  const [sets, alike] = await Promise.all([
    db
      .selectFrom((eb) =>
        eb
          .selectFrom('user_right')
          .select(['user_id', 'kind', sql<number[]>`array_agg(object_id)`.as('objects')])
          .groupBy(['user_id', 'kind'])
          .as('given'),
      )
      .select([
        'kind',
        sql<number[]>`array_to_json(objects)`.as('objects'),
        sql<number[]>`array_to_json(array_agg(user_id))`.as('users'),
      ])
      .groupBy(['kind', 'given.objects'])
      .execute(),
    db
      .selectFrom('user_profile')
      .select([
        'type',
        'recording_access',
        'dissuasion_access',
        sql<number[]>`array_to_json(array_agg(user_id))`.as('users'),
      ])
      .groupBy(['type', 'recording_access', 'dissuasion_access'])
      .execute(),
  ])
  const rows = alike.flatMap(({users, ...row}) => users.map((user_id): ProfileRow => ({user_id, ...row})))
  return {profiles: new Map(rows.map((row) => [row.user_id, row])), sets}
}

export interface GivenRight extends RightRow {
  user_id: number
}

/** The rights on objects with these ids, of whatever kind. */
export async function rightsOn(db: Db, ids: readonly number[]): Promise<GivenRight[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('user_right')
    .select(['user_id', 'kind', 'object_id', 'object_name'])
    .where(sql<SqlBool>`object_id = any(${ids}::int[])`)
    .orderBy('user_id')
    .execute()
}

const lock = fixed(
  'lock of the profiles',
  (_, schema: string) => sql`lock table ${sql.table(`${schema}.user_profile`)} in share row exclusive mode`,
)

/** Serialises changes of rights, because they read before they write. */
export async function lockRights(trx: Trx, schema: string): Promise<void> {
  await lock(trx, schema)
}

const put = fixed(
  'a profile and its rights',
  (trx, user_id: number, type: ProfileType, recording_access: boolean, dissuasion_access: boolean, json: string) => {
    const change = {type, recording_access, dissuasion_access}
    const given = sql<RightRow>`json_to_recordset(${json}::json)`.as<'given'>(
      sql`given(kind text, object_id int, object_name text)`,
    )
    return trx
      .with('profile', (db) =>
        db
          .insertInto('user_profile')
          .values({user_id, ...change})
          .onConflict((clash) => clash.column('user_id').doUpdateSet(change))
          .returning('user_id'),
      )
      .with('gone', (db) =>
        db
          .deleteFrom('user_right as had')
          .where('had.user_id', '=', user_id)
          .where(({not, exists, selectFrom}) =>
            not(
              exists(
                selectFrom(given)
                  .select('given.kind')
                  .whereRef('given.kind', '=', 'had.kind')
                  .whereRef('given.object_id', '=', 'had.object_id'),
              ),
            ),
          ),
      )
      .insertInto('user_right')
      .columns(['user_id', 'kind', 'object_id', 'object_name'])
      .expression((eb) =>
        eb
          .selectFrom('profile')
          .crossJoin(given)
          .select(['profile.user_id', 'given.kind', 'given.object_id', 'given.object_name']),
      )
      .onConflict((clash) =>
        clash
          .columns(['user_id', 'kind', 'object_id'])
          .doUpdateSet((eb) => ({object_name: eb.ref('excluded.object_name')})),
      )
  },
)

/** Makes these the profile and rights of a user, whatever they had. */
export async function putRights(trx: Trx, {profile, rows}: StoredRights): Promise<void> {
  const {user_id, type, recording_access, dissuasion_access} = profile
  const json = JSON.stringify(rows.map(({kind, object_id, object_name}) => ({kind, object_id, object_name})))
  await put(trx, user_id, type, recording_access, dissuasion_access, json)
}

/** Also deletes the rights, by the foreign key. */
export async function deleteProfile(trx: Trx, userId: number): Promise<void> {
  await trx.deleteFrom('user_profile').where('user_id', '=', userId).execute()
}
