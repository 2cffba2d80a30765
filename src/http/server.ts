import type {Server as HttpServer, IncomingMessage, ServerResponse} from 'node:http'
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox'
import Fastify, {type FastifyBaseLogger, type FastifyInstance, type FastifyServerOptions} from 'fastify'
import {type Context, forRequest} from '../context.ts'
import {usage} from '../errors.ts'
import {apiPage} from './api-page.ts'
import {tokenChecker, unauthorized} from './auth.ts'
import {answerError} from './errors.ts'
import {parseBody} from './json-body.ts'
import {describeApi} from './openapi.ts'
import {agentRoutes} from './routes/agents.ts'
import {callbackRoutes} from './routes/callbacks.ts'
import {dissuasionRoutes} from './routes/dissuasion.ts'
import {importRoutes} from './routes/imports.ts'
import {listRoutes} from './routes/lists.ts'
import {periodRoutes} from './routes/periods.ts'
import {profileRoutes} from './routes/profiles.ts'
import {queueRoutes} from './routes/queues.ts'
import {requestRoutes} from './routes/requests.ts'
import {rightsRoutes} from './routes/rights.ts'

export interface ServerOptions {
  /** Any of them opens the door. */
  tokens: readonly string[]
  logger?: FastifyServerOptions['logger']
}

/** What a file of routes is given. */
export type Server = FastifyInstance<
  HttpServer,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** The XiVO, for this request. */
    xivo: Context
  }
  interface FastifyContextConfig {
    /** Answered to whoever asks, without a token. */
    open?: boolean
  }
}

export const API = '/configmgt/api/1.0'

const nouns = [
  profileRoutes,
  rightsRoutes,
  listRoutes,
  callbackRoutes,
  requestRoutes,
  periodRoutes,
  importRoutes,
  agentRoutes,
  queueRoutes,
  dissuasionRoutes,
]

const JSON_BODY_BYTES = 1024 * 1024
/** XiVO's logins have up to 254. */
const PARAMETER_CHARACTERS = 1024

/** The REST API on this XiVO; it does not listen yet. */
export async function buildServer(context: Context, {tokens, logger = false}: ServerOptions): Promise<Server> {
  const app: Server = Fastify({
    logger,
    bodyLimit: JSON_BODY_BYTES,
    routerOptions: {ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: PARAMETER_CHARACTERS},
    ajv: {customOptions: {coerceTypes: false, removeAdditional: false, allErrors: true}},
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.decorateRequest('xivo')
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({error: 'InvalidRequest', message: `no route ${request.method} ${request.url.split('?', 1)[0]}`}),
  )
  const isKnown = tokenChecker(tokens)
  app.addHook('onRequest', async (request) => {
    request.xivo = forRequest(context)
    const token = request.headers['x-auth-token']
    if (request.is404 || request.routeOptions.config.open) return
    if (typeof token !== 'string' || !isKnown(token)) throw unauthorized()
  })
  readBodies(app)
  await describeApi(app, API)
  await apiPage(app)
  for (const routes of nouns) {
    await app.register(async (scope) => routes(scope as Server), {prefix: API})
  }
  return app
}

/** JSON is read whole, CSV is handed on as it comes. */
function readBodies(app: Server): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', {parseAs: 'string'}, async (_: unknown, text: string | Buffer) =>
    parseBody(String(text)),
  )
  app.addContentTypeParser(['text/plain', 'text/csv'], async (_: unknown, payload: IncomingMessage) => payload)
  app.addContentTypeParser('application/x-www-form-urlencoded', async () => {
    throw usage('the body was sent as a form', {hints: ['add the header Content-Type: application/json']})
  })
}
