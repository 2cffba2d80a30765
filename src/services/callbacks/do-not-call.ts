import {randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import {
  allDoNotCall,
  type DoNotCallRow,
  deleteDoNotCall,
  doNotCallEntries,
  doNotCallOfQueue,
  hasDoNotCall,
  insertDoNotCall,
  objectedRequests,
} from '../../database/callbacks/do-not-call.ts'
import {countOfImport} from '../../database/callbacks/imports.ts'
import {today} from '../../database/callbacks/requests.ts'
import type {Db} from '../../database/connection/connect.ts'
import {lock} from '../../database/connection/locks.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {busy, conflict, invalid, notFound, type Problem} from '../../errors.ts'
import {type Changed, changeOf, type Recorded, type State} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {grouped} from '../../formats/grouped.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {phoneKey, storedIdentity} from '../../formats/phone-identity.ts'
import {readPhone} from '../../formats/phone-number.ts'
import {phoneRefusals} from '../../formats/phone-refusals.ts'
import type {Reference} from '../../formats/references.ts'
import {unstorable, visible} from '../../formats/text.ts'
import {change} from '../journal.ts'
import {queueByReference} from '../queues.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {customerOf} from './customers.ts'
import {pastDay} from './days.ts'

/** A number that is not to be called. */
export interface DoNotCallEntry {
  uuid: string
  phoneNumber: string
  /** Left out when it holds for all queues. */
  queueId?: number
  queueName?: string
  reason?: string
  /** `YYYY-MM-DD` */
  since: string
  by: string
}

export interface DoNotCallQuery {
  phones?: readonly string[] | undefined
  /** Entries that hold for this queue: its own, and those for all queues. */
  queue?: Reference | undefined
}

/** The do-not-call list, the latest first. QueueNotFound. */
export function listDoNotCall(context: Context, {phones, queue}: DoNotCallQuery = {}): Promise<DoNotCallEntry[]> {
  return snapshot(context, async (trx) => {
    const rows = await doNotCallEntries(trx, {
      ...(phones && {customer: await customerOf(trx, phones, context.settings.phoneCountry)}),
      ...(queue !== undefined && {queueId: (await queueByReference(trx, queue)).id}),
    })
    const queues = await allQueues(trx)
    return rows.map((row) => toEntry(row, queues))
  })
}

/** The fields that all entries of one command share. */
export interface Objection {
  /** All queues when left out. */
  queue?: Reference | undefined
  reason?: string | undefined
  /** A day, or a word such as `-3d`; today when left out. */
  since?: string | undefined
}

/** Puts numbers on the list; those that are on it already, for the same queue or for all, stay as they are. */
export function addDoNotCall(
  context: Context,
  phones: readonly string[],
  objection: Objection = {},
  key?: RequestKey,
): Promise<Changed<DoNotCallEntry[]>> {
  const {phoneCountry: country} = context.settings
  const numbers = readNumbers(phones, country)
  return change(context, async (trx, record) => {
    const queues = await allQueues(trx)
    // Without the numbers: they are in one place.
    const uuids = await answerOnce(context, trx, key, async () => {
      await lock(trx, {on: 'do-not-call'})
      const common = await commonOf(trx, objection, context.actor)
      const {rows, added} = await entriesOf(trx, numbers, common, country)
      await record(
        added.map((row) => entryChange(undefined, row, queues)),
        () => insertDoNotCall(trx, added),
      )
      return rows.map(({uuid}) => uuid)
    })
    const rows = new Map((await doNotCallEntries(trx, {uuids})).map((row) => [row.uuid, row]))
    return uuids.flatMap((uuid) => rows.get(uuid) ?? []).map((row) => toEntry(row, queues))
  })
}

/** An entry for each number: the one that is there, or one that is to be added. */
export async function entriesOf(
  trx: Trx,
  numbers: readonly string[],
  common: Common,
  country: PhoneCountry,
): Promise<{rows: DoNotCallRow[]; added: DoNotCallRow[]}> {
  const there = await objections(trx, country, numbers)
  const added = new Map<string, DoNotCallRow>()
  const rows = numbers.map((number) => {
    const key = phoneKey(number, country)
    const row = there({phoneNumber: number}, common.queue_id)?.entry ?? added.get(key)
    const made = row ?? newEntry(number, common, country)
    if (row === undefined) added.set(key, made)
    return made
  })
  return {rows: [...new Set(rows)], added: [...added.values()]}
}

/** Numbers as they are stored; refuses values that are not numbers. */
export function readNumbers(phones: readonly string[], country: PhoneCountry): string[] {
  if (phones.length === 0) throw invalid('no number was given: nothing was written')
  const readings = phones.map((value) => ({value, ...readPhone(value, {country, mode: 'warn'})}))
  const problems: Problem[] = readings.flatMap(({value, refusal}) =>
    refusal === undefined ? [] : [{column: 'phoneNumber', value: visible(value), reason: phoneRefusals[refusal]}],
  )
  if (problems.length > 0)
    throw invalid(
      `${counted(problems.length, 'value is not a number', 'values are not numbers')}: nothing was written`,
      {problems},
    )
  return readings.flatMap(({number}) => number ?? [])
}

const inThePast = {words: '-3d and yesterday', outcome: 'nothing was written'}

type Common = Pick<DoNotCallRow, 'queue_id' | 'reason' | 'since' | 'added_by'>

/** Checks what all entries have. QueueNotFound. */
export async function commonOf(trx: Trx, {queue, reason = '', since}: Objection, actor: string): Promise<Common> {
  const unfit = unstorable(reason)
  if (unfit !== undefined) throw invalid(`the reason ${unfit}: nothing was written`)
  return {
    queue_id: queue === undefined ? null : (await queueByReference(trx, queue)).id,
    reason: reason.trim() || null,
    since: since === undefined ? await today(trx) : await pastDay(trx, since, inThePast),
    added_by: actor,
  }
}

const newEntry = (number: string, common: Common, country: PhoneCountry): DoNotCallRow => ({
  uuid: randomUUID(),
  phone_number: number,
  phone_identity: storedIdentity(number, country),
  ...common,
})

/** Takes numbers off the list: all their entries, or with `queue` those for that queue alone. DoNotCallEntryNotFound. */
export function removeDoNotCall(
  context: Context,
  phones: readonly string[],
  {queue}: {queue?: Reference | undefined} = {},
): Promise<Changed<DoNotCallEntry[]>> {
  const {phoneCountry: country} = context.settings
  return change(context, async (trx, record) => {
    if (phones.length === 0) throw invalid('no number was given: nothing was written')
    await lock(trx, {on: 'do-not-call'})
    const queueId = queue === undefined ? undefined : (await queueByReference(trx, queue)).id
    const rows: DoNotCallRow[] = []
    for (const [i, phone] of phones.entries()) {
      const held = await doNotCallEntries(trx, {customer: await customerOf(trx, [phone], country)})
      const meant = queueId === undefined ? held : held.filter(({queue_id}) => queue_id === queueId)
      if (meant.length === 0)
        throw noEntry(phones.length > 1 ? `number ${i + 1} of ${phones.length}` : 'the number', held, queue)
      rows.push(...meant.filter(({uuid}) => rows.every((row) => row.uuid !== uuid)))
    }
    const queues = await allQueues(trx)
    await record(
      rows.map((row) => entryChange(row, undefined, queues)),
      () =>
        deleteDoNotCall(
          trx,
          rows.map(({uuid}) => uuid),
        ),
    )
    return rows.map((row) => toEntry(row, queues))
  })
}

/** Names the number by its place: messages are logged. */
function noEntry(which: string, held: readonly DoNotCallRow[], queue: Reference | undefined) {
  const isForAll = held.some(({queue_id}) => queue_id === null)
  if (queue !== undefined && isForAll) {
    return notFound(
      'DoNotCallEntry',
      `the entry of ${which} is for all queues, not for '${queue}': nothing was written`,
      {
        hints: ['to remove it, give no queue'],
      },
    )
  }
  const scope = queue === undefined ? '' : ` for the queue '${queue}'`
  return notFound('DoNotCallEntry', `${which} is not on the do-not-call list${scope}: nothing was written`, {
    hints: [{run: 'callbacks do-not-call list'}],
  })
}

/** A change of an entry. The number is in the states that can be erased, not in its name. */
function entryChange(
  before: DoNotCallRow | undefined,
  after: DoNotCallRow | undefined,
  queues: readonly QueueRow[],
): Recorded {
  const {uuid: id = ''} = {...after, ...before}
  const {rows: _, ...change} = changeOf({kind: 'doNotCall', id, name: id}, before, after, (row) =>
    entryState(row, queues),
  )
  return {...change, requests: [{uuid: id, before, after}]}
}

function entryState(row: DoNotCallRow, queues: readonly QueueRow[]): State {
  const {phoneNumber, queueId, queueName, reason, since} = toEntry(row, queues)
  return {
    phoneNumber,
    queue: queueId === undefined ? 'all' : {id: queueId, name: queueName ?? `id:${queueId}`},
    ...(reason !== undefined && {reason}),
    since,
  }
}

export function toEntry(row: DoNotCallRow, queues: readonly QueueRow[]): DoNotCallEntry {
  const queue = queues.find(({id}) => id === row.queue_id)
  return {
    uuid: row.uuid,
    phoneNumber: row.phone_number,
    ...(row.queue_id !== null && {queueId: row.queue_id}),
    ...(queue && {queueName: queue.name}),
    ...(row.reason !== null && {reason: row.reason}),
    since: row.since,
    by: row.added_by,
  }
}

type PhoneField = 'phoneNumber' | 'mobilePhoneNumber'
type Numbers = {[Field in PhoneField]?: string | null | undefined}

/** Which number of a request is not to be called for a queue, and the entry that says so; for `null`, for all queues. */
export type Objections = (
  request: Numbers,
  queueId: number | null,
) => {field: PhoneField; entry: DoNotCallRow} | undefined

/** Up to this many numbers, only their entries are read; beyond, the whole list. */
const FEW = 100

/** The whole list, or what it says of some numbers. */
export async function objections(db: Db, country: PhoneCountry, phones?: readonly string[]): Promise<Objections> {
  const isFew = phones !== undefined && phones.length <= FEW
  const rows = await (isFew
    ? doNotCallEntries(db, {customer: await customerOf(db, phones, country)})
    : allDoNotCall(db))
  const byKey = grouped(rows, ({phone_number}) => phoneKey(phone_number, country))
  return (request, queueId) => {
    if (byKey.size === 0) return undefined
    for (const field of ['phoneNumber', 'mobilePhoneNumber'] as const) {
      const number = request[field]
      const entries = number ? byKey.get(phoneKey(number, country)) : undefined
      const entry = entries?.find(({queue_id}) => queue_id === null || queue_id === queueId)
      if (entry) return {field, entry}
    }
    return undefined
  }
}

export const ON_DO_NOT_CALL = 'is on the do-not-call list'

/** The numbers that somebody put on the list after it was read; from now on, nobody does until the transaction has ended. */
export async function lateObjections(trx: Trx, queueId: number, known: Objections): Promise<string[]> {
  const [, entries] = await Promise.all([
    lock(trx, {on: 'do-not-call'}, {shared: true}),
    doNotCallOfQueue(trx, queueId),
  ])
  const numbers = entries.map(({phone_number}) => phone_number)
  return numbers.filter((phoneNumber) => known({phoneNumber}, queueId) === undefined)
}

/** Refuses an import with one of these numbers. */
export async function refuseLate(
  trx: Trx,
  country: PhoneCountry,
  {run, late}: {run: string; late: readonly string[]},
): Promise<void> {
  if (late.length === 0) return
  const requests = await countOfImport(trx, run, await customerOf(trx, late, country))
  if (requests === 0) return
  throw busy(
    `${counted(requests, 'request')} with a number that was put on the do-not-call list during the import: nothing was written, try again`,
  )
}

/** The objections to calls of the numbers of a request. */
export const objectionsTo = (trx: Trx, request: Numbers, country: PhoneCountry): Promise<Objections> =>
  objections(
    trx,
    country,
    [request.phoneNumber, request.mobilePhoneNumber].filter((each) => typeof each === 'string'),
  )

/** Does some work, and counts, list by list, the ongoing requests that it moves to a queue that may not call their number. */
export async function tellingObjected<T>(trx: Trx, warnings: string[], work: () => Promise<T>): Promise<T> {
  const before = new Set((await ongoingObjected(trx)).map(({uuid}) => uuid))
  const result = await work()
  const brought = (await ongoingObjected(trx)).filter(({uuid}) => !before.has(uuid))
  for (const [first, ...others] of grouped(brought, ({list_uuid}) => list_uuid).values())
    if (first)
      warnings.push(
        `${counted(others.length + 1, 'request')} of the list '${first.list_name}' with a number that ${ON_DO_NOT_CALL}`,
      )
  return result
}

const ongoingObjected = async (trx: Trx) =>
  (await hasDoNotCall(trx)) ? (await objectedRequests(trx)).filter(({clotured}) => !clotured) : []

/** Refuses a request with a number that is not to be called for its queue. */
export function refuseObjected(request: Numbers, queueId: number, objectionTo: Objections): void {
  const objected = objectionTo(request, queueId)
  if (objected === undefined) return
  const {field, entry} = objected
  const scope = entry.queue_id === null ? 'all queues' : `the queue id:${queueId}`
  throw conflict(`${field} ${ON_DO_NOT_CALL} for ${scope} (objection of ${entry.since}): nothing was written`, {
    hints: [{run: 'callbacks do-not-call list'}],
  })
}
