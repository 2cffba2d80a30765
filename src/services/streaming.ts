import type {Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {Context} from '../context.ts'
import {cancelStatement, giveUp} from '../database/connection/client.ts'
import {type Client, snapshot} from '../database/connection/transact.ts'

type Read = Parameters<typeof snapshot>[1]
type Pieces = AsyncIterable<string | Uint8Array>

/** Writes what is read at one moment into `sink`, which is left open. When that is closed half way, the query ends at once. */
export function streamSnapshot(
  context: Context,
  sink: Writable,
  read: (...snapshot: Parameters<Read>) => Pieces,
): Promise<void> {
  return context.lanes.streams.through(() =>
    snapshot(context, (trx, client) => pour(client, read(trx, client), sink, {end: false})),
  )
}

/** Writes what a client reads into `sink`. When either fails, the rest of the query is nobody's: the client is given up. */
export async function pour(client: Client, pieces: Pieces, sink: Writable, {end = true} = {}): Promise<void> {
  const abandon = () => giveUp(client)
  sink.once('close', abandon)
  try {
    if (sink.closed) throw new Error('nobody reads it')
    await pipeline(pieces, sink, {end})
  } catch (error) {
    await abandon()
    throw error
  } finally {
    sink.removeListener('close', abandon)
  }
}

/** The pieces that a statement without a time limit gives: the first one must be there in so many milliseconds, if any. */
export async function* begunInTime<T>(pieces: AsyncIterable<T>, client: Client, ms = 0): AsyncGenerator<T> {
  const timer = ms > 0 ? setTimeout(() => cancelStatement(client), ms) : undefined
  try {
    for await (const piece of pieces) {
      clearTimeout(timer)
      yield piece
    }
  } finally {
    clearTimeout(timer)
  }
}
