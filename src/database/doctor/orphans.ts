import {sql} from 'kysely'
import type {Db} from '../connection/connect.ts'
import type {Trx} from '../connection/transact.ts'
import type {RightRow} from '../rights.ts'
import type {RightKind} from '../tables.ts'

/** A right and its user; `login` is '' when the user has none. */
export interface UsersRight {
  user_id: number
  login: string
  kind: RightKind
  object_id: number
  object_name: string
}

export interface LostRight extends UsersRight {
  /** How many users have this login. */
  holders: number
  /** XiVO has other objects of this kind; if it has none at all, the cause may be more serious. */
  mendable: boolean
}

export interface RenamedRight extends UsersRight {
  /** The group's current name. */
  now: string
}

/** XiVO deletes its objects freely: we have no foreign keys on them. Deleted groups keep their row. */
const pointsAtNothing = sql<boolean>`case lost.kind
  when 'queue' then not exists (select from public.queuefeatures there where there.id = lost.object_id)
  when 'group' then not exists (select from public.agentgroup there where there.id = lost.object_id and there.deleted = 0)
  when 'incall' then not exists (select from public.incall there where there.id = lost.object_id) end`

const othersAreThere = sql<boolean>`case lost.kind
  when 'queue' then exists (select from public.queuefeatures)
  when 'group' then exists (select from public.agentgroup)
  when 'incall' then exists (select from public.incall) end`

/** Rights of existing users on deleted objects. */
export function lostRights(db: Db): Promise<LostRight[]> {
  return db
    .selectFrom('user_right as lost')
    .innerJoin('public.userfeatures as holder', 'holder.id', 'lost.user_id')
    .innerJoin(
      (eb) =>
        eb
          .selectFrom('public.userfeatures')
          .select(['loginclient', sql<number>`count(*)::int`.as('holders')])
          .groupBy('loginclient')
          .as('same'),
      (join) => join.onRef('same.loginclient', '=', 'holder.loginclient'),
    )
    .select([
      'lost.user_id',
      'holder.loginclient as login',
      'same.holders',
      'lost.kind',
      'lost.object_id',
      'lost.object_name',
      othersAreThere.as('mendable'),
    ])
    .where(pointsAtNothing)
    .orderBy('holder.loginclient')
    .orderBy('lost.user_id')
    .orderBy('lost.kind')
    .orderBy('lost.object_id')
    .execute()
}

/** Deletes them, and returns them. */
export function deleteLostRights(trx: Trx): Promise<(RightRow & {user_id: number})[]> {
  return trx
    .deleteFrom('user_right as lost')
    .where(pointsAtNothing)
    .where(othersAreThere)
    .returning(['lost.user_id', 'lost.kind', 'lost.object_id', 'lost.object_name'])
    .execute()
}

/** Rights on groups whose name has changed since the right was given: renamed, or a new group with a reused id. */
export function renamedGroups(db: Db): Promise<RenamedRight[]> {
  return db
    .selectFrom('user_right as given')
    .innerJoin('public.agentgroup as group', (join) =>
      join.onRef('group.id', '=', 'given.object_id').on('group.deleted', '=', 0),
    )
    .innerJoin('public.userfeatures as holder', 'holder.id', 'given.user_id')
    .select([
      'given.user_id',
      'holder.loginclient as login',
      'given.kind',
      'given.object_id',
      'given.object_name',
      'group.name as now',
    ])
    .where('given.kind', '=', 'group')
    .where('holder.loginclient', '<>', '')
    .whereRef('group.name', '<>', 'given.object_name')
    .orderBy('holder.loginclient')
    .orderBy('given.user_id')
    .orderBy('given.object_id')
    .execute()
}

const userIsGone = sql<boolean>`not exists (select from public.userfeatures there where there.id = lost.user_id)`
const usersAreThere = sql<boolean>`exists (select from public.userfeatures)`

/** Profiles of deleted users. */
export async function lostProfiles(db: Db): Promise<{ids: number[]; mendable: boolean}> {
  const rows = await db
    .selectFrom('user_profile as lost')
    .select(['lost.user_id', usersAreThere.as('mendable')])
    .where(userIsGone)
    .orderBy('lost.user_id')
    .execute()
  return {ids: rows.map(({user_id}) => user_id), mendable: rows.every(({mendable}) => mendable)}
}

export interface LostList {
  uuid: string
  name: string
  queue_id: number
  ongoing: number
}

/** Callback lists of deleted queues, with their numbers of ongoing requests. */
export function lostLists(db: Db): Promise<LostList[]> {
  return db
    .selectFrom('callback_list as list')
    .leftJoin('callback_request as request', (join) =>
      join.onRef('request.list_uuid', '=', 'list.uuid').on('request.clotured', '=', false),
    )
    .select(['list.uuid', 'list.name', 'list.queue_id', sql<number>`count(request.uuid)::int`.as('ongoing')])
    .where(sql<boolean>`not exists (select from public.queuefeatures there where there.id = list.queue_id)`)
    .groupBy(['list.uuid', 'list.name', 'list.queue_id'])
    .orderBy('list.name')
    .orderBy('list.uuid')
    .execute()
}
