import type {Context} from '../context.ts'
import {unavailable} from '../errors.ts'
import type {Server} from './app.ts'
import {jsonLog, type LogLevel} from './log.ts'
import {buildServer, type ServerOptions} from './server.ts'

export interface Listening extends Pick<ServerOptions, 'tokens' | 'csvBytes'> {
  host: string
  port: number
  logLevel: LogLevel
  /** Told the address once it listens. */
  onListening: (url: string) => void
  /** Told how many requests were under way when it was asked to stop. */
  onStopping: (underway: number) => void
}

/**
 * Answers requests until `stop`; then takes no new connection, and returns when the requests under way are answered. When the
 * context stops too, those that are left are rolled back, told so, and soon after that cut off.
 */
export async function serve(
  context: Context,
  stop: AbortSignal,
  {host, port, logLevel, onListening, onStopping, ...options}: Listening,
): Promise<void> {
  const log = jsonLog(logLevel)
  const app = await buildServer(context, {...options, logger: log.options})
  try {
    onListening(await app.listen({host, port}))
  } catch (error) {
    throw unavailable(`cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : error}`)
  }
  await aborted(stop)
  onStopping(app.observation.underway.length)
  await drain(app, context)
  await log.flush()
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), {once: true})
  })

const LOOK_MS = 100
/** For the answers that tell of the rollback. */
const FAREWELL_MS = 750

async function drain(app: Server, context: Context): Promise<void> {
  for (const response of app.observation.underway) if (!response.headersSent) response.setHeader('connection', 'close')
  const idle = setInterval(() => app.server.closeIdleConnections(), LOOK_MS)
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
