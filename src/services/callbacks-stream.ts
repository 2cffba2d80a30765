import type {Writable} from 'node:stream'
import type {Context} from '../context.ts'
import {countCallbacks, findCallbacksAsJson, type Page} from '../database/callbacks.ts'
import {copyEveryListAsJson} from '../database/copy-out.ts'
import {textsOf} from '../database/cursor.ts'
import {atItsOwnPace} from '../database/transact.ts'
import type {Filter} from '../formats/filters.ts'
import {refuseBadPage} from './callbacks.ts'
import {begunInTime, streamSnapshot} from './streaming.ts'

/** What `listCallbackLists` gives, as one JSON document into `sink`: memory does not grow with it. */
export function streamCallbackLists(context: Context, sink: Writable, {withRequest = false} = {}): Promise<void> {
  return streamSnapshot(atItsOwnPace(context), sink, (trx, client) => {
    const pieces = copyEveryListAsJson(trx, client, context.schema, {withRequest})
    return finished(begunInTime(pieces, client, context.limits?.statementMs))
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

/** What `findCallbacks` gives, as one JSON document into `sink`: memory does not grow with it. */
export async function streamFoundCallbacks(
  context: Context,
  sink: Writable,
  filters: readonly Filter[],
  page: Page = {},
): Promise<void> {
  refuseBadPage(page)
  return streamSnapshot(context, sink, async function* (trx, client) {
    const total = await countCallbacks(trx, filters)
    let before = `{"total":${total},"list":[`
    for await (const texts of textsOf(client, findCallbacksAsJson(trx, context.schema, filters, page))) {
      yield `${before}${texts.join(',')}`
      before = ','
    }
    yield before === ',' ? ']}' : `${before}]}`
  })
}
