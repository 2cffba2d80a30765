import type {Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {PIECE, textsOf} from '../../database/callbacks/cursor.ts'
import {byIdentity} from '../../database/callbacks/customers.ts'
import {copyEveryListAsJson} from '../../database/callbacks/export.ts'
import {
  countCallbacks,
  customerAmong,
  type FoundTexts,
  foundAsJson,
  foundFields,
  foundUuids,
  type Page,
  type Search,
} from '../../database/callbacks/find.ts'
import {copyAsLines} from '../../database/callbacks/found-lines.ts'
import {wholeCallbackJson} from '../../database/callbacks/json.ts'
import {atItsOwnPace, type Trx} from '../../database/connection/transact.ts'
import type {CopiedField} from '../../formats/request-fields.ts'
import {begunInTime, streamSnapshot} from '../streaming.ts'
import {refuseBadPage, searchFor, type Wanted} from './search.ts'
import {type CountedList, countLists} from './stats.ts'

export type {Page} from '../../database/callbacks/find.ts'

interface WhichLists {
  /** Only lists that have ongoing requests. */
  withRequest?: boolean
  /** Selects and orders the lists by uuid; without it, all lists by name. */
  arrange?: ((lists: CountedList[]) => string[]) | undefined
}

/**
 * Writes every list with its ongoing requests into `sink` as one JSON document, in constant memory. `arrange` sees
 * the same snapshot.
 */
export function streamCallbackLists(
  context: Context,
  sink: Writable,
  {withRequest = false, arrange}: WhichLists = {},
): Promise<void> {
  return streamSnapshot(
    atItsOwnPace(context),
    sink,
    async function* (trx, client) {
      const order = arrange?.(await countLists(trx))
      const pieces = copyEveryListAsJson(trx, client, context.schema, {withRequest, order})
      yield* finished(begunInTime(pieces, client, context.limits?.statementMs))
    },
    {copies: true},
  )
}

async function* finished(pieces: AsyncIterable<Uint8Array>) {
  let started = false
  for await (const piece of pieces) {
    started = true
    yield piece
  }
  yield started ? ']}]' : '[]'
}

/**
 * The requests that fit all filters, or a page of them, piece by piece: first how many there are in all, which is counted only for
 * `total`, then requests, one a line, some lines a piece: as JSON with the fields that this product adds, or only their uuids. All
 * at one moment, and memory does not grow with them.
 */
export function streamFoundLines(
  context: Context,
  sink: Writable,
  filters: readonly Wanted[],
  page: Page = {},
  {total = false, ids = false}: {total?: boolean; ids?: boolean} = {},
) {
  const query: FoundQuery = ids
    ? foundUuids
    : (trx, search, page) => foundAsJson(trx, context.schema, search, page, wholeCallbackJson())
  return streamFound(context, sink, filters, page, {query, total}, async function* (total, requests) {
    yield String(total ?? '')
    for await (const texts of requests) yield texts.join('\n')
  })
}

/** The same as one JSON document, `{total, list}`, with the API page's fields only. */
export function streamFoundCallbacks(context: Context, sink: Writable, filters: readonly Wanted[], page: Page = {}) {
  const query: FoundQuery = (trx, search, page) => foundAsJson(trx, context.schema, search, page)
  return streamFound(context, sink, filters, page, {query, total: true}, async function* (total, requests) {
    let before = `{"total":${total},"list":[`
    for await (const texts of requests) {
      yield `${before}${texts.join(',')}`
      before = ','
    }
    yield before === ',' ? ']}' : `${before}]}`
  })
}

/** These fields of all requests that fit, as lines of COPY. */
export const streamFoundFields = (
  context: Context,
  sink: Writable,
  filters: readonly Wanted[],
  fields: readonly CopiedField[],
): Promise<void> =>
  streamSnapshot(
    context,
    sink,
    async function* (trx, client) {
      const search = await searchFor(trx, filters, context.settings.phoneCountry)
      yield* await copyAsLines(trx, client, await foundFields(trx, search, fields))
    },
    {copies: true},
  )

type FoundQuery = (trx: Trx, search: Search, page: Page) => Promise<FoundTexts>

async function streamFound(
  context: Context,
  sink: Writable,
  filters: readonly Wanted[],
  page: Page,
  {query, total}: {query: FoundQuery; total: boolean},
  write: (total: number | undefined, requests: AsyncIterable<string[]>) => AsyncIterable<string>,
): Promise<void> {
  refuseBadPage(page)
  return streamSnapshot(context, sink, async function* (trx, client) {
    const search = await searchFor(trx, filters, context.settings.phoneCountry)
    const customer = customerAmong(search)
    const requests = textsOf(client, (page) => query(trx, search, page), page, {few: customer !== undefined})
    const begin = () => requests.next()
    const {value: first = []} = await (customer ? byIdentity(trx, context.schema, customer, begin) : begin())
    yield* write(total ? await totalOf(trx, search, page, first.length) : undefined, followed(first, requests))
  })
}

/** Counts them, unless all of them have come. */
function totalOf(trx: Trx, search: Search, {offset = 0, limit = PIECE}: Page, came: number): Promise<number> | number {
  const isEnd = came < Math.min(limit, PIECE) && (came > 0 || offset === 0)
  return isEnd ? offset + came : countCallbacks(trx, search)
}

async function* followed<T>(first: T[], rest: AsyncIterable<T[]>): AsyncGenerator<T[]> {
  if (first.length > 0) yield first
  yield* rest
}
