import type {Context} from '../../context.ts'
import {
  blankAnswers,
  countUndated,
  type DeletedOfList,
  deleteByNumber,
  deleteClosedBefore,
  storedSpellings,
} from '../../database/callbacks/erasure.ts'
import {today} from '../../database/callbacks/requests.ts'
import {forgetRequests} from '../../database/journal.ts'
import {invalid} from '../../errors.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import {isDate} from '../../formats/dates.ts'
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
    const customer = await customerOf(trx, phones, context.settings.phoneCountry)
    const spellings = await storedSpellings(trx, customer)
    const deleted = await deleteByNumber(trx, customer)
    const {lists} = deleted
    await forgetRequests(trx, context.schema, {...deleted, ...customer})
    const answers = await blankAnswers(trx, [...new Set([...customer.spellings, ...spellings])])
    await record([...lists.map(erasureOf), ...erasedAnswers(answers)], async () => {})
    return {...counted(lists), spellings, answers}
  })
}

/** Deletes the closed requests, of one list or of all, that nobody has touched since before `day` (`YYYY-MM-DD`, not after the database's today). */
export async function purgeCallbacks(
  context: Context,
  day: string,
  {list}: {list?: Reference} = {},
): Promise<Changed<PurgedRequests>> {
  if (!isDate(day)) throw invalid(`'${day}' is not a date that exists; dates are YYYY-MM-DD`)
  return change(context, async (trx, record) => {
    const now = await today(trx)
    if (day > now) throw invalid(`${day} is after today (${now}): nothing was deleted`)
    const uuid = list === undefined ? undefined : (await listByReference(trx, list)).uuid
    const deleted = await deleteClosedBefore(trx, day, uuid)
    const {lists} = deleted
    await forgetRequests(trx, context.schema, deleted)
    await record(lists.map(erasureOf), async () => {})
    return {...counted(lists), undated: await countUndated(trx, uuid)}
  })
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
