import {Type} from 'typebox'
import {invalid} from '../../errors.ts'
import {
  endOverride,
  listOverrides,
  type OverrideOptions,
  overrideDissuasions,
  storedSound,
} from '../../services/dissuasion/overrides.ts'
import type {Server} from '../app.ts'
import {KeyHeader, requestKey} from '../request-key.ts'
import {ById, Id, Moment, Strict, Switch} from '../schemas.ts'
import {written} from '../writes.ts'
import {destination} from './dissuasion.ts'

const OfQueue = Type.Object({
  id: Id,
  name: Type.String(),
  soundFile: Type.String({description: 'the sound that its callers hear'}),
  file: Type.String(),
  before: Type.Optional(
    Type.Object(destination, {description: 'where callers went before; absent until the override starts'}),
  ),
  outcome: Type.Optional(
    Type.Enum(['restored', 'changed', 'replaced', 'gone', 'not started'], {
      description: 'what happened to its dissuasion at the end; absent until then',
    }),
  ),
})

const Override = Type.Object(
  {
    id: Id,
    sound: Type.String({description: 'the name of the file that was given'}),
    state: Type.Enum(['planned', 'running', 'ended']),
    from: Moment,
    until: Type.Optional(Moment),
    startedAt: Type.Optional(Moment),
    endedAt: Type.Optional(Moment),
    createdAt: Moment,
    createdBy: Type.String(),
    timeZone: Type.String({description: 'the time zone of times that are given without one'}),
    queues: Type.Array(OfQueue),
  },
  {title: 'Override'},
)

const moment = (description: string) =>
  Type.Optional(Type.String({description, examples: ['2026-12-24T18:00:00+01:00', '+2h']}))

const NewOverride = Strict(
  {
    soundFile: Type.String({description: 'a file of the sound directory, with its extension'}),
    queueIds: Type.Optional(Type.Array(Id)),
    all: Type.Optional(Type.Boolean({description: 'every queue'})),
    exceptIds: Type.Optional(Type.Array(Id, {description: 'with all: queues to leave out'})),
    name: Type.Optional(Type.String({description: 'name of the sound [that of the file]'})),
    from: moment('when it starts [now]'),
    until: moment('when it ends [when somebody ends it]'),
    force: Type.Optional(Type.Boolean({description: 'use the sound even if Asterisk would not play it'})),
  },
  {examples: [{soundFile: 'bienvenue.wav', queueIds: [3, 5], until: '+2h'}]},
)

export async function overrideRoutes(app: Server): Promise<void> {
  app.get(
    '/dissuasion_overrides',
    {
      schema: {
        summary: 'list the overrides of dissuasions that are planned or running, newest first',
        querystring: Strict({
          ended: Switch('also list overrides that have ended'),
        }),
        response: {200: Type.Array(Override)},
      },
    },
    ({xivo, query}) => listOverrides(xivo, {ended: query.ended === 'true'}),
  )
  app.post(
    '/dissuasion_overrides',
    {
      schema: {
        summary: 'play one announcement to the callers of many queues, for a time',
        headers: KeyHeader,
        body: NewOverride,
        response: {201: Override},
      },
    },
    async (request, reply) => {
      const {xivo, body} = request
      const sound = await storedSound(xivo.sounds, body.soundFile)
      const options = {...optionsOf(body), key: requestKey(request, reply)}
      return written(request, reply, overrideDissuasions(xivo, sound, options), 201)
    },
  )
  app.post(
    '/dissuasion_overrides/:id/end',
    {
      schema: {
        summary: 'end an override: restore the dissuasion that each queue had before',
        params: ById,
        response: {200: Type.Object({started: Type.Array(Override), ended: Type.Array(Override)})},
      },
    },
    (request, reply) => written(request, reply, endOverride(request.xivo, Number(request.params.id))),
  )
}

type Body = {queueIds?: number[]; all?: boolean; exceptIds?: number[]} & Pick<
  OverrideOptions,
  'name' | 'from' | 'until' | 'force'
>

function optionsOf({queueIds, all = false, exceptIds = [], name, from, until, force}: Body): OverrideOptions {
  if ((queueIds === undefined) !== all) throw invalid('give either queueIds or all: nothing was written')
  const references = (ids: number[]) => ids.map((id) => `id:${id}`)
  return {queues: all ? 'all' : references(queueIds ?? []), except: references(exceptIds), name, from, until, force}
}
