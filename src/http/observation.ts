import type {ServerResponse} from 'node:http'
import type {FastifyBaseLogger, FastifyReply, FastifyRequest} from 'fastify'
import {addressOf} from './callers.ts'
import type {Metrics, Outcome} from './metrics.ts'

/** Why a request failed, for the log. */
export interface Failure {
  /** As in the answer. */
  error: string
  sqlstate?: string
  code?: string
  stack?: string[]
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked every few seconds by machines: logged only when it fails, or at level debug. */
    quiet?: true
    /** Its outcomes are counted as those of imports; tells the outcome of one that succeeded. */
    imports?: (request: FastifyRequest) => string
  }
  interface FastifyReply {
    failure: Failure | null
  }
}

/** Sees every request from its head to the end of its answer: a line of log, figures, and who is still under way. */
export class Observation {
  /** No Set: one that changes with every request keeps a chain of its former selves, and their requests, for the garbage collector. */
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
        from: addressOf(request.raw),
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

/** What a proxy says of its client: anybody can say that, so it is only for reading. */
function forwardedFor({headers}: FastifyRequest): {forwardedFor?: string} {
  const said = headers['x-forwarded-for']
  return typeof said === 'string' && /^[0-9a-fA-F.:, ]{1,100}$/.test(said) ? {forwardedFor: said} : {}
}
