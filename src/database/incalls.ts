import type {Db} from './connect.ts'

export function allIncalls(db: Db): Promise<{id: number; exten: string; context: string}[]> {
  return db.selectFrom('public.incall').select(['id', 'exten', 'context']).orderBy('exten').orderBy('context').execute()
}
