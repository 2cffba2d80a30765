import {randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import type {ListRow} from '../../database/callbacks/lists.ts'
import {allPeriods, type PeriodRow} from '../../database/callbacks/periods.ts'
import {
  type CallbackRow,
  callbackInsert,
  callbacksByUuid,
  deleteCallbacks as deleteRows,
  ongoingOf,
  today,
  updateCallbacks as updateRows,
  uuidsBetween,
} from '../../database/callbacks/requests.ts'
import {lock} from '../../database/connection/locks.ts'
import {readAtOnce, type Trx} from '../../database/connection/transact.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {conflict, invalid, notFound, type Problem} from '../../errors.ts'
import {
  type CallbackInput,
  type CallbackRules,
  checkCallback,
  checkField,
  noNumber,
  ordinaryRules,
  type Remark,
} from '../../formats/callback-fields.ts'
import {type Change, type Changed, changeOf, type Recorded, type State} from '../../formats/changes.ts'
import type {ClosedDays} from '../../formats/closed-days.ts'
import {counted} from '../../formats/counted.ts'
import {daysAfter, FAR_DAY, farFrom, isDate} from '../../formats/dates.ts'
import {daysOf, dayWordOf} from '../../formats/day-words.ts'
import {grouped} from '../../formats/grouped.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import type {Reference} from '../../formats/references.ts'
import {callbackFields, personalColumn, personalColumnsOf} from '../../formats/request-fields.ts'
import {type Tagged, tagOf} from '../../formats/tags.ts'
import {isUuid, uuidsFrom} from '../../formats/uuids.ts'
import {answering, change, type Recorder, warning} from '../journal.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {type Attempt, enterAttempts} from './attempts.ts'
import {closedDayWarnings, type JudgeDay, judgeOfDays} from './closed-days.ts'
import {customerOf} from './customers.ts'
import {ON_DO_NOT_CALL, objections, objectionsTo, refuseObjected} from './do-not-call.ts'
import {holdList} from './lists.ts'
import {periodsByName, pickPeriod} from './periods.ts'
import {type Choice, holdSelected, onlyIf, refuseTooMany} from './selection.ts'
import {type NamedCallback, type OwnCallback, toCallback, toNamedCallback, toOwnCallback} from './view.ts'

/** The full uuid for a typed uuid or prefix. Conflict if several uuids have the prefix. */
export async function wholeUuid(context: Context, typed: string): Promise<string> {
  const range = isUuid(typed) ? undefined : uuidsFrom(typed)
  if (range === undefined) return typed
  const uuids = await readAtOnce(context, (trx) => uuidsBetween(trx, range))
  const [only] = uuids
  if (only === undefined) throw noRequest(typed)
  if (uuids.length > 1) throw conflict(`'${typed}' matches several callback requests: ${uuids.join(', ')}`)
  return only
}

/** The same of each. */
export async function wholeUuids(context: Context, typed: readonly string[]): Promise<string[]> {
  const uuids: string[] = []
  for (const each of typed) uuids.push(await wholeUuid(context, each))
  return uuids
}

/** One request. CallbackRequestNotFound. */
export async function getCallback(context: Context, uuid: string): Promise<Tagged<OwnCallback>> {
  const [row] = await readAtOnce(context, (trx) => rowsOf(trx, [uuid]))
  return {found: toOwnCallback(row), tag: tagOf(requestChange(row, undefined))}
}

/** A new request at the end of a list: due today and in the default period unless it says otherwise. Warns, when it is to, of ongoing ones of the same person. */
export function createCallback(
  context: Context,
  list: Reference,
  input: CallbackInput,
  {
    key,
    tellsOthers = false,
    closedDays,
  }: {key?: RequestKey | undefined; tellsOthers?: boolean; closedDays?: ClosedDays | undefined} = {},
): Promise<Changed<NamedCallback>> {
  const doubts = new Doubts(context, closedDays)
  return doubts.with(
    change(context, (trx, record) =>
      answerOnce(context, trx, key, async () => {
        const others = tellsOthers ? await othersOf(trx, input, doubts.country) : []
        const made = await createIn(trx, record, list, input, doubts)
        doubts.tell(others)
        return made
      }),
    ),
  )
}

type DueRow = Pick<CallbackRow, 'due_date' | 'queue_id'>

/** Reads values by the rules of a XiVO, and keeps what is doubtful about those that are stored. */
export class Doubts {
  readonly country: PhoneCountry
  readonly rules: CallbackRules
  readonly #closedDays: ClosedDays
  readonly #warnings: string[] = []

  /** Due dates are judged by `closedDays`; by the configuration's rule when left out. */
  constructor({settings}: Context, closedDays: ClosedDays = settings.closedDays) {
    this.#closedDays = closedDays
    this.country = settings.phoneCountry
    this.rules = ordinaryRules(this.country)
  }

  /** Of requests that are there already. */
  tell(others: readonly {uuid: string; list_name: string}[]): void {
    if (others.length === 0) return
    const each = others.map(({uuid, list_name}) => `${uuid} (list '${list_name}')`)
    this.#warnings.push(`the same person has an ongoing request already: ${each.join(', ')}`)
  }

  keep(remarks: readonly Remark[]): void {
    this.#warnings.push(...remarks.map(({column, reason}) => `${column} ${reason}`))
  }

  keepDay(day: string, today: string): void {
    if (farFrom(today)(day)) this.#warnings.push(`dueDate ${FAR_DAY}`)
  }

  judgeOfDays(trx: Trx): Promise<JudgeDay> {
    return judgeOfDays(trx, this.#closedDays)
  }

  /** These with due dates on which their queues are open, as far as the rule for closed days asks for it. */
  withOpenDays<R extends DueRow>(judge: JudgeDay, rows: readonly R[]): readonly R[] {
    const judged = rows.map(({due_date: due, queue_id}) => ({due, ...judge(due, queue_id)}))
    this.#warnings.push(...closedDayWarnings(judged))
    return judged.some(({is}) => is === 'moved')
      ? rows.map((row, i) => ({...row, due_date: judged[i]?.day ?? row.due_date}))
      : rows
  }

  keepObjected(requests: number): void {
    if (requests > 0) this.#warnings.push(`${counted(requests, 'request')} with a number that ${ON_DO_NOT_CALL}`)
  }

  with<T>(changed: Promise<Changed<T>>): Promise<Changed<T>> {
    return warning(changed, this.#warnings)
  }
}

async function othersOf(trx: Trx, {phoneNumber, mobilePhoneNumber}: CallbackInput, country: PhoneCountry) {
  const phones = [phoneNumber, mobilePhoneNumber].filter((each) => each !== undefined && /\d/.test(each)) as string[]
  return ongoingOf(trx, await customerOf(trx, phones, country))
}

async function createIn(
  trx: Trx,
  record: Recorder,
  list: Reference,
  input: CallbackInput,
  doubts: Doubts,
): Promise<NamedCallback> {
  const {callback, problems, remarks} = checkCallback(await onDay(trx, trimmed(input)), doubts.rules)
  doubts.keep(remarks)
  if (problems.length > 0) throw invalid('the callback request is invalid: nothing was written', {problems})
  const asked = [
    lock(trx, {on: 'do-not-call'}, {shared: true}),
    holdList(trx, list, {shared: true}),
    periodNamed(trx, callback.period),
    dayOf(trx, callback.dueDate, doubts),
    objectionsTo(trx, callback, doubts.country),
    doubts.judgeOfDays(trx),
    allQueues(trx),
  ] as const
  // If several fail, the first one of them is reported, not the one that fails first.
  await Promise.allSettled(asked)
  const [, held, period, day, objectionTo, judge, queues] = await Promise.all(asked)
  refuseObjected(callback, held.queue_id, objectionTo)
  const wanted: CallbackRow = {
    uuid: randomUUID(),
    ...personalColumnsOf(callback),
    due_date: day,
    clotured: false,
    ...inList(held, queues),
    ...inPeriod(period),
  }
  const [row = wanted] = doubts.withOpenDays(judge, [wanted])
  const stored = {...storedColumns(row), uuid: row.uuid, preferred_period_uuid: row.period_uuid}
  await record(requestChange(undefined, row), (_, last) => last(callbackInsert(trx, doubts.country, stored)))
  return toNamedCallback(row)
}

/** Changes what is given, an empty text takes a value away. At least one number must be left. */
export const updateCallback = (context: Context, uuid: string, input: CallbackInput): Promise<Changed<NamedCallback>> =>
  answering(updateCallbacks(context, [uuid], input), only)

/** Another due date. */
interface Postponing {
  postponedBy?: number | undefined
  /** What to do with a due date on which the queue is closed. */
  closedDays?: ClosedDays | undefined
}

/**
 * The same of several, all or none. With `postponedBy`, or a due date such as `+1d`, each is due that many days later than it was;
 * earlier, below 0.
 */
export function updateCallbacks(
  context: Context,
  choice: Choice,
  input: CallbackInput,
  {postponedBy: days = 0, closedDays}: Postponing = {},
): Promise<Changed<NamedCallback[]>> {
  const {dueDate, ...others} = trimmed(input)
  if (days !== 0 && dueDate !== undefined) {
    throw invalid('give either dueDate or postponedBy, not both: nothing was written')
  }
  const moved = daysOf(dueDate ?? '')
  const postponedBy = moved ?? days
  const wanted: CallbackInput = dueDate === undefined || moved !== undefined ? others : {...others, dueDate}
  return changeEach(
    context,
    choice,
    async (trx, rows, doubts) => {
      if (postponedBy !== 0) await keepDays(trx, postponedDays(rows, postponedBy), doubts)
      const given = callbackFields.some((field) => wanted[field] !== undefined)
      if (!given && postponedBy !== 0) return {}
      return fieldsOf(trx, rows, await onDay(trx, wanted), doubts)
    },
    {postponedBy, closedDays},
  )
}

/** A due date may be a word, counted from today. */
async function onDay(trx: Trx, input: CallbackInput): Promise<CallbackInput> {
  const word = dayWordOf(input.dueDate ?? '')
  return word ? {...input, dueDate: await today(trx, word)} : input
}

/** The new due dates, each once. */
const postponedDays = (rows: readonly CallbackRow[], days: number) => [
  ...new Set(rows.map(({due_date}) => daysAfter(due_date, days))),
]

/** Moves requests to another list, all or none. Answers them as they are now. */
export const moveCallbacks = (context: Context, choice: Choice, list: Reference) =>
  changeEach(context, choice, async (trx) =>
    inList(...(await Promise.all([holdList(trx, list, {shared: true}), allQueues(trx)]))),
  )

/** Closes requests, all or none: they are done with. With an attempt, each of them that was open gets a ticket. */
export const closeCallbacks = (context: Context, choice: Choice, attempt?: Attempt) =>
  changeEach(context, onlyIf(false, choice), async (trx, rows, _, record) => {
    const open = rows.filter(({clotured}) => !clotured)
    if (attempt) await enterAttempts(trx, record, context, open, attempt, {closes: true})
    return {clotured: true}
  })

/** Opens closed requests again, all or none. */
export const reopenCallbacks = (context: Context, choice: Choice) =>
  changeEach(context, onlyIf(true, choice), async () => ({clotured: false}))

/** Deletes requests, all or none, and answers them as they were. */
export function deleteCallbacks(context: Context, choice: Choice): Promise<Changed<NamedCallback[]>> {
  return change(context, async (trx, record) => {
    const rows = await holdChosen(trx, context, choice)
    await record(
      rows.map((row) => requestChange(row, undefined)),
      (changes) => deleteRows(trx, uuidsOf(changes)),
    )
    return rows.map(toNamedCallback)
  })
}

/** The one request of an answer about one. */
export function only([callback]: readonly NamedCallback[]): NamedCallback {
  if (callback === undefined) throw new Error('a change of one request answered with none')
  return callback
}

type Fields = Partial<CallbackRow>

function changeEach(
  context: Context,
  choice: Choice,
  decide: (trx: Trx, rows: readonly CallbackRow[], doubts: Doubts, record: Recorder) => Promise<Fields>,
  {postponedBy, closedDays}: Pick<Postponing, 'postponedBy' | 'closedDays'> = {},
): Promise<Changed<NamedCallback[]>> {
  const doubts = new Doubts(context, closedDays)
  const changing = change(context, async (trx, record) => {
    const rows = await holdChosen(trx, context, choice)
    if (rows.length === 0) return []
    const fields = await decide(trx, rows, doubts, record)
    const changed = await changeHeld(trx, record, doubts, rows, fields, postponedBy)
    if (mayBeObjected(fields)) doubts.keepObjected(await objectedOf(trx, changed, doubts.country))
    return changed.map(toNamedCallback)
  })
  return doubts.with(changing)
}

/** Changes requests that are held, and tells how they are now. */
export async function changeHeld(
  trx: Trx,
  record: Recorder,
  doubts: Doubts,
  rows: readonly CallbackRow[],
  fields: Fields,
  postponedBy = 0,
): Promise<readonly CallbackRow[]> {
  const wanted = rows.map((row) => ({
    ...row,
    ...fields,
    ...(postponedBy !== 0 && {due_date: daysAfter(row.due_date, postponedBy)}),
  }))
  const days = await openDaysOf(
    trx,
    doubts,
    wanted.filter(({due_date}, i) => due_date !== rows[i]?.due_date),
  )
  const changed = wanted.map((row) => ({...row, due_date: days.get(row.uuid) ?? row.due_date}))
  await record(
    changed.map((row, i) => requestChange(rows[i], row)),
    async (changes) => {
      const columns = storedColumns(fields)
      for (const [due_date, uuids] of grouped(uuidsOf(changes), (uuid) => days.get(uuid))) {
        if (due_date === undefined) await updateRows(trx, doubts.country, uuids, columns, {postponedBy})
        else await updateRows(trx, doubts.country, uuids, {...columns, due_date})
      }
    },
  )
  return changed
}

/** The due dates, by uuid, of requests whose new ones are moved to an open day. */
async function openDaysOf(trx: Trx, doubts: Doubts, rows: readonly CallbackRow[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const opened = doubts.withOpenDays(await doubts.judgeOfDays(trx), rows)
  const moved = opened.filter(({due_date}, i) => due_date !== rows[i]?.due_date)
  return new Map(moved.map(({uuid, due_date}) => [uuid, due_date]))
}

/** A request that will from now on be called, under another number or for another queue. */
const mayBeObjected = ({phone_number, mobile_phone_number, list_uuid, clotured}: Fields) =>
  phone_number !== undefined || mobile_phone_number !== undefined || list_uuid !== undefined || clotured === false

/** How many of these are to be called and have a number that is not. */
async function objectedOf(trx: Trx, rows: readonly CallbackRow[], country: PhoneCountry): Promise<number> {
  const requests = rows
    .filter(({clotured}) => !clotured)
    .map(({phone_number, mobile_phone_number, queue_id: queueId}) => ({
      numbers: {phoneNumber: phone_number, mobilePhoneNumber: mobile_phone_number},
      queueId,
    }))
  const phones = requests.flatMap(({numbers}) => Object.values(numbers)).filter((phone) => phone !== null)
  const objected = await objections(trx, country, phones)
  return requests.filter(({numbers, queueId}) => objected(numbers, queueId) !== undefined).length
}

/** The requests that are meant; they stay as they are until the transaction ends. */
export const holdChosen = (trx: Trx, {settings}: Context, choice: Choice): Promise<CallbackRow[]> =>
  'wanted' in choice ? holdSelected(trx, choice, settings.phoneCountry) : rowsOf(trx, choice, {lock: true})

const uuidsOf = (changes: readonly Change[]) => changes.map(({id}) => String(id))

/** A change of a request. A customer's name is only in its states, where it can be erased, not in the change's name. */
function requestChange(before: CallbackRow | undefined, after: CallbackRow | undefined): Recorded {
  const {uuid: id = ''} = {...after, ...before}
  const {rows: _, ...change} = changeOf({kind: 'callbackRequest', id, name: id}, before, after, toState)
  return {...change, requests: [{uuid: id, before: before?.stored}]}
}

function toState(row: CallbackRow): State {
  const {uuid: _, listUuid: id, queueId: __, preferredPeriodUuid, preferredPeriod, ...state} = toCallback(row)
  return {...state, period: {id: preferredPeriodUuid, name: preferredPeriod.name}, list: {id, name: row.list_name}}
}

const inList = ({uuid, name, queue_id}: ListRow, queues: readonly QueueRow[]) => ({
  list_uuid: uuid,
  list_name: name,
  queue_id,
  queue_name: queues.find(({id}) => id === queue_id)?.name ?? null,
})

const inPeriod = ({uuid, name, period_start, period_end, default: isDefault}: PeriodRow) => ({
  period_uuid: uuid,
  period_name: name,
  period_start,
  period_end,
  period_default: isDefault,
})

/** Without what a request has from its list, its queue and its period. */
function storedColumns<F extends Fields>(fields: F) {
  const {
    uuid,
    list_name,
    queue_id,
    queue_name,
    period_uuid,
    period_name,
    period_start,
    period_end,
    period_default,
    created_at,
    closed_at,
    attempts,
    last_status,
    ...columns
  } = fields
  return {...columns, ...(period_uuid !== undefined && {preferred_period_uuid: period_uuid})}
}

async function fieldsOf(trx: Trx, rows: readonly CallbackRow[], input: CallbackInput, doubts: Doubts): Promise<Fields> {
  const given = callbackFields.filter((field) => input[field] !== undefined)
  if (given.length === 0) throw invalid('nothing to change was given: at least one field is required')
  const checked = new Map(given.map((field) => [field, checkField(field, input[field] ?? '', doubts.rules)]))
  for (const {remarks} of checked.values()) doubts.keep(remarks)
  const problems: Problem[] = [...checked.values()].flatMap(({problem}) => problem ?? [])
  const left = (row: CallbackRow, field: PhoneField) =>
    checked.has(field) ? checked.get(field)?.value : row[personalColumn(field)]
  const lacksNumber = (row: CallbackRow) => !left(row, 'phoneNumber') && !left(row, 'mobilePhoneNumber')
  if (problems.length === 0 && rows.some(lacksNumber)) problems.push(noNumber)
  if (problems.length > 0) throw invalid('the change does not fit a callback request: nothing was written', {problems})
  const fields: Fields = {}
  for (const [field, {value}] of checked) {
    if (field === 'period') Object.assign(fields, inPeriod(await periodNamed(trx, value)))
    else if (field === 'dueDate') fields.due_date = await dayOf(trx, value, doubts)
    else fields[personalColumn(field)] = value ?? null
  }
  return fields
}

type PhoneField = 'phoneNumber' | 'mobilePhoneNumber'

async function keepDays(trx: Trx, days: readonly string[], doubts: Doubts): Promise<void> {
  const impossible = days.find((day) => !isDate(day))
  if (impossible !== undefined) throw invalid('a due date would be out of range: nothing was written')
  const now = await today(trx)
  const far = days.find(farFrom(now))
  if (far !== undefined) doubts.keepDay(far, now)
}

async function dayOf(trx: Trx, day: string | undefined, doubts: Doubts): Promise<string> {
  const now = await today(trx)
  doubts.keepDay(day ?? now, now)
  return day ?? now
}

async function periodNamed(trx: Trx, name: string | undefined): Promise<PeriodRow> {
  return name === undefined ? (await periodsByName(trx)).standard : pickPeriod(await allPeriods(trx), name)
}

const trimmed = (input: CallbackInput): CallbackInput =>
  Object.fromEntries(Object.entries(input).map(([field, value]) => [field, value.trim()]))

/** The rows of all these uuids, at least one; every uuid that is none, or that nothing has, is named. */
async function rowsOf(
  db: Parameters<typeof callbacksByUuid>[0],
  uuids: readonly string[],
  options?: {lock: boolean},
): Promise<[CallbackRow, ...CallbackRow[]]> {
  if (uuids.length === 0) throw invalid('no uuid was given: nothing was done')
  refuseTooMany(uuids.length)
  const wrong = uuids.filter((uuid) => !isUuid(uuid))
  if (wrong.length > 0) throw invalid(`not a uuid: ${wrong.map((each) => `'${each}'`).join(', ')}`)
  const rows = await callbacksByUuid(db, uuids, options)
  const found = new Set(rows.map(({uuid}) => uuid))
  const missing = uuids.filter((uuid) => !found.has(uuid.toLowerCase()))
  const [first, ...others] = rows
  if (missing.length > 0 || first === undefined) {
    throw noRequest(missing.join(', '))
  }
  return [first, ...others]
}

const noRequest = (uuids: string) =>
  notFound('CallbackRequest', `no callback request ${uuids}`, {hints: [{run: 'callbacks find'}]})
