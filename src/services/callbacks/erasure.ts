import type {Context} from '../../context.ts'
import {
  blankAnswers,
  countUndated,
  type DeletedOfList,
  deleteByNumber,
  deleteOutdated,
  storedSpellings,
} from '../../database/callbacks/erasure.ts'
import {today} from '../../database/callbacks/requests.ts'
import {lock} from '../../database/connection/locks.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {forgetRequests} from '../../database/journal.ts'
import {invalid} from '../../errors.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import {isDate} from '../../formats/dates.ts'
import {dayWordOf} from '../../formats/day-words.ts'
import type {Reference} from '../../formats/references.ts'
import {change} from '../journal.ts'
import {customerOf} from './customers.ts'
import {listByReference} from './lists.ts'

/** What was deleted for good, or would be in a dry run. */
export interface Erasure {
  ongoing: number
  closed: number
  lists: DeletedOfList[]
}

export interface ErasedNumbers extends Erasure {
  /** The numbers as they were stored. */
  spellings: string[]
  /** Answers kept under an Idempotency-Key that the customer was taken out of. */
  answers: number
}

export interface PurgedRequests extends Erasure {
  /** Closed requests that do not tell since when: they stay. */
  undated: number
}

/** Deletes all that is kept of the customers with these numbers, however spelt: their requests in every list, closed or not. */
export function eraseCallbacks(context: Context, phones: readonly string[]): Promise<Changed<ErasedNumbers>> {
  refuseNoNumber(phones)
  return change(context, async (trx, record) => {
    await lock(trx, {on: 'customers'})
    const customer = await customerOf(trx, phones, context.settings.phoneCountry)
    const spellings = await storedSpellings(trx, customer)
    const deleted = await deleteByNumber(trx, customer)
    const {lists} = deleted
    const forgotten = await forgetRequests(trx, context.schema, {...deleted, ...customer})
    const answers = await blankAnswers(trx, [...new Set([...customer.spellings, ...spellings])])
    const changes = [...lists.map(erasureOf), ...erasedAnswers(answers)]
    await record(changes.length > 0 ? changes : forgottenStates(forgotten), async () => {})
    return {...counted(lists), spellings, answers}
  })
}

/** Which requests are too old; a day is `YYYY-MM-DD`, or a word such as `-90d`. */
export interface Outdated {
  /** Closed before this day, and not changed since. */
  closedBefore?: string | undefined
  /** Due before this day, closed or not. */
  dueBefore?: string | undefined
}

/** Deletes the requests, of one list or of all, that are too old by one of these days, none of which is after the database's today. */
export async function purgeCallbacks(
  context: Context,
  {closedBefore, dueBefore}: Outdated,
  {list}: {list?: Reference} = {},
): Promise<Changed<PurgedRequests>> {
  if (closedBefore === undefined && dueBefore === undefined) throw invalid('no day was given: nothing was deleted')
  return change(context, async (trx, record) => {
    const days = {
      ...(closedBefore !== undefined && {closedBefore: await pastDay(trx, closedBefore)}),
      ...(dueBefore !== undefined && {dueBefore: await pastDay(trx, dueBefore)}),
    }
    await lock(trx, {on: 'customers'})
    const uuid = list === undefined ? undefined : (await listByReference(trx, list)).uuid
    const deleted = await deleteOutdated(trx, days, uuid)
    const {lists} = deleted
    await forgetRequests(trx, context.schema, deleted)
    await record(lists.map(erasureOf), async () => {})
    return {...counted(lists), undated: closedBefore === undefined ? 0 : await countUndated(trx, uuid)}
  })
}

async function pastDay(trx: Trx, text: string): Promise<string> {
  const word = dayWordOf(text)
  if (word === undefined && !isDate(text)) {
    throw invalid(`'${text}' is not a date that exists; dates are YYYY-MM-DD, or words such as -90d and -1y`)
  }
  const now = await today(trx)
  const day = word ? await today(trx, word) : text
  if (day > now) throw invalid(`${text} is after today (${now}): nothing was deleted`)
  return day
}

/** What went of a list. */
const erasureOf = ({uuid, name, ongoing, closed}: DeletedOfList): Change => ({
  kind: 'erasure',
  id: uuid,
  name,
  before: {ongoing, closed},
})

const erasedAnswers = (answers: number): Change[] =>
  answers === 0 ? [] : [{kind: 'erasure', id: 'answers', name: 'answers to repeated requests', before: {answers}}]

/** Of customers who are in the journal only. */
const forgottenStates = (requests: number): Change[] =>
  requests === 0 ? [] : [{kind: 'erasure', id: 'journal', name: 'what the history keeps', before: {requests}}]

function refuseNoNumber(phones: readonly string[]): void {
  if (phones.length === 0) throw invalid('no number was given: nothing was deleted')
  const problems = phones
    .filter((phone) => !/\d/.test(phone))
    .map((value) => ({column: 'phoneNumber', value, reason: 'is not a phone number'}))
  if (problems.length > 0) throw invalid('nothing was deleted', {problems})
}

function counted(lists: DeletedOfList[]): Erasure {
  const sum = (field: 'ongoing' | 'closed') => lists.reduce((total, list) => total + list[field], 0)
  return {ongoing: sum('ongoing'), closed: sum('closed'), lists}
}
