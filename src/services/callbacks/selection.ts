import {type Condition, countCallbacks, holdFound} from '../../database/callbacks/find.ts'
import type {CallbackRow} from '../../database/callbacks/requests.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {conflict, invalid} from '../../errors.ts'
import {counted} from '../../formats/counted.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {searchFor, type Wanted} from './search.ts'

/** The requests that a change applies to: those with these uuids, or those that match when the change is made. */
export type Choice = readonly string[] | Selection

export interface Selection {
  wanted: readonly Wanted[]
  /** Only the closed requests of these, or only the others. */
  clotured?: boolean
  /** More are refused. */
  atMost?: number | undefined
}

/** Of a selection, only the closed requests, or only the others; uuids stay as they are. */
export const onlyIf = (clotured: boolean, choice: Choice): Choice =>
  'wanted' in choice ? {...choice, clotured} : choice

/** The maximum that may be changed without a question and without --at-most. */
export const MOST_UNSEEN = 1000

/** A change keeps its output, answer and history in memory: 760 MB for this many. */
const MOST_AT_ONCE = 100_000

/** More than this at once would not fit into memory. */
export function refuseTooMany(count: number): void {
  if (count <= MOST_AT_ONCE) return
  throw conflict(`at most ${MOST_AT_ONCE} requests can be changed at once, and ${count} match: nothing was done`, {
    hints: ['change them list by list, or by their due dates'],
  })
}

/** The matching requests, locked until the transaction ends; possibly none. Conflict if they are more than the limit. */
export async function holdSelected(
  trx: Trx,
  {wanted, clotured, atMost}: Selection,
  country: PhoneCountry,
): Promise<CallbackRow[]> {
  const {conditions} = await searchFor(trx, wanted, country)
  if (conditions.length === 0) throw invalid('a selection without a condition: nothing was done')
  const search = {conditions: [...conditions, ...onlyIn(clotured)]}
  const limit = Math.min(atMost ?? MOST_AT_ONCE, MOST_AT_ONCE)
  const rows = await holdFound(trx, search, limit + 1)
  if (rows.length <= limit) return rows
  const count = await countCallbacks(trx, search)
  refuseTooMany(count)
  throw conflict(
    `${counted(count, 'request matches', 'requests match')}, more than the limit of ${limit}: nothing was done`,
    {
      hints: [{give: 'atMost', value: String(count), when: 'to change all of them'}],
    },
  )
}

const onlyIn = (clotured: boolean | undefined): Condition[] =>
  clotured === undefined ? [] : [{field: 'clotured', test: {operator: '=', value: clotured}}]
