import type {Server as HttpServer, IncomingMessage, ServerResponse} from 'node:http'
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import {type Context, forRequest} from '../context.ts'
import {usage} from '../errors.ts'
import {apiPage} from './api-page.ts'
import {doorkeeper} from './auth.ts'
import {answerClientError} from './client-errors.ts'
import {answerError} from './errors.ts'
import {FailedLogins} from './failed-logins.ts'
import {requestId, setSafeHeaders} from './headers.ts'
import {parseBody} from './json-body.ts'
import {limits, serverLimits} from './limits.ts'
import {Metrics} from './metrics.ts'
import {Observation} from './observation.ts'
import {describeApi} from './openapi.ts'
import {agentRoutes} from './routes/agents.ts'
import {callbackRoutes} from './routes/callbacks.ts'
import {dissuasionRoutes} from './routes/dissuasion.ts'
import {erasureRoutes} from './routes/erasure.ts'
import {importRoutes} from './routes/imports.ts'
import {listRoutes} from './routes/lists.ts'
import {periodRoutes} from './routes/periods.ts'
import {profileRoutes} from './routes/profiles.ts'
import {queueRoutes} from './routes/queues.ts'
import {requestRoutes} from './routes/requests.ts'
import {rightsRoutes} from './routes/rights.ts'
import {runningRoutes} from './routes/running.ts'
import {soundRoutes} from './routes/sounds.ts'

export interface ServerOptions {
  /** Any of them opens the door. */
  tokens: readonly string[]
  logger?: FastifyServerOptions['logger']
  failedLogins?: FailedLogins
  /** The longest CSV that is taken. */
  csvBytes?: number
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
  interface FastifyInstance {
    observation: Observation
  }
}

export const API = '/configmgt/api/1.0'

const nouns = [
  profileRoutes,
  rightsRoutes,
  listRoutes,
  callbackRoutes,
  requestRoutes,
  erasureRoutes,
  periodRoutes,
  importRoutes,
  agentRoutes,
  queueRoutes,
  dissuasionRoutes,
  soundRoutes,
]

/** The REST API on this XiVO; it does not listen yet. */
export async function buildServer(
  context: Context,
  {tokens, logger = false, failedLogins = new FailedLogins(), csvBytes = limits.csvBytes}: ServerOptions,
): Promise<Server> {
  const metrics = new Metrics(context)
  const app: Server = Fastify({
    logger,
    logController: new LogController({disableRequestLogging: true, requestIdLogLabel: 'id'}),
    genReqId: requestId,
    ...serverLimits,
    // Whoever is connected already is still answered while the server stops.
    return503OnClosing: false,
    routerOptions: {
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: limits.parameterLength,
    },
    ajv: {customOptions: {coerceTypes: false, removeAdditional: false, allErrors: true}},
    clientErrorHandler(error, socket) {
      metrics.malformedRequest()
      app.log.info({code: error.code, from: socket.remoteAddress}, 'not a request')
      answerClientError(error, socket)
    },
    frameworkErrors(error, request, reply) {
      reply.failure = null
      observation.begin(request, reply)
      setSafeHeaders(reply)
      answerError(error, request, reply)
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  const observation = new Observation(app.log, metrics)
  app.decorate('observation', observation)
  app.decorateRequest('xivo')
  app.decorateReply('failure', null)
  app.server.maxConnections = limits.connections
  // Node would answer an unknown Expect by itself, without a body.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({error: 'InvalidRequest', message: `no route ${request.method} ${request.url.split('?', 1)[0]}`}),
  )
  const letIn = doorkeeper(tokens, failedLogins)
  app.addHook('onRequest', (request, reply, done) => {
    request.xivo = forRequest(context)
    observation.begin(request, reply)
    setSafeHeaders(reply)
    refuseWithoutHost(request)
    letIn(request, reply)
    done()
  })
  readBodies(app)
  await app.register(async (scope) => runningRoutes(metrics)(scope as Server))
  await describeApi(app, API)
  await apiPage(app)
  for (const routes of nouns) {
    await app.register(async (scope) => routes(scope as Server, {csvBytes}), {prefix: API})
  }
  return app
}

function refuseWithoutHost({raw, headers}: FastifyRequest): void {
  if (raw.httpVersion === '1.1' && headers.host === undefined) throw usage('the header Host is missing')
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
