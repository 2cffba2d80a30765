import type {Server} from 'node:http'
import type {FastifyHttpOptions} from 'fastify'

/** What one client may ask of the server before it is sent away. */
export const limits = {
  jsonBodyBytes: 1024 * 1024,
  /** Uploads of CSV are read as they come: it is not for memory's sake. */
  csvBytes: 1024 * 1024 * 1024,
  headerBytes: 16 * 1024,
  /** To send the head of a request, and all of it. */
  headersMs: 10_000,
  requestMs: 600_000,
  /** Longer than nginx keeps its own. */
  keepAliveMs: 72_000,
  /** A connection on which nothing moves, in the middle of a request or of an answer. */
  silenceMs: 120_000,
  connections: 1000,
  /** Of one part of a path: XiVO's logins have up to 254 characters. */
  parameterLength: 1024,
}

/** How long a client may take. */
export type Times = Pick<typeof limits, 'headersMs' | 'requestMs' | 'keepAliveMs' | 'silenceMs'>

/** The limits in the words of fastify and Node. */
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
      // A request without Host is answered as every other mistake, see server.ts.
      requireHostHeader: false,
    },
  }) satisfies FastifyHttpOptions<Server>
