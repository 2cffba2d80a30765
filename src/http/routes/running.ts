import {Type} from 'typebox'
import {readiness} from '../../services/readiness.ts'
import type {Server} from '../app.ts'
import type {Metrics} from '../metrics.ts'

const Readiness = Type.Object({
  ready: Type.Literal(true),
  writes: Type.Boolean({
    description: 'false when the database refuses every write, as a standby does; reads work there',
  }),
  checks: Type.Array(Type.Object({check: Type.String(), what: Type.String()})),
})

const Figures = {
  description: 'in the Prometheus text format',
  content: {'text/plain': {schema: Type.String()}},
}

/** Routes for operators. They are not below the API's path: a proxy does not have to forward them. */
export const runningRoutes = (metrics: Metrics) => async (app: Server) => {
  app.get(
    '/health',
    {
      config: {open: true, quiet: true},
      schema: {
        summary: 'check that the process answers',
        response: {200: Type.Object({healthy: Type.Literal(true)})},
      },
    },
    async () => ({healthy: true as const}),
  )
  app.get(
    '/ready',
    {
      config: {open: 'locally', quiet: true},
      schema: {summary: 'check that everything the requests depend on is available', response: {200: Readiness}},
    },
    ({xivo}) => readiness(xivo),
  )
  app.get(
    '/metrics',
    {config: {open: 'locally', quiet: true}, schema: {summary: 'metrics for Prometheus', response: {200: Figures}}},
    async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  )
}
