import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client'
import type {Context} from '../context.ts'

/** The outcome of one request. */
export interface Outcome {
  route: string
  method: string
  /** `cut` when the connection ended before the answer did. */
  status: number | 'cut'
  ms: number
}

/** Metrics of this process, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly requests
  private readonly latency
  private readonly imports
  private underway = 0
  private readonly malformed

  constructor({pool}: Context) {
    const registers = [this.registry]
    collectDefaultMetrics({register: this.registry})
    this.requests = new Counter({
      name: 'xivoctl_http_requests_total',
      help: 'requests by route, method and status',
      labelNames: ['route', 'method', 'status'] as const,
      registers,
    })
    this.latency = new Histogram({
      name: 'xivoctl_http_request_duration_seconds',
      help: 'time from the header of a request to the end of its answer',
      labelNames: ['route', 'method'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    })
    this.imports = new Counter({
      name: 'xivoctl_imports_total',
      help: 'imports by outcome: imported, rehearsed (a dry run), cut (the connection ended), or the code of the error',
      labelNames: ['outcome'] as const,
      registers,
    })
    const underway = () => this.underway
    new Gauge({
      name: 'xivoctl_http_requests_underway',
      help: 'requests that are running',
      registers,
      collect() {
        this.set(underway())
      },
    })
    this.malformed = new Counter({
      name: 'xivoctl_http_malformed_total',
      help: 'connections closed because the input was not HTTP, too large or too slow',
      registers,
    })
    new Gauge({
      name: 'xivoctl_database_connections',
      help: 'connections to the database: open, idle (of the open ones), and requests waiting for one',
      labelNames: ['state'] as const,
      registers,
      collect() {
        this.set({state: 'open'}, pool.totalCount)
        this.set({state: 'idle'}, pool.idleCount)
        this.set({state: 'waiting'}, pool.waitingCount)
      },
    })
  }

  begun(): void {
    this.underway++
  }

  ended({route, method, status, ms}: Outcome): void {
    this.underway--
    this.requests.inc({route, method, status: String(status)})
    this.latency.observe({route, method}, ms / 1000)
  }

  importEnded(outcome: string): void {
    this.imports.inc({outcome})
  }

  malformedRequest(): void {
    this.malformed.inc()
  }

  get contentType(): string {
    return this.registry.contentType
  }

  text(): Promise<string> {
    return this.registry.metrics()
  }
}
