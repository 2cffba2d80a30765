import type {CallbackRow} from '../../database/callbacks/requests.ts'
import type {Period} from './periods.ts'

/** A customer who was promised a call. Fields without value are left out. */
export interface Callback {
  uuid: string
  listUuid: string
  phoneNumber?: string
  mobilePhoneNumber?: string
  firstName?: string
  lastName?: string
  company?: string
  description?: string
  preferredPeriodUuid: string
  /** `YYYY-MM-DD` */
  dueDate: string
  queueId: number
  /** Done with: XiVO's word for closed. */
  clotured: boolean
  preferredPeriod: Period
}

/** Left out what has no value, as the API does. */
export function toCallback(row: CallbackRow | undefined): Callback {
  if (row === undefined) throw new Error('a callback request that was just written is not there')
  return {
    uuid: row.uuid,
    listUuid: row.list_uuid,
    ...some('phoneNumber', row.phone_number),
    ...some('mobilePhoneNumber', row.mobile_phone_number),
    ...some('firstName', row.first_name),
    ...some('lastName', row.last_name),
    ...some('company', row.company),
    ...some('description', row.description),
    preferredPeriodUuid: row.period_uuid,
    dueDate: row.due_date,
    queueId: row.queue_id,
    clotured: row.clotured,
    preferredPeriod: {
      uuid: row.period_uuid,
      name: row.period_name,
      periodStart: row.period_start,
      periodEnd: row.period_end,
      default: row.period_default,
    },
  }
}

const some = <K extends string>(field: K, value: string | null) =>
  value === null ? {} : ({[field]: value} as Record<K, string>)
