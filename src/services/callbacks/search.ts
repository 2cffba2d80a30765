import {objectedRequests} from '../../database/callbacks/do-not-call.ts'
import type {Condition, Page, Search, Test} from '../../database/callbacks/find.ts'
import type {Db} from '../../database/connection/connect.ts'
import {invalid} from '../../errors.ts'
import type {Filter} from '../../formats/filters.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import type {Reference} from '../../formats/references.ts'
import {queueByReference} from '../queues.ts'
import {customerOf} from './customers.ts'
import {listByReference} from './lists.ts'

/** A filter, or one of several lists, queues or numbers; a number is either of the two, however it is spelt. */
export type Wanted =
  | Filter
  | {phones: readonly string[]}
  | {lists: readonly Reference[]}
  | {queues: readonly Reference[]}
  /** Those with a number on the do-not-call list. */
  | {objected: true}

/** Are numbers of customers among the filters? */
export const isOfCustomers = (wanted: readonly Wanted[]) =>
  wanted.some((each) => 'phones' in each || ('field' in each && each.field === 'phone'))

/** What the database is asked for: lists and queues by their ids, customers by their numbers. CallbackListNotFound, QueueNotFound. */
export async function searchFor(db: Db, wanted: readonly Wanted[], country: PhoneCountry): Promise<Search> {
  const conditions: Condition[] = []
  for (const each of wanted) {
    if ('lists' in each) conditions.push({field: 'listUuid', among: await uuidsOf(db, each.lists)})
    else if ('queues' in each) conditions.push({field: 'queueId', among: await idsOf(db, each.queues)})
    else if ('objected' in each)
      conditions.push({field: 'uuid', among: (await objectedRequests(db)).map(({uuid}) => uuid)})
    else if ('phones' in each) conditions.push({customer: await customerOf(db, each.phones, country)})
    else if (each.test) conditions.push(await conditionOf(db, each.field, each.test, country))
  }
  return {
    conditions,
    orders: wanted.flatMap((each) => ('order' in each && each.order ? {...each, order: each.order} : [])),
  }
}

async function uuidsOf(db: Db, lists: readonly Reference[]): Promise<string[]> {
  const uuids: string[] = []
  for (const list of lists) uuids.push((await listByReference(db, list)).uuid)
  return uuids
}

async function idsOf(db: Db, queues: readonly Reference[]): Promise<number[]> {
  const ids: number[] = []
  for (const queue of queues) ids.push((await queueByReference(db, queue)).id)
  return ids
}

async function conditionOf(db: Db, field: Filter['field'], test: Test, country: PhoneCountry): Promise<Condition> {
  const {operator} = test
  if (!('value' in test) || operator === 'like' || operator === 'ilike') return {field, test}
  const value = String(test.value)
  if (field === 'phone') return {customer: await customerOf(db, [value], country), negated: operator === '!='}
  if (field === 'list') {
    const {uuid} = await listByReference(db, value)
    return {field: 'listUuid', test: {operator, value: uuid}}
  }
  if (field !== 'queue') return {field, test}
  const {id} = await queueByReference(db, value)
  return {field: 'queueId', test: {operator, value: id}}
}

export function refuseBadPage({offset = 0, limit = 0}: Page): void {
  for (const [name, value] of Object.entries({offset, limit})) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw invalid(`${name} must be a whole number from 0 on, not ${value}`)
  }
}
