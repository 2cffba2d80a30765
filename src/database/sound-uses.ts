import {sql} from 'kysely'
import {type Access, accessTo} from './access.ts'
import type {Db} from './connection/connect.ts'
import type {DestinationKey} from './dissuasion.ts'

/** A row that plays a sound to callers, in XiVO's terms. */
export type SoundUseRow = DestinationKey & {path: string}

/** All that plays a sound: destinations of queues, groups, users, incalls, …, then schedules and pagings that may be read. */
export async function allSoundUses(db: Db): Promise<SoundUseRow[]> {
  return [...(await soundDestinations(db)), ...(await otherSoundUses(db, await accessToSoundUses(db)))]
}

/** Whether the role may read what plays sounds beside destinations. */
export const accessToSoundUses = (db: Db): Promise<Access> =>
  accessTo(db, ['public.schedule', 'public.schedule_time', 'public.paging'])

async function soundDestinations(db: Db): Promise<SoundUseRow[]> {
  const rows = await db
    .selectFrom('public.dialaction')
    .select(['event', 'category', 'categoryval', 'actionarg1'])
    .where('action', '=', 'sound')
    .where('linked', '=', 1)
    .orderBy('category')
    .orderBy('categoryval')
    .orderBy('event')
    .execute()
  return rows.flatMap(({actionarg1, ...row}) => (actionarg1 ? [{...row, path: actionarg1}] : []))
}

/** XiVO has no other directory for what is announced before a paging; the column has the name with its ending. */
const PLAYBACK = '/var/lib/xivo/sounds/playback'

/** What plays sounds beside destinations, and the tables that tell it. XiVO leaves the periods of a schedule that it deletes. */
const others = [
  {
    tables: ['public.schedule'],
    part: sql`
      select 'fallback_action' as event, 'schedule' as category, id, fallback_actionid as path from public.schedule
      where commented = 0 and fallback_action = 'sound'`,
  },
  {
    tables: ['public.schedule', 'public.schedule_time'],
    part: sql`
      select 'schedule_time', 'schedule', plan.id, period.actionid
      from public.schedule_time period join public.schedule plan on plan.id = period.schedule_id and plan.commented = 0
      where period.mode = 'closed' and period.action = 'sound'`,
  },
  {
    tables: ['public.paging'],
    part: sql`
      select 'announcement_file', 'paging', id,
        ${PLAYBACK} || '/' || regexp_replace(announcement_file, '[.][^.]*$', '') from public.paging`,
  },
]

async function otherSoundUses(db: Db, {readable}: Access): Promise<SoundUseRow[]> {
  const parts = others.filter(({tables}) => tables.every((table) => readable.has(table))).map(({part}) => part)
  if (parts.length === 0) return []
  const {rows} = await sql<SoundUseRow>`
    select distinct event, category, id::text as categoryval, path
    from (select null as event, null as category, null::int as id, null as path union all
      ${sql.join(parts, sql` union all `)}) used
    where path <> '' order by category, categoryval, event, path`.execute(db)
  return rows
}
