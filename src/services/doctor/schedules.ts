import {snapshot} from '../../database/connection/transact.ts'
import type {DissuasionRow} from '../../database/dissuasion.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {type ScheduleRow, schedulesInForce} from '../../database/schedules.ts'
import {allUsers} from '../../database/users.ts'
import {isAlwaysClosed, type Period, periodsThatNeverMatch, readSchedule} from '../../formats/schedules.ts'
import {destinationOfPeriod, fallbackOf} from '../dissuasion/closures.ts'
import {isGone} from '../dissuasion/destinations.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

/** Only schedules in use; if they may not be read, the check of grants says so. Missing sounds are reported by the check of sounds. */
export const schedules: Check = {
  name: 'schedules',
  needs: ['xivo tables'],
  async examine(context) {
    const found = await snapshot(context, async (trx) => {
      const owned = (await schedulesInForce(trx))?.filter(({paths}) => paths.length > 0)
      const queues = await allQueues(trx)
      const users = new Set((await allUsers(trx)).map(({id}) => String(id)))
      return owned?.flatMap((schedule) => ofSchedule(schedule, queues, users))
    })
    if (found === undefined) return []
    return orFine(found, 'schedules', 'XiVO can read every schedule, and none is always closed')
  },
}

const remedy = "correct it in XiVO's web interface, in the form of schedules"

function ofSchedule(schedule: ScheduleRow, queues: readonly QueueRow[], users: ReadonlySet<string>): Finding[] {
  const named = `the schedule '${schedule.name}' of ${ownersOf(schedule, queues)}`
  const read = readSchedule(schedule)
  if (typeof read === 'string') {
    const why = 'XiVO hangs up on every caller, whatever the time'
    return [warning('schedules', {what: `${named} cannot be read: ${read}`, why, remedy})]
  }
  const never = periodsThatNeverMatch(read)
  return [
    ...(isAlwaysClosed(read)
      ? [warning('schedules', {what: `${named} is always closed`, why: 'no caller gets through', remedy})]
      : never.map((period) =>
          warning('schedules', {
            what: `${named} has a period that matches no day: ${periodText(period)}`,
            why: `it never ${period.mode === 'opened' ? 'opens' : 'closes'}`,
            remedy,
          }),
        )),
    ...destinationsGone(schedule, queues, users).map((gone) =>
      warning('schedules', {
        what: `${named} sends callers to ${gone}, which XiVO no longer has`,
        why: 'while it is closed, their call ends',
        remedy,
      }),
    ),
  ]
}

function ownersOf({paths}: ScheduleRow, queues: readonly QueueRow[]): string {
  const nameOf = (id: number) => queues.find((queue) => queue.id === id)?.name
  return few(
    paths.map(({path, pathid}) => {
      const name = path === 'queue' ? nameOf(pathid) : undefined
      return name === undefined ? `${path} ${pathid}` : `queue '${name}'`
    }),
  )
}

const periodText = ({weekdays, monthdays, months}: Period) =>
  Object.entries({weekdays, monthdays, months})
    .flatMap(([field, text]) => (text ? [`${field} ${text}`] : []))
    .join(', ')

/** Where callers go while it is closed. */
const destinationsOf = (schedule: ScheduleRow): DissuasionRow[] => [
  fallbackOf(schedule),
  ...schedule.periods.filter(({mode}) => mode === 'closed').map(destinationOfPeriod),
]

const userOf = ({action, actionarg1}: DissuasionRow): string[] =>
  action === 'user' && actionarg1 !== null ? [actionarg1] : []

/** The queues and users among them that XiVO no longer has. */
function destinationsGone(schedule: ScheduleRow, queues: readonly QueueRow[], users: ReadonlySet<string>): string[] {
  const gone = destinationsOf(schedule).filter(
    (row) => isGone(row, queues) || userOf(row).some((user) => !users.has(user)),
  )
  return [...new Set(gone.map(({action, actionarg1}) => `${action} ${actionarg1 ?? ''}`))]
}
