import {isTimeZone, wallText} from '../../formats/time-zones.ts'
import type {Override} from '../../services/dissuasion/overrides.ts'
import type {Listing} from '../list/listing.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `Mon 2026-11-30 18:00 Europe/Paris (in 3 h)` */
function momentText(iso: string, timeZone: string): string {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
  const moment = Date.parse(iso)
  return `${wallText(zone, moment)} ${zone} (${distanceText(moment - Date.now())})`
}

function distanceText(milliseconds: number): string {
  const distance = Math.abs(milliseconds)
  if (distance < MINUTE) return 'now'
  const [unit, name] = distance < HOUR ? [MINUTE, 'min'] : distance < 2 * DAY ? [HOUR, 'h'] : [DAY, 'd']
  const text = `${Math.round(distance / unit)} ${name}`
  return milliseconds > 0 ? `in ${text}` : `${text} ago`
}

/** When it ends; one without an end lasts until somebody ends it. */
const untilText = ({until, endedAt, timeZone}: Override): string => {
  if (endedAt !== undefined) return momentText(endedAt, timeZone)
  return until === undefined ? 'until somebody ends it' : momentText(until, timeZone)
}

const queuesText = ({queues}: Override) =>
  queues
    .map(({name, outcome}) => (outcome === undefined || outcome === 'restored' ? name : `${name} (${outcome})`))
    .join(', ')

export const overrideListing: Listing<Override> = {
  columns: {
    id: ({id}) => id,
    sound: ({sound}) => sound,
    state: ({state}) => state,
    from: ({startedAt, from, timeZone}) => momentText(startedAt ?? from, timeZone),
    until: untilText,
    by: ({createdBy}) => createdBy,
    queues: queuesText,
  },
  more: {},
  id: ({id}) => String(id),
  empty: 'no override is planned or running',
}

/** The fields of one. */
export const overrideFields = (override: Override) => ({
  override: override.id,
  state: override.state,
  from: momentText(override.startedAt ?? override.from, override.timeZone),
  until: untilText(override),
  queues: queuesText(override),
})
