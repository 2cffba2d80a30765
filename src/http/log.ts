import {setTimeout as sleep} from 'node:timers/promises'
import {type DestinationStream, destination, type LoggerOptions, stdTimeFunctions} from 'pino'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Lines that wait for a reader of stderr; of more, the newest are lost rather than the memory. */
const LONGEST_BACKLOG = 4 * 1024 * 1024
/** Under load one write holds many lines; without, none is late. */
const WRITE_LENGTH = 8192
const WRITE_MS = 100
/** For the reader of stderr at the end. */
const FAREWELL_MS = 500

export interface JsonLog {
  /** What fastify logs with. */
  options: LoggerOptions & {stream: DestinationStream}
  /** Writes what waits; a reader that takes nothing is not waited for. */
  flush: () => Promise<void>
}

/** One JSON line an event, on stderr. Nothing that a customer or a client has said: no URL, header, body, or message of PostgreSQL's. */
export function jsonLog(level: LogLevel): JsonLog {
  const stream = destination({
    fd: 2,
    sync: false,
    minLength: WRITE_LENGTH,
    maxLength: LONGEST_BACKLOG,
    periodicFlush: WRITE_MS,
  })
  // A log that cannot be written (a full disk, nobody at the pipe) must not end the server.
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

/** An error for the log: its codes and where it happened, and never its message, which may quote values. */
export function describe(thrown: unknown) {
  if (!(thrown instanceof Error)) return {type: typeof thrown}
  const {sqlstate, code} = codes(thrown)
  const stack = thrown.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {type: thrown.name, ...(sqlstate && {sqlstate}), ...(code && {code}), stack}
}

/** PostgreSQL's SQLSTATE, or the code of the system or of the framework, of an error or of what it came of. */
export function codes(thrown: unknown): {sqlstate?: string; code?: string} {
  if (!(thrown instanceof Error)) return {}
  const cause = codes(thrown.cause)
  if (!('code' in thrown) || typeof thrown.code !== 'string') return cause
  return 'severity' in thrown ? {...cause, sqlstate: thrown.code} : {...cause, code: thrown.code}
}
