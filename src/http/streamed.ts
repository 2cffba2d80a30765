import {once} from 'node:events'
import {PassThrough, type Writable} from 'node:stream'
import type {FastifyReply} from 'fastify'
import {noteFailure} from './errors.ts'

/**
 * Streams the JSON that `work` writes. A failure before the first byte is answered like any other; a later failure aborts
 * the transfer, so that a client cannot take a part for the whole. When the client disconnects, `sink` is closed.
 */
export async function streamed(reply: FastifyReply, work: (sink: Writable) => Promise<void>): Promise<void> {
  reply.server.slowReaders.watch(reply)
  const sink = new PassThrough()
  if (reply.raw.destroyed) sink.destroy()
  reply.raw.once('close', () => sink.destroy())
  const written = work(sink).then(
    () => sink.end(),
    (error) => {
      if (!reply.raw.destroyed) noteFailure(error, reply.request, reply)
      sink.destroy(error)
      throw error
    },
  )
  try {
    await Promise.race([once(sink, 'readable'), written])
  } catch (error) {
    if (!reply.raw.destroyed) throw error
    reply.hijack()
    return
  }
  // Later failures reach the client through the sink.
  written.catch(() => {})
  await reply.type('application/json; charset=utf-8').send(sink)
}
