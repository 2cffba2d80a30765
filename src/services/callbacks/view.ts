import type {CallbackRow} from '../../database/callbacks/requests.ts'
import type {RequestJson} from '../../database/tables.ts'
import {type PersonalColumn, type PersonalField, personalColumn, personalFields} from '../../formats/request-fields.ts'
import type {Period} from './periods.ts'

/** The personal data of a customer that have a value. */
export type PersonalValues = Partial<Record<PersonalField, string>>

/** A callback request. Fields without a value are omitted. */
export interface Callback extends PersonalValues {
  uuid: string
  listUuid: string
  preferredPeriodUuid: string
  /** `YYYY-MM-DD` */
  dueDate: string
  queueId: number
  /** Closed; `clotured` is XiVO's term. */
  clotured: boolean
  preferredPeriod: Period
}

/** The same with the names behind its ids. */
export interface NamedCallback extends Callback {
  listName: string
  /** Left out when the queue is gone. */
  queueName?: string
}

/** The same with what this product adds. */
export interface OwnCallback extends NamedCallback {
  /** Left out for what came before this was kept. */
  createdAt?: string
  /** Left out as long as it is not closed, or when nobody knows. */
  closedAt?: string
  /** How many tickets it has; left out when none. */
  attempts?: number
  /** Of its last ticket. */
  lastStatus?: string
}

export const toNamedCallback = (row: CallbackRow): NamedCallback => ({
  ...toCallback(row),
  listName: row.list_name,
  ...(row.queue_name && {queueName: row.queue_name}),
})

export const toOwnCallback = (row: CallbackRow): OwnCallback => ({
  ...toNamedCallback(row),
  ...(row.created_at && {createdAt: row.created_at.toISOString()}),
  ...(row.closed_at && {closedAt: row.closed_at.toISOString()}),
  ...(row.attempts && {attempts: row.attempts}),
  ...(row.last_status && {lastStatus: row.last_status}),
})

/** Left out what has no value, as the API does. */
export function toCallback(row: CallbackRow | undefined): Callback {
  if (row === undefined) throw new Error('a callback request that was just written is not there')
  return {
    uuid: row.uuid,
    listUuid: row.list_uuid,
    ...personalValues(row),
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

/** Of a request, or of what has a copy of its fields. */
export function personalValues(row: Pick<CallbackRow, PersonalColumn>): PersonalValues {
  const values: PersonalValues = {}
  for (const field of personalFields) {
    const value = row[personalColumn(field)]
    if (value !== null) values[field] = value
  }
  return values
}

/** The same of a row as the journal keeps it, with the reason of a do-not-call entry, or the comment of a ticket. */
export const keptFields = (row: RequestJson): PersonalValues & {reason?: string; comment?: string} =>
  Object.fromEntries(
    [
      ...personalFields.map((field) => [field, row[personalColumn(field)]]),
      ['reason', row.reason],
      ['comment', row.comment],
    ].filter(([, value]) => typeof value === 'string'),
  )
