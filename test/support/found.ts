import {PassThrough} from 'node:stream'
import {text} from 'node:stream/consumers'
import type {Context} from '../../src/context.ts'
import type {Wanted} from '../../src/services/callbacks/search.ts'
import {streamFoundCallbacks} from '../../src/services/callbacks/stream.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

/** All results, in memory. */
export async function findCallbacks(
  context: Context,
  filters: readonly Wanted[],
  page: {offset?: number; limit?: number} = {},
): Promise<{total: number; list: Callback[]}> {
  const sink = new PassThrough()
  const [found] = await Promise.all([
    text(sink),
    streamFoundCallbacks(context, sink, filters, page).finally(() => sink.end()),
  ])
  return JSON.parse(found)
}
