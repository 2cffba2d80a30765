import {PassThrough} from 'node:stream'
import {json} from 'node:stream/consumers'
import type {Context} from '../../src/context.ts'
import type {CallbackList} from '../../src/services/callbacks/lists.ts'
import {streamCallbackLists} from '../../src/services/callbacks/stream.ts'

/** Every list with its ongoing requests, as they are streamed. */
export async function listCallbackLists(context: Context): Promise<CallbackList[]> {
  const sink = new PassThrough()
  const reading = json(sink)
  await streamCallbackLists(context, sink)
  sink.end()
  return (await reading) as CallbackList[]
}
