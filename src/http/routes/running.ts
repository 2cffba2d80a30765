import {Type} from 'typebox'
import {readiness} from '../../services/readiness.ts'
import type {Server} from '../app.ts'
import type {Metrics} from '../metrics.ts'

const Readiness = Type.Object({
  ready: Type.Literal(true),
  checks: Type.Array(Type.Object({check: Type.String(), what: Type.String()})),
})

const Figures = {
  description: "in Prometheus' own format",
  content: {'text/plain': {schema: Type.String()}},
}

/** For those who keep the server running. They are not below the API's path: a proxy need not pass them on. */
export const runningRoutes = (metrics: Metrics) => async (app: Server) => {
  app.get(
    '/health',
    {
      config: {open: true, quiet: true},
      schema: {
        summary: 'does the process answer?',
        response: {200: Type.Object({healthy: Type.Literal(true)})},
      },
    },
    async () => ({healthy: true as const}),
  )
  app.get(
    '/ready',
    {
      config: {open: 'locally', quiet: true},
      schema: {summary: 'is all there that requests rest on?', response: {200: Readiness}},
    },
    ({xivo}) => readiness(xivo),
  )
  app.get(
    '/metrics',
    {config: {open: 'locally', quiet: true}, schema: {summary: 'figures for Prometheus', response: {200: Figures}}},
    async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  )
}
