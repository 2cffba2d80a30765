import type {Selectable} from 'kysely'
import {jsonArrayFrom} from 'kysely/helpers/postgres'
import {accessTo} from './access.ts'
import type {Db} from './connection/connect.ts'
import type {Tables} from './tables.ts'

export type SchedulePeriodRow = Omit<Selectable<Tables['public.schedule_time']>, 'id' | 'schedule_id'>

/** A schedule in force, its periods, and what has it: queues, incalls, … */
export interface ScheduleRow extends Omit<Selectable<Tables['public.schedule']>, 'commented'> {
  periods: SchedulePeriodRow[]
  paths: Pick<Selectable<Tables['public.schedule_path']>, 'path' | 'pathid' | 'order'>[]
}

/** The schedule that XiVO goes by for a queue or an incall: its forms give one at most. */
export function scheduleOf(
  schedules: readonly ScheduleRow[],
  {path, pathid}: {path: 'queue' | 'incall'; pathid: number},
): ScheduleRow | undefined {
  const owned = schedules.flatMap((schedule) =>
    schedule.paths.filter((each) => each.path === path && each.pathid === pathid).map(({order}) => ({schedule, order})),
  )
  return owned.sort((a, b) => a.order - b.order)[0]?.schedule
}

const tables = ['public.schedule', 'public.schedule_time', 'public.schedule_path'] as const

/** Every schedule that is not disabled, by id; undefined where they may not be read. */
export async function schedulesInForce(db: Db): Promise<ScheduleRow[] | undefined> {
  if ((await accessTo(db, tables)).readable.size < tables.length) return undefined
  return db
    .selectFrom('public.schedule as plan')
    .select((eb) => [
      'id',
      'name',
      'timezone',
      'fallback_action',
      'fallback_actionid',
      'fallback_actionargs',
      jsonArrayFrom(
        eb
          .selectFrom('public.schedule_time as time')
          .select(['mode', 'hours', 'weekdays', 'monthdays', 'months', 'action', 'actionid', 'actionargs'])
          .whereRef('time.schedule_id', '=', 'plan.id')
          .orderBy('time.id'),
      ).as('periods'),
      jsonArrayFrom(
        eb
          .selectFrom('public.schedule_path as way')
          .select(['path', 'pathid', 'order'])
          .whereRef('way.schedule_id', '=', 'plan.id')
          .orderBy('path')
          .orderBy('pathid'),
      ).as('paths'),
    ])
    .where('commented', '=', 0)
    .orderBy('id')
    .execute()
}
