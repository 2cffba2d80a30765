import {Type} from 'typebox'
import {invalid} from '../../errors.ts'
import {changeKinds} from '../../formats/changes.ts'
import {LISTED_CHANGES, listHistory, showChange} from '../../services/history.ts'
import {undoChanges, type Which} from '../../services/undo/undo.ts'
import type {Server} from '../app.ts'
import {ById, Change, Moment, Strict, Uuid} from '../schemas.ts'
import {written} from '../writes.ts'

const ChangeId = Type.String({pattern: '^[0-9]{1,18}$', description: 'id of a change'})

const entry = {
  id: Type.Optional(ChangeId),
  at: Type.Optional(Moment),
  since: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'for a change made elsewhere: the time of the last known change before it',
    }),
  ),
  by: Type.String({description: 'user@host, or token@address over REST'}),
  channel: Type.Enum(['command', 'cron', 'rest', 'elsewhere'], {
    description: 'how it was made; elsewhere: not with xivoctl',
  }),
  via: Type.Optional(Type.Object({sudo: Type.Optional(Type.String()), ssh: Type.Optional(Type.String())})),
  asked: Type.String({description: 'the command or route, without values of customers'}),
  run: Type.Optional(Uuid),
  change: Change,
  undoes: Type.Optional(ChangeId),
  undoneBy: Type.Optional(ChangeId),
}

const HistoryEntry = Type.Object(entry, {title: 'HistoryEntry'})
const state = Type.Optional(Type.Record(Type.String(), Type.Unknown()))
const WholeEntry = Type.Object({
  ...entry,
  requests: Type.Optional(Type.Array(Type.Object({uuid: Uuid, before: state, after: state}))),
})

const text = (description: string) => Type.Optional(Type.String({description}))

const Query = Strict({
  user: text('only the rights of this login'),
  queue: text('only the dissuasion of this queue, and its other destinations: its name, or id:N'),
  list: text('only this callback list and its imports: its name, or id:UUID'),
  request: text('only this callback request: its uuid'),
  by: text('only changes by this user@host or token@address, or by the part before @'),
  since: text('only from this moment on: 2026-11-28, 2026-11-28T14:30:00Z, yesterday, -3d, -2h'),
  until: text('only before this moment'),
  kind: Type.Optional(Type.Enum([...changeKinds])),
  run: text('only the changes of one command or request'),
  limit: Type.Optional(
    Type.String({pattern: '^[1-9][0-9]{0,5}$', description: `at most this many [${LISTED_CHANGES}]`}),
  ),
})

export async function changeRoutes(app: Server): Promise<void> {
  app.get(
    '/changes',
    {
      schema: {
        summary: 'list what was changed, when and by whom, newest first',
        querystring: Query,
        response: {200: Type.Array(HistoryEntry)},
      },
    },
    ({xivo, query: {limit, ...filter}}) =>
      listHistory(xivo, {...filter, limit: limit === undefined ? LISTED_CHANGES : Number(limit)}),
  )
  app.get(
    '/changes/:id',
    {schema: {summary: 'show one change', params: ById, response: {200: WholeEntry}}},
    ({xivo, params}) => showChange(xivo, params.id),
  )
  app.post(
    '/changes/undo',
    {
      schema: {
        summary: 'undo changes, together or not at all',
        body: Strict(
          {changes: Type.Optional(Type.Array(ChangeId)), run: Type.Optional(Uuid)},
          {examples: [{changes: ['4711']}]},
        ),
        response: {
          200: Type.Object({
            undone: Type.Array(ChangeId),
            kept: Type.Optional(Type.Array(Uuid, {description: 'requests of an import that were changed since'})),
          }),
        },
      },
    },
    (request, reply) => written(request, reply, undoChanges(request.xivo, which(request.body))),
  )
}

function which({changes, run}: {changes?: string[]; run?: string}): Which {
  if ((changes === undefined) === (run === undefined)) throw invalid('give either changes or run: nothing was undone')
  return run === undefined ? {ids: changes ?? []} : {run}
}
