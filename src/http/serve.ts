import type {Context} from '../context.ts'
import {unavailable} from '../errors.ts'
import {buildServer, type ServerOptions} from './server.ts'

export interface Listening extends ServerOptions {
  host: string
  port: number
  /** Told the address once it listens. */
  onListening: (url: string) => void
}

/** Answers requests until `stop`; then takes no more, and returns when those that are under way are answered. */
export async function serve(
  context: Context,
  stop: AbortSignal,
  {host, port, onListening, ...options}: Listening,
): Promise<void> {
  const app = await buildServer(context, options)
  try {
    onListening(await app.listen({host, port}))
  } catch (error) {
    throw unavailable(`cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : error}`)
  }
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), {once: true})
  })
  await app.close()
}
