import {countCallbacks, holdFound} from '../../database/callbacks/find.ts'
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
  /** More are refused. */
  atMost?: number | undefined
}

/** Of a selection, only the closed requests, or only the others; uuids stay as they are. */
export const onlyIf = (clotured: boolean, choice: Choice): Choice =>
  'wanted' in choice
    ? {...choice, wanted: [...choice.wanted, {field: 'clotured', test: {operator: '=', value: clotured}}]}
    : choice

/** What fits; it stays as it is until the transaction ends. None is an answer; Conflict when it is more than was agreed to. */
export async function holdSelected(
  trx: Trx,
  {wanted, atMost}: Selection,
  country: PhoneCountry,
): Promise<CallbackRow[]> {
  const search = await searchFor(trx, wanted, country)
  if (search.conditions.length === 0) throw invalid('a selection without a condition: nothing was done')
  const rows = await holdFound(trx, search, atMost === undefined ? undefined : atMost + 1)
  if (atMost === undefined || rows.length <= atMost) return rows
  const count = await countCallbacks(trx, search)
  throw conflict(`${counted(count, 'request')} would be changed, more than ${atMost}: nothing was done`, {
    hints: [{give: 'atMost', value: String(count), when: 'if they are all meant'}],
  })
}
