import type {ServerResponse} from 'node:http'
import type {FastifyBaseLogger, FastifyReply, FastifyRequest} from 'fastify'
import {addressOf} from './callers.ts'
import type {Metrics, Outcome} from './metrics.ts'

/** Why a request failed, for the log. */
export interface Failure {
  /** The error code in the answer. */
  error: string
  sqlstate?: string
  code?: string
  stack?: string[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Polled every few seconds by machines: logged only when it fails, or at level debug. */
    quiet?: true
    /** Counts the outcomes as those of imports; returns the outcome of a successful request. */
    imports?: (request: FastifyRequest) => string
  }
  interface FastifyReply {
    failure: Failure | null
  }
}

/** Observes every request from its header to the end of its answer: logs it, counts it, and tracks the running ones. */
export class Observation {
  /** Not a Set: one that changes with every request keeps old requests alive until a garbage collection. */
  readonly underway: ServerResponse[] = []
  private readonly log: FastifyBaseLogger
  private readonly metrics: Metrics

  constructor(log: FastifyBaseLogger, metrics: Metrics) {
    this.log = log
    this.metrics = metrics
  }

  begin(request: FastifyRequest, reply: FastifyReply): void {
    const start = performance.now()
    const {raw} = reply
    this.underway.push(raw)
    this.metrics.begun()
    raw.once('close', () => {
      this.underway.splice(this.underway.indexOf(raw), 1)
      this.end(request, reply, performance.now() - start)
    })
  }

  private end(request: FastifyRequest, reply: FastifyReply, ms: number): void {
    const {config, url: route = 'none'} = request.routeOptions
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 'cut'
    const outcome: Outcome = {route, method: request.method, status, ms}
    this.metrics.ended(outcome)
    if (config.imports) this.metrics.importEnded(importOutcome(outcome, reply, config.imports(request)))
    this.log[levelOf(outcome, config.quiet)](
      {
        id: request.id,
        method: request.method,
        route,
        status,
        ms: Math.round(ms * 10) / 10,
        ...(request.caller !== null && {by: request.caller}),
        from: addressOf(request),
        ...forwardedFor(request),
        ...reply.failure,
      },
      'request',
    )
  }
}

function importOutcome({status}: Outcome, {failure}: FastifyReply, done: string): string {
  if (failure) return failure.error
  return status === 'cut' ? 'cut' : done
}

function levelOf({status}: Outcome, quiet = false): 'error' | 'warn' | 'info' | 'debug' {
  if (status === 'cut' || status === 401 || status === 403 || status === 429) return 'warn'
  if (status >= 500) return 'error'
  return quiet && status < 400 ? 'debug' : 'info'
}

/** What a proxy reports about its client. Anyone can send this header, so it is only logged. */
function forwardedFor({headers}: FastifyRequest): {forwardedFor?: string} {
  const said = headers['x-forwarded-for']
  return typeof said === 'string' && /^[0-9a-fA-F.:, ]{1,100}$/.test(said) ? {forwardedFor: said} : {}
}
