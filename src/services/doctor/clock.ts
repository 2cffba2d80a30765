import {type ClockFacts, clockFacts} from '../../database/doctor/diagnosis.ts'
import {type Check, type Finding, orFine, warning} from './finding.ts'

const MOST_SKEW_MS = 60_000

export const clock: Check = {
  name: 'clock',
  needs: ['connection'],
  async examine({db}) {
    const before = Date.now()
    const facts = await clockFacts(db)
    const now = (before + Date.now()) / 2
    const found = [...skew(facts.now - now), ...otherDay(facts)]
    return orFine(found, 'clock', `the database has the time and the time zone of this machine: ${facts.timeZone}`)
  },
}

function skew(ms: number): Finding[] {
  if (Math.abs(ms) <= MOST_SKEW_MS) return []
  return [
    warning('clock', {
      what: `the clock of the database is ${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead of' : 'behind'} this machine's`,
      why: "xivoctl takes 'today' from the database, so around midnight its day differs from this machine's",
      remedy: 'timedatectl set-ntp true   # on the machine whose clock is wrong',
    }),
  ]
}

/** Compares the offsets now and in half a year, to also detect zones that differ only in summer time. */
function otherDay({now, halfYear, offset, offsetThen, timeZone, role, database}: ClockFacts): Finding[] {
  if (offset === offsetHere(now) && offsetThen === offsetHere(now + halfYear)) return []
  const {timeZone: here} = Intl.DateTimeFormat().resolvedOptions()
  return [
    warning('clock', {
      what: `the database's sessions are in the time zone ${timeZone}, this machine is in ${here}`,
      why: "xivoctl takes 'today' from the database, so callbacks become due some hours too early or too late",
      remedy: `ALTER ROLE ${role} IN DATABASE ${database} SET timezone TO '${here}';`,
    }),
  ]
}

/** Seconds east of Greenwich. */
const offsetHere = (moment: number) => -60 * new Date(moment).getTimezoneOffset()
