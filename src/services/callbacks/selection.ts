import {type Condition, countCallbacks, holdFound} from '../../database/callbacks/find.ts'
import type {CallbackRow} from '../../database/callbacks/requests.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {conflict, invalid} from '../../errors.ts'
import {counted} from '../../formats/counted.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {searchFor, type Wanted} from './search.ts'

/** The requests that a change is about: those with these uuids, or whatever fits at the time of the change. */
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

/** So many may be changed without anybody having seen or said how many they are. */
export const MOST_UNSEEN = 1000

/** A change keeps what it shows, answers and journals in memory: 760 MB for as many as this. */
const MOST_AT_ONCE = 100_000

/** More than this at once would not fit into memory. */
export function refuseTooMany(count: number): void {
  if (count <= MOST_AT_ONCE) return
  throw conflict(`at most ${MOST_AT_ONCE} requests can be changed at once, and ${count} match: nothing was done`, {
    hints: ['change them list by list, or by their due dates'],
  })
}

/** What fits; it stays as it is until the transaction ends. None is an answer; Conflict when it is more than was agreed to. */
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
