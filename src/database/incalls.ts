import {type NotNull, sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import {fixed} from './fixed.ts'

/** Number and context are null when an incall has none. */
export interface IncallRow {
  id: number
  exten: string | null
  context: string | null
}

/** XiVO's web interface writes an incall's number into both tables, its REST into `extensions` alone. */
export const allIncalls: (db: Db) => Promise<IncallRow[]> = fixed('incalls', (db) =>
  db
    .selectFrom('public.incall as call')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('public.extensions')
          .distinctOn('typeval')
          .select(['typeval', 'exten', 'context'])
          .where('type', '=', 'incall')
          .orderBy('typeval')
          .orderBy('exten')
          .orderBy('context')
          .as('extension'),
      (join) => join.on('extension.typeval', '=', sql<string>`call.id::text`),
    )
    .select([
      'call.id',
      sql<string | null>`coalesce(call.exten, extension.exten)`.as('exten'),
      sql<string | null>`coalesce(call.context, extension.context)`.as('context'),
    ])
    .orderBy('exten')
    .orderBy('context')
    .orderBy('call.id'),
)

/** The incalls that lead straight to a queue, each with the queue's id as XiVO stores it. A disabled one leads nowhere. */
export function incallsOfQueues(db: Db): Promise<{incallId: number; queueId: string}[]> {
  return db
    .selectFrom('public.dialaction as way')
    .innerJoin('public.incall as call', (join) => join.on('way.categoryval', '=', sql<string>`call.id::text`))
    .select(['call.id as incallId', 'way.actionarg1 as queueId'])
    .where('way.event', '=', 'answer')
    .where('way.category', '=', 'incall')
    .where('way.action', '=', 'queue')
    .where('way.linked', '=', 1)
    .where('call.commented', '=', 0)
    .where('way.actionarg1', 'is not', null)
    .$narrowType<{queueId: NotNull}>()
    .orderBy('call.id')
    .execute()
}
