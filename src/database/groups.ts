import {accessTo} from './access.ts'
import type {Db} from './connection/connect.ts'
import {fixed} from './fixed.ts'

/** Agent groups that are not deleted. A deleted one keeps its row (`deleted` = 1) until XiVO reuses its id. */
export const allGroups: (db: Db) => Promise<{id: number; name: string}[]> = fixed('agent groups', (db) =>
  db.selectFrom('public.agentgroup').select(['id', 'name']).where('deleted', '=', 0).orderBy('name').orderBy('id'),
)

/** Groups of telephones, by name; undefined where they may not be read. */
export async function callGroups(db: Db): Promise<{id: number; name: string}[] | undefined> {
  if ((await accessTo(db, ['public.groupfeatures'])).readable.size === 0) return undefined
  return db.selectFrom('public.groupfeatures').select(['id', 'name']).orderBy('name').orderBy('id').execute()
}
