import type {Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {Context} from '../context.ts'
import {cancelStatement, giveUp} from '../database/connection/client.ts'
import {type Client, snapshot} from '../database/connection/transact.ts'

type Read = Parameters<typeof snapshot>[1]
type Pieces = AsyncIterable<string | Uint8Array>

/** Writes what is read from one snapshot into `sink`, which stays open. When `sink` is closed early, the query is cancelled. */
export function streamSnapshot(
  context: Context,
  sink: Writable,
  read: (...snapshot: Parameters<Read>) => Pieces,
  how?: {copies: boolean},
): Promise<void> {
  return context.lanes.streams.through(() =>
    snapshot(context, (trx, client) => pour(client, read(trx, client), sink, {end: false}), how),
  )
}

/** Writes what a database client reads into `sink`. When either fails, the client is dropped, because its query is unfinished. */
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

/** The output of a statement without a time limit, except that the first piece must arrive within so many milliseconds. */
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
