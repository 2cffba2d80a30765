import type {Server as HttpServer, IncomingMessage, ServerResponse} from 'node:http'
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox'
import type {FastifyBaseLogger, FastifyInstance} from 'fastify'
import type {Context} from '../context.ts'
import type {Token} from '../formats/tokens.ts'
import type {Connections} from './connections.ts'
import type {Observation} from './observation.ts'
import type {SlowReaders} from './slow-readers.ts'

/** What each file of routes receives. */
export type Server = FastifyInstance<
  HttpServer,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** The context for this request. */
    xivo: Context
  }
  interface FastifyInstance {
    /** Accepts these tokens from now on, and no others. */
    accept: (tokens: readonly Token[]) => void
    observation: Observation
    connections: Connections
    slowReaders: SlowReaders
  }
}
