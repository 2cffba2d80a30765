import type {Server} from 'node:http'
import type {FastifyHttpOptions} from 'fastify'

/** Limits for one client; beyond them its request is refused. */
export const limits = {
  jsonBodyBytes: 1024 * 1024,
  /** CSV uploads are streamed, so this limit does not protect memory. */
  csvBytes: 1024 * 1024 * 1024,
  headerBytes: 16 * 1024,
  /** Time to send the header of a request, and the whole request. */
  headersMs: 10_000,
  requestMs: 600_000,
  /** Longer than nginx keeps its upstream connections. */
  keepAliveMs: 72_000,
  /** How long a connection may be idle in the middle of a request or an answer. */
  silenceMs: 120_000,
  /** A client that takes fewer bytes of a streamed answer in this time is disconnected while others wait. */
  paceMs: 30_000,
  paceBytes: 1024 * 1024,
  connections: 1000,
  /** Maximum length of one path segment: XiVO's logins have up to 254 characters. */
  parameterLength: 1024,
}

/** The time limits for a client. */
export type Times = Pick<typeof limits, 'headersMs' | 'requestMs' | 'keepAliveMs' | 'silenceMs' | 'paceMs'>

/** The limits as options of fastify and Node. */
export const serverLimits = (times: Times) =>
  ({
    bodyLimit: limits.jsonBodyBytes,
    requestTimeout: times.requestMs,
    connectionTimeout: times.silenceMs,
    keepAliveTimeout: times.keepAliveMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: times.headersMs,
      connectionsCheckingInterval: 2000,
      // server.ts answers a request without Host like every other invalid request.
      requireHostHeader: false,
    },
  }) satisfies FastifyHttpOptions<Server>
