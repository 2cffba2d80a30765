import {Type} from 'typebox'
import {allVerdicts, checkSounds} from '../../services/dissuasion/sounds.ts'
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
  rms: decibels('the whole, silence included'),
  speech: decibels('the speech without the silence, by ITU-T P.56'),
  clipped: Type.Integer({description: 'number of samples in runs of three or more at full scale'}),
  silence: Type.Object(
    {start: Type.Number(), end: Type.Number()},
    {description: 'seconds of silence at the start and at the end'},
  ),
  offset: Type.Number({description: 'mean of the samples, 1 at full scale: the DC offset'}),
  noise: Type.Boolean({description: 'whether the samples look like random numbers'}),
  loudness: Type.Array(Type.Number(), {description: 'loudness of twelve equal parts, in dBFS'}),
})

const Verdict = Type.Enum([...allVerdicts], {description: 'what callers hear; docs/sounds.md describes each'})
const Texts = (description: string) => Type.Array(Type.String(), {description})
const seconds = Type.Optional(Type.Number({description: 'how much of it is heard'}))
const fileName = Type.String({description: 'path in the sound directory'})

const Played = Type.Object({
  verdict: Verdict,
  file: Type.Optional(fileName),
  or: Type.Optional(Type.Array(Type.String(), {description: 'files that another Asterisk may take in its place'})),
  seconds,
})
const PlayedByCall = (description: string) => Type.Object({alaw: Played, ulaw: Played, other: Played}, {description})

const File = Type.Object({
  file: fileName,
  language: Type.Optional(Type.String({description: 'the language folder that it is in'})),
  verdict: Verdict,
  faults: Texts('why Asterisk does not simply play it'),
  remarks: Texts('what callers will or may notice'),
  seconds,
  found: Type.Boolean({description: 'whether Asterisk finds it by its name'}),
  opens: Type.Boolean({description: 'whether Asterisk opens it'}),
  size: Type.Optional(Type.Integer({description: 'in bytes'})),
  rate: Type.Optional(Type.Integer({description: 'samples per second'})),
  channels: Type.Optional(Type.Integer()),
  bits: Type.Optional(Type.Number({description: 'bits per sample'})),
  level: Type.Optional(Level),
})

const Checked = Type.Object({
  name: Type.String({description: 'file name without extension'}),
  verdict: Type.Enum([...allVerdicts], {description: 'the worst result for any caller'}),
  calls: PlayedByCall('what callers hear on calls in each coding, and from which file'),
  languages: Type.Optional(
    Type.Record(Type.String(), PlayedByCall('the same for calls in the language of a folder'), {
      description: 'by the name of the folder, where the sound is in language folders',
    }),
  ),
  faults: Texts('why it does not simply play'),
  remarks: Texts('what callers will or may notice'),
  files: Type.Array(File, {description: 'empty when the sound is used but missing'}),
  usedBy: Type.Array(Use),
})

const queueId = Type.Optional(IdText)

export async function soundRoutes(app: Server): Promise<void> {
  app.get(
    '/dissuasion_sounds',
    {
      schema: {
        summary: 'all sounds, or those of one queue: what callers hear of them, and what uses them',
        querystring: Strict({queueId}),
        response: {200: Type.Array(Checked)},
      },
    },
    ({xivo, query}) => checkSounds(xivo, query.queueId && `id:${Number(query.queueId)}`),
  )
}
