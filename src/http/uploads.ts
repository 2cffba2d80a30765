import type {Readable} from 'node:stream'

/**
 * What a client sends, until the server must stop: then it throws. However it ends, the connection is left fit for an answer, and
 * what nobody wants any more is read and dropped.
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
    // Waits for a chunk that is still to come, so nobody waits for it.
    void chunks.return?.().then(() => source.resume())
  }
}
