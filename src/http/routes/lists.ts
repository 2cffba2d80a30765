import {type Static, Type} from 'typebox'
import {usage} from '../../errors.ts'
import {changeList, createList, deleteList, getList} from '../../services/callbacks/lists.ts'
import {callbackStats} from '../../services/callbacks/stats.ts'
import {streamCallbackLists} from '../../services/callbacks/stream.ts'
import type {Server} from '../app.ts'
import {KeyHeader, requestKey} from '../request-key.ts'
import {ByUuid, CallbackList, Id, IdText, Strict, Switch, Uuid, uuidReference} from '../schemas.ts'
import {spooled} from '../spool.ts'
import {streamed} from '../streamed.ts'
import {tagged} from '../tags.ts'
import {written} from '../writes.ts'

const withRequest = Switch()

const NewList = Strict({name: Type.String(), queueId: Id}, {examples: [{name: 'newlist', queueId: 1}]})
const Change = Type.Partial(NewList, {additionalProperties: false, examples: [{name: 'another name'}]})

const ListHead = Type.Object({uuid: Uuid, name: Type.String(), queueId: Id})

const backlog = {
  ongoing: Type.Integer({description: 'the sum of overdue, dueToday and later'}),
  overdue: Type.Integer(),
  dueToday: Type.Integer(),
  later: Type.Integer(),
  closed: Type.Integer(),
}
const Stats = Type.Object({
  today: Type.String({description: "the database's current date"}),
  ...backlog,
  lists: Type.Array(
    Type.Object({
      uuid: Type.String(),
      name: Type.String(),
      queueId: Id,
      ...backlog,
      days: Type.Array(Type.Object({dueDate: Type.String(), ongoing: Type.Integer()})),
      periods: Type.Array(Type.Object({uuid: Type.String(), name: Type.String(), ongoing: Type.Integer()})),
    }),
  ),
})

export async function listRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_lists',
    {
      schema: {
        summary: 'list the callback lists with their ongoing requests',
        querystring: Strict({withRequest}),
        response: {200: Type.Array(CallbackList)},
      },
    },
    ({xivo, query}, reply) =>
      streamed(reply, (sink) => streamCallbackLists(xivo, sink, {withRequest: query.withRequest === 'true'})),
  )
  app.post(
    '/callback_lists',
    {
      schema: {
        summary: 'create a callback list',
        headers: KeyHeader,
        body: NewList,
        response: {201: CallbackList},
      },
    },
    async (request, reply) => {
      const {name, queueId} = request.body
      const key = requestKey(request, reply)
      return written(request, reply, createList(request.xivo, name, `id:${queueId}`, key), 201)
    },
  )
  app.delete(
    '/callback_lists/:uuid',
    {
      config: {conditional: true},
      schema: {summary: 'delete a list with all its requests', params: ByUuid, response: {200: CallbackList}},
    },
    ({xivo, params}, reply) => spooled(reply, (sink) => deleteList(xivo, uuidReference(params), sink)),
  )
  app.delete('/callback_lists', {schema: {hide: true}}, async () => {
    throw usage('the path names no list: nothing was deleted', {hints: ['DELETE /callback_lists/<uuid>']})
  })
}

/** What the command line can do with lists beside. */
export async function ownListRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_stats',
    {
      schema: {
        summary: 'count the ongoing requests of each list: overdue, due today, by day and period',
        querystring: Strict({
          listUuid: Type.Optional(Type.String({description: 'only this list'})),
          queueId: Type.Optional(IdText),
        }),
        response: {200: Stats},
      },
    },
    ({xivo, query: {listUuid, queueId}}) =>
      callbackStats(xivo, {
        list: listUuid === undefined ? undefined : `id:${listUuid}`,
        queue: queueId === undefined ? undefined : `id:${Number(queueId)}`,
      }),
  )
  app.get(
    '/callback_lists/:uuid',
    {schema: {summary: 'get a callback list without its requests', params: ByUuid, response: {200: ListHead}}},
    async ({xivo, params}, reply) => tagged(reply, await getList(xivo, uuidReference(params))),
  )
  app.patch(
    '/callback_lists/:uuid',
    {
      config: {conditional: true},
      schema: {
        summary: "change a list's name, its queue, or both",
        params: ByUuid,
        body: Change,
        response: {200: CallbackList},
      },
    },
    ({xivo, params, body}, reply) =>
      spooled(reply, (sink) => changeList(xivo, uuidReference(params), toChange(body), sink)),
  )
}

const toChange = ({name, queueId}: Static<typeof Change>) => ({
  ...(name !== undefined && {name}),
  ...(queueId !== undefined && {queue: `id:${queueId}`}),
})
