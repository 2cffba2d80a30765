import type {Readable} from 'node:stream'

/**
 * The body of a request; throws when the server has to stop. In every case the connection remains able to send an answer:
 * the unread rest of the body is read and discarded.
 */
export async function* untilStopped(source: Readable, stop: AbortSignal): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = source.iterator({destroyOnReturn: false})
  let onStop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    onStop = () => reject(new Error('stopped'))
    if (stop.aborted) onStop()
    else stop.addEventListener('abort', onStop)
  })
  try {
    for (;;) {
      const {done, value} = await Promise.race([chunks.next(), stopped])
      if (done) return
      yield value
    }
  } finally {
    stop.removeEventListener('abort', onStop)
    // Not awaited, because it settles only when the next chunk arrives.
    void chunks.return?.().then(() => source.resume())
  }
}
