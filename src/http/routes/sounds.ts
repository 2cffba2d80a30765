import {Type} from 'typebox'
import {checkSounds} from '../../services/dissuasion/sounds.ts'
import type {Server} from '../app.ts'
import {IdText, Strict} from '../schemas.ts'

const Use = Type.Object({
  event: Type.String({description: "XiVO's name of the event; `chanunavail` of a queue is its dissuasion"}),
  category: Type.String(),
  categoryval: Type.String({description: "the owner's id"}),
  queueName: Type.Optional(Type.String()),
})

const decibels = (description: string) => Type.Number({description: `${description}, in dBFS`})

const Level = Type.Object({
  peak: decibels('the loudest sample'),
  rms: decibels('the whole'),
  clipped: Type.Integer({description: 'number of samples in runs of three or more at full scale'}),
  silence: Type.Object(
    {start: Type.Number(), end: Type.Number()},
    {description: 'seconds of silence at the start and at the end'},
  ),
  loudness: Type.Array(Type.Number(), {description: 'loudness of twelve equal parts, in dBFS'}),
})

const Checked = Type.Object({
  name: Type.String({description: 'file name without extension'}),
  file: Type.Optional(Type.String({description: 'absent when there is no file'})),
  plays: Type.Optional(Type.Boolean({description: 'whether Asterisk can play it; absent when that is unknown'})),
  faults: Type.Array(Type.String(), {description: 'why Asterisk cannot play it'}),
  remarks: Type.Array(Type.String(), {description: 'what callers will or may notice'}),
  unreadable: Type.Optional(Type.String({description: 'why it could not be read'})),
  size: Type.Optional(Type.Integer({description: 'in bytes'})),
  seconds: Type.Optional(Type.Number()),
  rate: Type.Optional(Type.Integer({description: 'samples per second'})),
  channels: Type.Optional(Type.Integer()),
  bits: Type.Optional(Type.Number({description: 'bits per sample'})),
  level: Type.Optional(Level),
  usedBy: Type.Array(Use),
})

const queueId = Type.Optional(IdText)

export async function soundRoutes(app: Server): Promise<void> {
  app.get(
    '/dissuasion_sounds',
    {
      schema: {
        summary: 'all sound files, or those of one queue: whether Asterisk can play them, and what uses them',
        querystring: Strict({queueId}),
        response: {200: Type.Array(Checked)},
      },
    },
    ({xivo, query}) => checkSounds(xivo, query.queueId && `id:${Number(query.queueId)}`),
  )
}
