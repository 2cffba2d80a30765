import type {Db} from './connection/connect.ts'

/** Agent groups in use. A deleted one keeps its row (`deleted` = 1) until XiVO gives its id to another. */
export function allGroups(db: Db): Promise<{id: number; name: string}[]> {
  return db
    .selectFrom('public.agentgroup')
    .select(['id', 'name'])
    .where('deleted', '=', 0)
    .orderBy('name')
    .orderBy('id')
    .execute()
}
