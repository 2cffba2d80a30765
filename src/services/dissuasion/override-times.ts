import type {Trx} from '../../database/connection/transact.ts'
import {type Clock, isAttended} from '../../database/overrides.ts'
import {invalid, unavailable} from '../../errors.ts'
import {type Moment, parseMoment} from '../../formats/moments.ts'

/** Something should do what is due every minute; after this many minutes, we assume that nothing does. */
export const ATTENDED_MINUTES = 10

/** A moment that somebody typed: that of the database's time zone, where it names none. */
export function momentOf(name: string, text: string | undefined): Moment | undefined {
  if (text === undefined) return undefined
  const found = parseMoment(text)
  if (found) return found
  throw invalid(`${name} '${text}' is not a time`, {
    hints: ['such as 2026-12-24 18:00, 2026-12-24T18:00:00+01:00, tomorrow, +2h or +30min'],
  })
}

/** The start and end; a past start means now. Refuses a past end, and times that nothing would act on. */
export async function periodOf(
  trx: Trx,
  {now, from, until}: Clock,
): Promise<{starts_at: string; ends_at: string | null}> {
  const start = from === null || from < now ? now : from
  if (until !== null && until <= start) {
    throw invalid(
      until <= now
        ? `the end of the override, ${until}, has already passed`
        : `the override would end before it starts: ${until}`,
    )
  }
  if ((start > now || until !== null) && !(await isAttended(trx, ATTENDED_MINUTES))) throw unattended()
  return {starts_at: start, ends_at: until}
}

const unattended = () =>
  unavailable(
    `nothing has started or ended overrides in the last ${ATTENDED_MINUTES} minutes, so an override with a time would not start or end on time`,
    {
      hints: [
        {
          run: 'dissuasion end-override',
          words: ['--due', '--quiet'],
          when: 'every minute, from cron or a systemd timer',
        },
      ],
    },
  )
