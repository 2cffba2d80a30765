import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import {
  type CallbackRow,
  callbacksByUuid,
  deleteCallbacks as deleteRows,
  insertCallback,
  type Page,
  type RequestChange,
  today,
  updateCallbacks,
} from '../database/callbacks.ts'
import {allPeriods} from '../database/periods.ts'
import {snapshot, type Trx, transact} from '../database/transact.ts'
import {invalid, notFound, type Problem} from '../errors.ts'
import {
  type CallbackField,
  type CallbackInput,
  callbackFields,
  checkCallback,
  checkField,
  noNumber,
} from '../formats/callback-fields.ts'
import {isUuid} from '../formats/filters.ts'
import type {Reference} from '../formats/references.ts'
import {type Callback, toCallback} from './callback-view.ts'
import {holdList} from './lists.ts'
import {periodsByName, pickPeriod} from './periods.ts'
import {answerOnce, type RequestKey} from './request-keys.ts'

/** One request. CallbackRequestNotFound. */
export async function getCallback(context: Context, uuid: string): Promise<Callback> {
  const [row] = await snapshot(context, (trx) => rowsOf(trx, [uuid]))
  return toCallback(row)
}

/** A new request at the end of a list: due today and in the default period unless it says otherwise. */
export async function createCallback(
  context: Context,
  list: Reference,
  input: CallbackInput,
  key?: RequestKey,
): Promise<Callback> {
  return transact(context, (trx) => answerOnce(context, trx, key, () => createIn(trx, list, input)))
}

async function createIn(trx: Trx, list: Reference, input: CallbackInput): Promise<Callback> {
  const {callback, problems} = checkCallback(trimmed(input))
  if (problems.length > 0) throw invalid('that is not a callback request: nothing was written', {problems})
  const {uuid: list_uuid} = await holdList(trx, list, {shared: true})
  const {standard} = await periodsByName(trx)
  const period = callback.period === undefined ? standard : pickPeriod(await allPeriods(trx), callback.period)
  const uuid = randomUUID()
  await insertCallback(trx, {
    uuid,
    list_uuid,
    phone_number: callback.phoneNumber ?? null,
    mobile_phone_number: callback.mobilePhoneNumber ?? null,
    first_name: callback.firstName ?? null,
    last_name: callback.lastName ?? null,
    company: callback.company ?? null,
    description: callback.description ?? null,
    due_date: callback.dueDate ?? (await today(trx)),
    preferred_period_uuid: period.uuid,
  })
  return toCallback((await callbacksByUuid(trx, [uuid]))[0])
}

export interface ChangedCallback {
  before: Callback
  after: Callback
}

/** Changes what is given, an empty text takes a value away. At least one number must be left. */
export async function updateCallback(context: Context, uuid: string, input: CallbackInput): Promise<ChangedCallback> {
  return transact(context, async (trx) => {
    const [row] = await rowsOf(trx, [uuid], {lock: true})
    const before = toCallback(row)
    await updateCallbacks(trx, [uuid], await changeOf(trx, before, trimmed(input)))
    return {before, after: toCallback((await callbacksByUuid(trx, [uuid]))[0])}
  })
}

/** Moves requests to another list, all or none. Returns them as they are now. */
export async function moveCallbacks(context: Context, uuids: readonly string[], list: Reference): Promise<Callback[]> {
  return change(context, uuids, async (trx) => ({list_uuid: (await holdList(trx, list, {shared: true})).uuid}))
}

/** Closes requests, all or none: they are done with. */
export async function closeCallbacks(context: Context, uuids: readonly string[]): Promise<Callback[]> {
  return change(context, uuids, async () => ({clotured: true}))
}

/** Opens closed requests again, all or none. */
export async function reopenCallbacks(context: Context, uuids: readonly string[]): Promise<Callback[]> {
  return change(context, uuids, async () => ({clotured: false}))
}

/** Deletes requests, all or none, and returns them as they were. */
export async function deleteCallbacks(context: Context, uuids: readonly string[]): Promise<Callback[]> {
  return transact(context, async (trx) => {
    const rows = await rowsOf(trx, uuids, {lock: true})
    await deleteRows(trx, uuids)
    return rows.map(toCallback)
  })
}

async function change(context: Context, uuids: readonly string[], decide: (trx: Trx) => Promise<RequestChange>) {
  return transact(context, async (trx) => {
    await rowsOf(trx, uuids, {lock: true})
    await updateCallbacks(trx, uuids, await decide(trx))
    return (await callbacksByUuid(trx, uuids)).map(toCallback)
  })
}

async function changeOf(trx: Trx, before: Callback, input: CallbackInput): Promise<RequestChange> {
  const said = callbackFields.filter((field) => input[field] !== undefined)
  if (said.length === 0) throw invalid('nothing was said to change')
  const checked = new Map(said.map((field) => [field, checkField(field, input[field] ?? '')]))
  const problems: Problem[] = [...checked.values()].flatMap(({problem}) => problem ?? [])
  const left = (field: CallbackField) =>
    checked.has(field) ? checked.get(field)?.value : before[field as keyof Callback]
  if (!left('phoneNumber') && !left('mobilePhoneNumber') && problems.length === 0) problems.push(noNumber)
  if (problems.length > 0) throw invalid('the change does not fit a callback request: nothing was written', {problems})
  const change: RequestChange = {}
  for (const [field, {value}] of checked) {
    if (field === 'period') change.preferred_period_uuid = await periodUuid(trx, value)
    else if (field === 'dueDate') change.due_date = value ?? (await today(trx))
    else change[columnOf[field]] = value ?? null
  }
  return change
}

async function periodUuid(trx: Trx, name: string | undefined): Promise<string> {
  return name === undefined ? (await periodsByName(trx)).standard.uuid : pickPeriod(await allPeriods(trx), name).uuid
}

const columnOf = {
  phoneNumber: 'phone_number',
  mobilePhoneNumber: 'mobile_phone_number',
  firstName: 'first_name',
  lastName: 'last_name',
  company: 'company',
  description: 'description',
} as const

const trimmed = (input: CallbackInput): CallbackInput =>
  Object.fromEntries(Object.entries(input).map(([field, value]) => [field, value.trim()]))

/** The rows of all these uuids, at least one; every uuid that is none, or that nothing has, is named. */
async function rowsOf(
  db: Parameters<typeof callbacksByUuid>[0],
  uuids: readonly string[],
  options?: {lock: boolean},
): Promise<[CallbackRow, ...CallbackRow[]]> {
  if (uuids.length === 0) throw invalid('no uuid was given: nothing was done')
  const wrong = uuids.filter((uuid) => !isUuid(uuid))
  if (wrong.length > 0) throw invalid(`${wrong.map((each) => `'${each}'`).join(', ')} is not a uuid`)
  const rows = await callbacksByUuid(db, uuids, options)
  const found = new Set(rows.map(({uuid}) => uuid))
  const missing = uuids.filter((uuid) => !found.has(uuid.toLowerCase()))
  const [first, ...others] = rows
  if (missing.length > 0 || first === undefined) {
    throw notFound('CallbackRequest', `no callback request ${missing.join(', ')}`, {
      hints: ["'callbacks find' shows them with their uuid"],
    })
  }
  return [first, ...others]
}

export function refuseBadPage({offset = 0, limit = 0}: Page): void {
  for (const [name, value] of Object.entries({offset, limit})) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw invalid(`${name} must be a whole number from 0 on, not ${value}`)
  }
}
