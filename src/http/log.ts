import {setTimeout as sleep} from 'node:timers/promises'
import {type DestinationStream, destination, type LoggerOptions, stdTimeFunctions} from 'pino'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** How many lines may wait for the reader of stderr; beyond it the newest are dropped, to bound memory. */
const LONGEST_BACKLOG = 4 * 1024 * 1024
/** Under load, one write holds many lines; otherwise each line is written at once. */
const WRITE_LENGTH = 8192
const WRITE_MS = 100
/** Time for the reader of stderr to read the last lines. */
const FAREWELL_MS = 500

export interface JsonLog {
  /** The logger for fastify. */
  options: LoggerOptions & {stream: DestinationStream}
  /** Writes the waiting lines, without waiting for a blocked reader. */
  flush: () => Promise<void>
}

/** One JSON line per event, on stderr, without customers' or clients' data: no URL, header, body or PostgreSQL message. */
export function jsonLog(level: LogLevel): JsonLog {
  const stream = destination({
    fd: 2,
    sync: false,
    minLength: WRITE_LENGTH,
    maxLength: LONGEST_BACKLOG,
    periodicFlush: WRITE_MS,
  })
  // A log that cannot be written (full disk, closed pipe) must not stop the server.
  stream.on('error', () => {})
  const options = {
    level,
    stream,
    base: {pid: process.pid},
    timestamp: stdTimeFunctions.isoTime,
    formatters: {level: (label: string) => ({level: label})},
    serializers: {err: describe, req: () => undefined, res: () => undefined},
  }
  const written = () => new Promise<void>((resolve) => stream.flush(() => resolve()))
  return {options, flush: () => Promise.race([written(), sleep(FAREWELL_MS)])}
}

/** An error for the log: its codes and its location, never its message, which may quote values. */
export function describe(thrown: unknown) {
  if (!(thrown instanceof Error)) return {type: typeof thrown}
  const {sqlstate, code} = codes(thrown)
  const stack = thrown.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {type: thrown.name, ...(sqlstate && {sqlstate}), ...(code && {code}), stack}
}

/** The SQLSTATE, or the system's or framework's code, of an error or of its cause. */
export function codes(thrown: unknown): {sqlstate?: string; code?: string} {
  if (!(thrown instanceof Error)) return {}
  const cause = codes(thrown.cause)
  if (!('code' in thrown) || typeof thrown.code !== 'string') return cause
  return 'severity' in thrown ? {...cause, sqlstate: thrown.code} : {...cause, code: thrown.code}
}
