import type {Context} from '../context.ts'
import {unavailable} from '../errors.ts'
import type {Server} from './app.ts'
import {keepTimes} from './due.ts'
import {keepHeapSmall} from './heap.ts'
import {jsonLog, type LogLevel} from './log.ts'
import {buildServer, type ServerOptions} from './server.ts'

export interface Listening extends Pick<ServerOptions, 'tokens' | 'trustedProxies' | 'csvBytes'> {
  host: string
  port: number
  logLevel: LogLevel
  /** Called with the address when the server listens, and with what replaces its tokens. */
  onListening: (url: string, accept: Server['accept']) => void
  /** Called on stop with the number of running requests. */
  onStopping: (underway: number) => void
}

/**
 * Answers requests until `stop`; then accepts no new connections, ends those whose client is owed no answer, and returns when the
 * running requests are answered. When
 * the context stops too, the remaining requests are rolled back and answered so, and shortly after are disconnected.
 */
export async function serve(
  context: Context,
  stop: AbortSignal,
  {host, port, logLevel, onListening, onStopping, ...options}: Listening,
): Promise<void> {
  const log = jsonLog(logLevel)
  const app = await buildServer(context, {...options, logger: log.options})
  try {
    onListening(await app.listen({host, port}), app.accept)
  } catch (error) {
    throw unavailable(`cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : error}`)
  }
  keepHeapSmall()
  const endTimes = keepTimes(context, app.log)
  await aborted(stop)
  onStopping(app.observation.underway.length)
  const timesEnded = endTimes()
  await drain(app, context)
  await timesEnded
  await log.flush()
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), {once: true})
  })

const LOOK_MS = 100
/** Time to send the answers that report the rollback. */
const FAREWELL_MS = 750

async function drain(app: Server, context: Context): Promise<void> {
  for (const response of app.observation.underway) if (!response.headersSent) response.setHeader('connection', 'close')
  app.connections.endUnowed()
  const idle = setInterval(() => app.connections.endUnowed(), LOOK_MS)
  let farewell: NodeJS.Timeout | undefined
  const cut = () => {
    farewell = setTimeout(() => {
      context.abandon()
      app.server.closeAllConnections()
    }, FAREWELL_MS)
  }
  context.stop.addEventListener('abort', cut, {once: true})
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(farewell)
    context.stop.removeEventListener('abort', cut)
  }
}
