import {
  type CallbackRules,
  checkField,
  noNumber,
  ordinaryRules,
  type PersonalFields,
} from '../formats/callback-fields.ts'
import type {PhoneCountry} from '../formats/phone-country.ts'
import {type CallbackField, callbackFields, personalFields} from '../formats/request-fields.ts'
import {unstorable} from '../formats/text.ts'
import {parseTime} from '../formats/times.ts'
import {isUuid} from '../formats/uuids.ts'
import {elements, Fields, type Remarks} from './remarks.ts'

export interface OriginalPeriod {
  uuid: string
  name: string
  /** `HH:MM:SS` */
  start: string
  end: string
  default: boolean
}

/** A valid request; undefined fields are omitted. */
export interface OriginalRequest extends PersonalFields {
  uuid: string
  dueDate: string | undefined
  periodUuid: string | undefined
  clotured: boolean
}

export interface OriginalList {
  uuid: string
  name: string
  queueId: number
  requests: OriginalRequest[]
}

export interface OriginalCallbacks {
  /** The periods of its requests: the original reports no others. */
  periods: OriginalPeriod[]
  lists: OriginalList[]
  /** The number of objects of each kind that problems excluded. */
  rejected: {periods: number; lists: number; requests: number}
}

const listFields = ['uuid', 'name', 'queueId', 'callbacks']
const periodFields = ['uuid', 'name', 'periodStart', 'periodEnd', 'default']
const requestFields = [
  ...callbackFields.filter((field) => field !== 'period'),
  ...['uuid', 'listUuid', 'queueId', 'clotured', 'preferredPeriodUuid', 'preferredPeriod'],
]

/** The answer to `GET /callback_lists`: the valid objects, and a problem for each invalid value. */
export function readCallbacks(answer: unknown, country: PhoneCountry, remarks: Remarks): OriginalCallbacks {
  const rules = ordinaryRules(country)
  const seen: Seen = {uuids: new Set(), periods: new Map()}
  const rejected = {periods: 0, lists: 0, requests: 0}
  const lists = elements(answer, 'callback_lists').flatMap((each) => {
    const fields = new Fields(each, 'callback_lists', listFields, remarks)
    const requests = elements(fields.raw('callbacks') ?? [], 'callback_lists.callbacks')
    const list = readList(fields, seen)
    if (list === undefined) {
      rejected.lists++
      rejected.requests += requests.length
      return []
    }
    for (const request of requests) {
      const read = readRequest(request, seen, rules, remarks)
      if (read) list.requests.push(read)
      else rejected.requests++
    }
    return [list]
  })
  const periods = [...seen.periods.values()].filter((period) => period !== undefined)
  rejected.periods = seen.periods.size - periods.length
  return {periods, lists, rejected}
}

/** Shared by all lists. */
interface Seen {
  uuids: Set<string>
  /** Undefined for an unusable period, so that its problem is reported once. */
  periods: Map<string, OriginalPeriod | undefined>
}

function readList(fields: Fields, seen: Seen): OriginalList | undefined {
  const uuid = ownUuid(fields, 'list', seen)
  const name = nameOf(fields)
  const queueId = fields.integer('queueId') ?? (fields.bad ? undefined : fields.refuse('queueId', 'is missing'))
  if (uuid === undefined || name === undefined || queueId === undefined || fields.bad) return undefined
  return {uuid, name, queueId, requests: []}
}

function readRequest(value: unknown, seen: Seen, rules: CallbackRules, remarks: Remarks): OriginalRequest | undefined {
  const fields = new Fields(value, 'callback_lists.callbacks', requestFields, remarks)
  const uuid = ownUuid(fields, 'request', seen)
  const field = (name: CallbackField) => checked(fields, name, rules)
  const personal = Object.fromEntries(personalFields.map((name) => [name, field(name)])) as PersonalFields
  const read = {
    ...personal,
    dueDate: field('dueDate'),
    periodUuid: periodOf(fields, seen, remarks),
    clotured: fields.boolean('clotured') ?? false,
  }
  if (!fields.bad && !read.phoneNumber && !read.mobilePhoneNumber) fields.refuse('phoneNumber', noNumber.reason)
  return uuid === undefined || fields.bad ? undefined : {uuid, ...read}
}

/** The problem does not repeat a customer's value; the uuid identifies it. */
function checked(fields: Fields, name: CallbackField, rules: CallbackRules): string | undefined {
  const {value, problem} = checkField(name, fields.text(name) ?? '', rules)
  return problem ? fields.refuse(name, problem.reason) : value
}

/** The period inside the request, read once for all requests that have it; otherwise the period with the given uuid. */
function periodOf(fields: Fields, seen: Seen, remarks: Remarks): string | undefined {
  const value = fields.raw('preferredPeriod')
  if (value === undefined) return namedPeriod(fields)
  const period = new Fields(value, 'callback_lists.callbacks.preferredPeriod', periodFields, remarks)
  const uuid = uuidOf(period, 'period')
  if (uuid === undefined) return fields.refuse('preferredPeriod', 'has no valid uuid')
  if (!seen.periods.has(uuid)) seen.periods.set(uuid, readPeriod(period, uuid))
  return seen.periods.get(uuid) ? uuid : fields.refuse('preferredPeriod', `is the period ${uuid}, which does not fit`)
}

function namedPeriod(fields: Fields): string | undefined {
  const uuid = fields.text('preferredPeriodUuid')?.toLowerCase()
  return uuid === undefined || isUuid(uuid) ? uuid : fields.refuse('preferredPeriodUuid', 'is not a uuid', uuid)
}

function readPeriod(fields: Fields, uuid: string): OriginalPeriod | undefined {
  const name = nameOf(fields)
  const start = timeOf(fields, 'periodStart')
  const end = timeOf(fields, 'periodEnd')
  if (start && end && start >= end) fields.refuse('periodEnd', `is not after the start, ${start}`, end)
  const isDefault = fields.boolean('default') ?? false
  if (name === undefined || start === undefined || end === undefined || fields.bad) return undefined
  return {uuid, name, start, end, default: isDefault}
}

function timeOf(fields: Fields, field: string): string | undefined {
  const text = fields.text(field) ?? ''
  return parseTime(text) ?? fields.refuse(field, 'is not a time of the day, HH:MM', text)
}

function nameOf(fields: Fields): string | undefined {
  const name = fields.text('name')
  if (name === undefined) return fields.bad ? undefined : fields.refuse('name', 'must not be empty')
  const reason = unstorable(name)
  return reason === undefined ? name : fields.refuse('name', reason)
}

function uuidOf(fields: Fields, noun: string): string | undefined {
  fields.place = `a ${noun}`
  const uuid = fields.text('uuid')?.toLowerCase()
  if (uuid === undefined || !isUuid(uuid)) return fields.refuse('uuid', 'is not a uuid', uuid)
  fields.place = `${noun} ${uuid}`
  return uuid
}

/** The uuid of a list or request, which must not appear twice. */
function ownUuid(fields: Fields, noun: string, {uuids}: Seen): string | undefined {
  const uuid = uuidOf(fields, noun)
  if (uuid === undefined) return undefined
  if (uuids.has(uuid)) return fields.refuse('uuid', 'appears twice')
  uuids.add(uuid)
  return uuid
}
