import {type Static, Type} from 'typebox'
import {
  createPeriod,
  deletePeriod,
  getPeriod,
  listPeriods,
  type PeriodInput,
  setDefaultPeriod,
  updatePeriod,
} from '../../services/callbacks/periods.ts'
import type {Server} from '../app.ts'
import {KeyHeader, requestKey} from '../request-key.ts'
import {ByUuid, Period, Strict, uuidReference} from '../schemas.ts'
import {tagged} from '../tags.ts'
import {written} from '../writes.ts'

const time = (example: string) => Type.String({description: 'HH:MM or HH:MM:SS', examples: [example]})

const NewPeriod = Strict(
  {name: Type.String(), periodStart: time('09:00'), periodEnd: time('12:00')},
  {examples: [{name: 'Morning', periodStart: '09:00', periodEnd: '12:00'}]},
)
const Change = Type.Partial(NewPeriod, {additionalProperties: false, examples: [{periodEnd: '12:30'}]})

export async function periodRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_periods',
    {schema: {summary: 'list the preferred periods, by start', response: {200: Type.Array(Period)}}},
    ({xivo}) => listPeriods(xivo),
  )
  app.get(
    '/callback_periods/:uuid',
    {schema: {summary: 'get a preferred period', params: ByUuid, response: {200: Period}}},
    async ({xivo, params}, reply) => tagged(reply, await getPeriod(xivo, uuidReference(params))),
  )
  app.post(
    '/callback_periods',
    {schema: {summary: 'create a preferred period', headers: KeyHeader, body: NewPeriod, response: {201: Period}}},
    async (request, reply) => {
      const {name, periodStart: start, periodEnd: end} = request.body
      const key = requestKey(request, reply)
      return written(request, reply, createPeriod(request.xivo, {name, start, end}, key), 201)
    },
  )
  app.patch(
    '/callback_periods/:uuid',
    {
      config: {conditional: true},
      schema: {
        summary: 'change a preferred period, including for the requests that use it',
        params: ByUuid,
        body: Change,
        response: {200: Period},
      },
    },
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, updatePeriod(xivo, uuidReference(params), toInput(body)))
    },
  )
  app.delete(
    '/callback_periods/:uuid',
    {
      config: {conditional: true},
      schema: {summary: 'delete a preferred period that no request uses', params: ByUuid, response: {200: Period}},
    },
    (request, reply) => written(request, reply, deletePeriod(request.xivo, uuidReference(request.params))),
  )
  app.post(
    '/callback_periods/:uuid/default',
    {
      config: {conditional: true},
      schema: {
        summary: 'make a period the default',
        params: ByUuid,
        response: {200: Period},
      },
    },
    (request, reply) => written(request, reply, setDefaultPeriod(request.xivo, uuidReference(request.params))),
  )
}

const toInput = ({name, periodStart, periodEnd}: Static<typeof Change>): PeriodInput => ({
  ...(name !== undefined && {name}),
  ...(periodStart !== undefined && {start: periodStart}),
  ...(periodEnd !== undefined && {end: periodEnd}),
})
