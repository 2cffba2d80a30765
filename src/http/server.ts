import type {IncomingMessage} from 'node:http'
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox'
import Fastify, {type FastifyServerOptions, LogController} from 'fastify'
import {begin, type Context} from '../context.ts'
import type {Token} from '../formats/tokens.ts'
import {apiPage} from './api-page.ts'
import type {Server} from './app.ts'
import {doorkeeper} from './auth.ts'
import {API, OWN_API} from './bases.ts'
import {actorOf, runOf} from './callers.ts'
import {answerClientError, refuseTunnels} from './client-errors.ts'
import {Connections} from './connections.ts'
import {refuseOtherTypes} from './content-types.ts'
import {answerError} from './errors.ts'
import {answerExpectations, goesOnWhenTold} from './expectations.ts'
import {FailedLogins} from './failed-logins.ts'
import {closeGently} from './gentle-close.ts'
import {refuseOtherHosts, requestId, setSafeHeaders} from './headers.ts'
import {csvTypes, workbookTypes} from './import-schemas.ts'
import {dropNulls, parseBody, type Shape} from './json-body.ts'
import {KnownPaths} from './known-paths.ts'
import {serialiseLate, validateLate} from './late-schemas.ts'
import {limits, serverLimits, type Times} from './limits.ts'
import {Metrics} from './metrics.ts'
import {Observation} from './observation.ts'
import {describeApi} from './openapi.ts'
import {refuseIdleKey} from './request-key.ts'
import {agentRoutes} from './routes/agents.ts'
import {callbackRoutes} from './routes/callbacks.ts'
import {changeRoutes} from './routes/changes.ts'
import {dissuasionRoutes, ownDissuasionRoutes} from './routes/dissuasion.ts'
import {doNotCallRoutes} from './routes/do-not-call.ts'
import {erasureRoutes} from './routes/erasure.ts'
import {importRoutes} from './routes/imports.ts'
import {listRoutes, ownListRoutes} from './routes/lists.ts'
import {overrideRoutes} from './routes/overrides.ts'
import {periodRoutes} from './routes/periods.ts'
import {profileRoutes} from './routes/profiles.ts'
import {queueRoutes} from './routes/queues.ts'
import {reportRoutes} from './routes/reports.ts'
import {requestRoutes} from './routes/requests.ts'
import {ownRightsRoutes, rightsRoutes} from './routes/rights.ts'
import {runningRoutes} from './routes/running.ts'
import {selectionRoutes} from './routes/selections.ts'
import {soundRoutes} from './routes/sounds.ts'
import {ticketRoutes} from './routes/tickets.ts'
import {SlowReaders} from './slow-readers.ts'
import {conditional, conditionOf, tagAnswer} from './tags.ts'
import {isRehearsal, rehearsable} from './writes.ts'

export interface ServerOptions {
  /** Each of them is accepted. */
  tokens: readonly Token[]
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies?: string[]
  logger?: FastifyServerOptions['logger']
  failedLogins?: FailedLogins
  /** The maximum size of a CSV, in bytes. */
  csvBytes?: number
  times?: Times
}

const routesOf = {
  [API]: [profileRoutes, rightsRoutes, listRoutes, callbackRoutes, agentRoutes, dissuasionRoutes],
  [OWN_API]: [
    ownRightsRoutes,
    ownListRoutes,
    requestRoutes,
    selectionRoutes,
    erasureRoutes,
    doNotCallRoutes,
    ticketRoutes,
    reportRoutes,
    periodRoutes,
    importRoutes,
    changeRoutes,
    queueRoutes,
    ownDissuasionRoutes,
    overrideRoutes,
    soundRoutes,
  ],
}

const routerOptions = {
  ignoreDuplicateSlashes: true,
  ignoreTrailingSlash: true,
  maxParamLength: limits.parameterLength,
}

/** The REST API of this XiVO; it does not listen yet. */
export async function buildServer(
  context: Context,
  {
    tokens,
    trustedProxies = [],
    logger = false,
    failedLogins = new FailedLogins(),
    csvBytes = limits.csvBytes,
    times = limits,
  }: ServerOptions,
): Promise<Server> {
  const metrics = new Metrics(context)
  const app: Server = Fastify({
    logger,
    logController: new LogController({disableRequestLogging: true, requestIdLogLabel: 'id'}),
    genReqId: requestId,
    trustProxy: trustedProxies.length > 0 && trustedProxies,
    ...serverLimits(times),
    // Open connections are still answered while the server stops.
    return503OnClosing: false,
    routerOptions,
    ajv: {customOptions: {coerceTypes: false, removeAdditional: false, allErrors: true}, onCreate: validateLate},
    schemaController: {compilersFactory: {buildSerializer: serialiseLate}},
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
  app.decorate('connections', new Connections(app.server, observation.underway))
  const waiting = () => context.lanes.streams.waitingCount + context.pool.waitingCount
  const slowReaders = new SlowReaders({underway: observation.underway, waiting, times})
  app.decorate('slowReaders', slowReaders)
  app.addHook('onClose', async () => slowReaders.end())
  app.decorateRequest('xivo')
  app.decorateRequest('caller', null)
  app.decorateReply('failure', null)
  app.decorateReply('tag', null)
  app.server.maxConnections = limits.connections
  answerExpectations(app.server)
  refuseTunnels(app.server)
  closeGently(app.server)
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  const known = new KnownPaths(app, routerOptions)
  app.setNotFoundHandler((request, reply) => {
    throw known.refusal(request, reply)
  })
  const {letIn, accept} = doorkeeper(tokens, failedLogins)
  app.decorate('accept', accept)
  app.addHook('onRoute', rehearsable)
  app.addHook('onRoute', conditional)
  app.addHook('onRequest', (request, reply, done) => {
    request.xivo = begin(context, {run: runOf(request), dryRun: isRehearsal(request)})
    observation.begin(request, reply)
    setSafeHeaders(reply)
    refuseOtherHosts(request.raw)
    if (request.is404) throw known.refusal(request, reply)
    letIn(request, reply)
    request.xivo.actor = actorOf(request)
    refuseIdleKey(request)
    const condition = conditionOf(request)
    if (condition) request.xivo.condition = condition
    refuseOtherTypes(request)
    if (goesOnWhenTold(request.raw)) reply.raw.writeContinue()
    done()
  })
  app.addHook('preValidation', ({body, routeOptions: {schema}}, _reply, done) => {
    dropNulls(body, (schema?.body ?? {}) as Shape)
    done()
  })
  readBodies(app)
  await describeApi(app, Object.keys(routesOf))
  await app.register(async (scope) => runningRoutes(metrics)(scope as Server))
  await apiPage(app)
  for (const [prefix, nouns] of Object.entries(routesOf)) {
    await app.register(
      async (scope) => {
        // Not async: a promise would delay every answer.
        scope.addHook('onSend', (request, reply, payload, done) => done(null, tagAnswer(request, reply, payload)))
        for (const routes of nouns) await routes(scope as Server, {csvBytes})
      },
      {prefix},
    )
  }
  return app
}

/** JSON is buffered, CSV is streamed. */
function readBodies(app: Server): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', {parseAs: 'buffer'}, async (_: unknown, bytes: string | Buffer) =>
    parseBody(Buffer.from(bytes)),
  )
  app.addContentTypeParser([...csvTypes, ...workbookTypes], async (_: unknown, payload: IncomingMessage) => payload)
  // Only a request without a body gets here: other types were refused before.
  app.addContentTypeParser('*', async () => undefined)
}
