import type {Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {textsOf} from '../../database/callbacks/cursor.ts'
import {copyEveryListAsJson} from '../../database/callbacks/export.ts'
import {countCallbacks, findCallbacksAsJson, type Page} from '../../database/callbacks/find.ts'
import {callbackJson, wholeCallbackJson} from '../../database/callbacks/json.ts'
import {atItsOwnPace} from '../../database/connection/transact.ts'
import {begunInTime, streamSnapshot} from '../streaming.ts'
import {refuseBadPage, searchFor, type Wanted} from './search.ts'
import {type CountedList, countLists} from './stats.ts'

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
  return streamSnapshot(atItsOwnPace(context), sink, async function* (trx, client) {
    const order = arrange?.(await countLists(trx))
    const pieces = copyEveryListAsJson(trx, client, context.schema, {withRequest, order})
    yield* finished(begunInTime(pieces, client, context.limits?.statementMs))
  })
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
 * The requests that fit all filters, or a page of them, piece by piece: first how many there are in all, then requests as JSON, one
 * a line, some lines a piece, with the fields that this product adds. All at one moment, and memory does not grow with them.
 */
export function streamFoundLines(context: Context, sink: Writable, filters: readonly Wanted[], page: Page = {}) {
  const write = async function* (total: number, requests: AsyncIterable<string[]>) {
    yield String(total)
    for await (const texts of requests) yield texts.join('\n')
  }
  return streamFound(context, sink, filters, page, write, wholeCallbackJson)
}

/** The same as one JSON document, `{total, list}`, with the API page's fields only. */
export function streamFoundCallbacks(context: Context, sink: Writable, filters: readonly Wanted[], page: Page = {}) {
  return streamFound(context, sink, filters, page, async function* (total, requests) {
    let before = `{"total":${total},"list":[`
    for await (const texts of requests) {
      yield `${before}${texts.join(',')}`
      before = ','
    }
    yield before === ',' ? ']}' : `${before}]}`
  })
}

async function streamFound(
  context: Context,
  sink: Writable,
  filters: readonly Wanted[],
  page: Page,
  write: (total: number, requests: AsyncIterable<string[]>) => AsyncIterable<string>,
  json = callbackJson,
): Promise<void> {
  refuseBadPage(page)
  return streamSnapshot(context, sink, async function* (trx, client) {
    const search = await searchFor(trx, filters, context.settings.phoneCountry)
    const total = await countCallbacks(trx, search)
    yield* write(total, textsOf(client, await findCallbacksAsJson(trx, context.schema, search, page, json)))
  })
}
