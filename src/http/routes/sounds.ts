import {Type} from 'typebox'
import {checkSounds} from '../../services/dissuasion/sounds.ts'
import type {Server} from '../app.ts'
import {IdText, Strict} from '../schemas.ts'

const Use = Type.Object({
  event: Type.String({description: "XiVO's own word: chanunavail of a queue is its dissuasion"}),
  category: Type.String(),
  categoryval: Type.String({description: "the owner's id"}),
  queueName: Type.Optional(Type.String()),
})

const decibels = (description: string) => Type.Number({description: `${description}, in dBFS`})

const Level = Type.Object({
  peak: decibels('the loudest sample'),
  rms: decibels('the whole'),
  clipped: Type.Integer({description: 'samples that stand three or more in a row at the limit'}),
  silence: Type.Object({start: Type.Number(), end: Type.Number()}, {description: 'in seconds'}),
  loudness: Type.Array(Type.Number(), {description: 'twelve equal stretches, in dBFS'}),
})

const Checked = Type.Object({
  name: Type.String({description: 'without extension'}),
  file: Type.Optional(Type.String({description: 'left out when there is none'})),
  plays: Type.Optional(Type.Boolean({description: 'left out when that is not known'})),
  faults: Type.Array(Type.String(), {description: 'why Asterisk would not play it'}),
  remarks: Type.Array(Type.String(), {description: 'what callers would notice, or may'}),
  unreadable: Type.Optional(Type.String({description: 'why it could not be read'})),
  size: Type.Optional(Type.Integer({description: 'in bytes'})),
  seconds: Type.Optional(Type.Number()),
  rate: Type.Optional(Type.Integer({description: 'samples a second'})),
  channels: Type.Optional(Type.Integer()),
  bits: Type.Optional(Type.Number({description: 'of a sample'})),
  level: Type.Optional(Level),
  usedBy: Type.Array(Use),
})

const queueId = Type.Optional(IdText)

export async function soundRoutes(app: Server): Promise<void> {
  app.get(
    '/dissuasion_sounds',
    {
      schema: {
        summary: 'whether Asterisk plays the sound files, and who uses them; all, or those of one queue',
        querystring: Strict({queueId}),
        response: {200: Type.Array(Checked)},
      },
    },
    ({xivo, query}) => checkSounds(xivo, query.queueId && `id:${Number(query.queueId)}`),
  )
}
