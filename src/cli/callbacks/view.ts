import {Flags} from '@oclif/core'
import type {CallbackInput} from '../../formats/callback-fields.ts'
import {callbackFields, requestFields} from '../../formats/request-fields.ts'
import {localTime} from '../../formats/times.ts'
import type {Callback, NamedCallback, OwnCallback} from '../../services/callbacks/view.ts'
import type {Listing} from '../list/listing.ts'
import {type Columns, Day} from '../list/table.ts'
import {queueText} from './lists-view.ts'

/** In local time. */
const momentOf = (moment: string | undefined) => (moment === undefined ? undefined : new Date(moment))

const periodOf = ({preferredPeriod}: Callback) => preferredPeriod.name
const dayOf = ({dueDate}: Callback) => new Day(dueDate)

const listOf = ({listName}: NamedCallback) => listName
const queueOf = ({queueName, queueId}: NamedCallback) => queueText(queueName, queueId)

/** The columns of a callback request after a write. */
export const writtenListing: Listing<NamedCallback, Callback> = {
  columns: {
    due: dayOf,
    period: periodOf,
    phone: ({phoneNumber}) => phoneNumber,
    mobile: ({mobilePhoneNumber}) => mobilePhoneNumber,
    name: ({firstName, lastName}) => [firstName, lastName].filter(Boolean).join(' '),
    company: ({company}) => company,
    description: ({description}) => description,
    state: ({clotured}) => (clotured ? 'closed' : 'ongoing'),
    uuid: ({uuid}) => uuid,
  },
  more: {
    'first name': ({firstName}) => firstName,
    'last name': ({lastName}) => lastName,
    list: listOf,
    queue: queueOf,
    clotured: ({clotured}) => String(clotured),
    'list uuid': ({listUuid}) => listUuid,
    'queue id': ({queueId}) => queueId,
    'period uuid': ({preferredPeriodUuid}) => preferredPeriodUuid,
  },
  names: {
    dueDate: 'due',
    phoneNumber: 'phone',
    mobilePhoneNumber: 'mobile',
    preferredPeriod: 'period',
    preferredPeriodUuid: 'period uuid',
    listUuid: 'list uuid',
    listName: 'list',
    queueId: 'queue id',
    queueName: 'queue',
  },
  id: ({uuid}) => uuid,
  json: withoutNames,
}

/** The same when it is read, with what only then is known. */
export const callbackListing: Listing<OwnCallback> = {
  columns: writtenListing.columns,
  more: {
    ...writtenListing.more,
    created: ({createdAt}) => momentOf(createdAt),
    closed: ({closedAt}) => momentOf(closedAt),
    attempts: ({attempts}) => attempts ?? 0,
    'last status': ({lastStatus}) => lastStatus,
  },
  names: {...writtenListing.names, createdAt: 'created', closedAt: 'closed', lastStatus: 'last status'},
  id: writtenListing.id,
}

/** What a write answers: the fields of the API page. */
export function withoutNames({listName: _, queueName: __, ...callback}: NamedCallback): Callback {
  return callback
}

/** The columns of a CSV or a workbook that import reads. */
export const importableColumns: Columns<Callback> = Object.fromEntries(
  callbackFields.map((field) => {
    if (field === 'dueDate') return [field, dayOf]
    return [field, field === 'period' ? periodOf : (callback: Callback) => callback[field]]
  }),
)

/** The same fields for a single request. */
export const callbackFieldsView = (callback: OwnCallback): Record<string, string | number | undefined> => ({
  uuid: callback.uuid,
  list: listOf(callback),
  phone: callback.phoneNumber,
  mobile: callback.mobilePhoneNumber,
  'first name': callback.firstName,
  'last name': callback.lastName,
  company: callback.company,
  description: callback.description,
  due: callback.dueDate,
  period: callback.preferredPeriod.name,
  queue: queueOf(callback),
  state: callback.clotured ? 'closed' : 'ongoing',
  ...(callback.createdAt && {created: localTime(new Date(callback.createdAt))}),
  ...(callback.closedAt && {closed: localTime(new Date(callback.closedAt))}),
  attempts: callback.attempts,
  'last status': callback.lastStatus,
})

/** The flags for the values of a request. */
export const callbackInputFlags = {
  phone: Flags.string({description: 'number to call', helpValue: 'NUMBER'}),
  mobile: Flags.string({description: 'other number to call', helpValue: 'NUMBER'}),
  'first-name': Flags.string({description: "the customer's first name", helpValue: 'TEXT'}),
  'last-name': Flags.string({description: "the customer's last name", helpValue: 'TEXT'}),
  company: Flags.string({description: "the customer's company", helpValue: 'TEXT'}),
  description: Flags.string({description: 'note for the agent', helpValue: 'TEXT'}),
  due: Flags.string({description: 'day by which to call back: 2026-12-01, tomorrow, +3d', helpValue: 'DAY'}),
  period: Flags.string({description: 'preferred period, by name or uuid', helpValue: 'PERIOD'}),
}

type InputFlags = Partial<Record<keyof typeof callbackInputFlags, string | undefined>>

export function callbackInput(flags: InputFlags): CallbackInput {
  const input: CallbackInput = {}
  for (const field of callbackFields) {
    const value = flags[requestFields[field].flag]
    if (value !== undefined) input[field] = value
  }
  return input
}
