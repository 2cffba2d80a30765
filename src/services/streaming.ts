import type {Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {Context} from '../context.ts'
import {backendOf, dropConnection, giveUp} from '../database/giving-up.ts'
import {atItsOwnPace, snapshot} from '../database/transact.ts'

type Read = Parameters<typeof snapshot>[1]
type Pieces = AsyncIterable<string | Uint8Array>

/** Writes what is read at one moment into `sink`, which is left open. When that is closed half way, the query ends at once. */
export async function streamSnapshot(
  context: Context,
  sink: Writable,
  read: (...snapshot: Parameters<Read>) => Pieces | Promise<Pieces>,
): Promise<void> {
  let failure: unknown
  try {
    await snapshot(atItsOwnPace(context), async (trx, client) => {
      const backend = await backendOf(trx)
      let givenUp: Promise<void> | undefined
      const onClose = () => {
        givenUp = giveUp({pool: context.pool, client, backend})
      }
      if (sink.closed) throw new Error('nobody reads it')
      sink.once('close', onClose)
      try {
        await pipeline(await read(trx, client), sink, {end: false})
      } catch (error) {
        failure = error
        // The rest of the query is nobody's: without its connection, the transaction need not wait for it.
        if (givenUp === undefined) dropConnection(client)
        throw error
      } finally {
        sink.removeListener('close', onClose)
        await givenUp
      }
    })
  } catch (error) {
    throw failure ?? error
  }
}
