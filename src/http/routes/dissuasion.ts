import type {FastifyRequest} from 'fastify'
import {Type} from 'typebox'
import type {AppError} from '../../errors.ts'
import {
  clearDissuasion,
  dissuasionOptions,
  getDissuasion,
  listDissuasions,
  setQueue,
  setSound,
  TargetQueueNotFound,
} from '../../services/dissuasion/dissuasion.ts'
import type {Server} from '../app.ts'
import {ById, Id, Moment, Strict} from '../schemas.ts'
import {tagged} from '../tags.ts'
import {written} from '../writes.ts'

const Dissuasion = Type.Union([
  Type.Object({type: Type.Literal('soundFile'), value: Type.Object({soundFile: Type.String()})}),
  Type.Object({type: Type.Literal('queue'), value: Type.Object({queueName: Type.String()})}),
  Type.Object({type: Type.Literal('other')}),
])

/** The fields of a destination. */
export const destination = {
  dissuasion: Dissuasion,
  action: Type.String({description: "the action as XiVO stores it, or 'none'"}),
  actionarg1: Type.Optional(Type.String()),
  actionarg2: Type.Optional(Type.String()),
}

const Closure = Type.Object(
  {
    schedule: Type.String({description: 'its name'}),
    until: Type.Optional(Moment),
    timeZone: Type.Optional(Type.String({description: 'time zone of the schedule'})),
    malformed: Type.Optional(
      Type.String({description: 'what XiVO cannot read in the schedule; it then hangs up on callers'}),
    ),
    destination: Type.Optional(Type.Object(destination)),
  },
  {description: 'the schedule that currently closes the queue, and where its callers go'},
)

const Explained = Type.Object({
  id: Id,
  name: Type.String(),
  ...destination,
  broken: Type.Optional(Type.String({description: 'why callers would not reach it'})),
  unchecked: Type.Optional(Type.String({description: 'why it could not be checked'})),
  seconds: Type.Optional(Type.Number({description: 'the length of the sound, when it is known'})),
  closed: Type.Optional(Closure),
})

const OfQueue = Type.Object({id: Id, name: Type.String(), dissuasion: Dissuasion})

const Options = Type.Object({
  id: Id,
  name: Type.String(),
  dissuasions: Type.Object({
    soundFiles: Type.Array(Type.Object({soundFile: Type.String()})),
    queues: Type.Array(Type.Object({queueName: Type.String()})),
  }),
})

const option = (description: string) => Type.Optional(Type.Boolean({description: `${description} [unchanged]`}))

const playback = {
  noanswer: option('play it without answering the call'),
  skip: option('play it only if the call is already answered'),
}

const ringTime = Type.Optional(
  Type.Integer({minimum: 0, maximum: 86_400, description: 'seconds; 0 = no limit [unchanged]'}),
)

export async function dissuasionRoutes(app: Server): Promise<void> {
  app.get(
    '/queue/:id/dissuasion',
    {
      // Spelled as on the API page.
      config: {wording: worded('getQueueDissusasion')},
      schema: {
        summary: "get where a queue's callers go when no agent can answer",
        params: ById,
        response: {200: OfQueue},
      },
    },
    async ({xivo, params}, reply) => tagged(reply, await getDissuasion(xivo, byId(params))),
  )
  app.get(
    '/queue/:id/dissuasions',
    {
      config: {wording: worded('getQueueDissusasionList')},
      schema: {summary: "list what a queue's dissuasion can be set to", params: ById, response: {200: Options}},
    },
    ({xivo, params}) => dissuasionOptions(xivo, byId(params)),
  )
  app.put(
    '/queue/:id/dissuasion/sound_file',
    {
      config: {conditional: true, wording: worded('updateQueueDissuasion')},
      schema: {
        summary: "play a sound to a queue's callers when no agent can answer",
        params: ById,
        body: Strict({soundFile: Type.String(), ...playback}, {examples: [{soundFile: 'sales_newSoundFile'}]}),
        response: {200: Type.Object({id: Id, soundFile: Type.String()})},
      },
    },
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, setSound(xivo, byId(params), body.soundFile, body))
    },
  )
  app.put(
    '/queue/:id/dissuasion/queue',
    {
      config: {conditional: true, wording: worded('updateQueueDissuasion')},
      schema: {
        summary: "send a queue's callers to another queue when no agent can answer",
        params: ById,
        body: Strict({queueName: Type.String(), ringTime}, {examples: [{queueName: 'sales_queue'}]}),
        response: {200: Type.Object({id: Id, queueName: Type.String()})},
      },
    },
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, setQueue(xivo, byId(params), `name:${body.queueName}`, body.ringTime))
    },
  )
}

/** What the command line can do with dissuasions beside. */
export async function ownDissuasionRoutes(app: Server): Promise<void> {
  app.delete(
    '/queues/:id/dissuasion',
    {
      config: {conditional: true},
      schema: {
        summary: "remove a queue's dissuasion: callers hear nothing when no agent can answer",
        params: ById,
        response: {200: OfQueue},
      },
    },
    (request, reply) => written(request, reply, clearDissuasion(request.xivo, byId(request.params))),
  )
  app.get(
    '/dissuasions',
    {
      schema: {
        summary: 'list where each queue sends its callers when no agent can answer, with broken destinations marked',
        response: {200: Type.Array(Explained)},
      },
    },
    ({xivo}) => listDissuasions(xivo),
  )
}

const byId = ({id}: ById) => `id:${Number(id)}`

/** Messages as the API page prints them. */
const worded = (operation: string) => (request: FastifyRequest) => (error: AppError) => {
  const {id} = request.params as ById
  const what = `Unable to perform ${operation} on queue ${id}`
  const {soundFile, queueName} = (request.body ?? {}) as {soundFile?: string; queueName?: string}
  if (error instanceof TargetQueueNotFound) return `${what}: could not find the queue '${queueName}' - QueueNotFound`
  if (error.code === 'QueueNotFound') return `${what} - QueueNotFound`
  if (error.code === 'FileNotFound') return `${what} with file ${soundFile} - FileNotFound`
  return undefined
}
