import {Type} from 'typebox'
import {usage} from '../../errors.ts'
import {createList, deleteList, listCallbackLists} from '../../services/lists.ts'
import {ByUuid, CallbackList, Id, Strict} from '../schemas.ts'
import type {Server} from '../server.ts'

const withRequest = Type.Optional(Type.Enum(['true', 'false']))

export async function listRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_lists',
    {
      schema: {
        summary: 'every callback list with its ongoing requests',
        querystring: Strict({withRequest}),
        response: {200: Type.Array(CallbackList)},
      },
    },
    ({xivo, query}) => listCallbackLists(xivo, {withRequest: query.withRequest === 'true'}),
  )
  app.post(
    '/callback_lists',
    {
      schema: {
        summary: 'make a callback list',
        body: Strict({name: Type.String(), queueId: Id}),
        response: {201: CallbackList},
      },
    },
    async ({xivo, body}, reply) => reply.code(201).send(await createList(xivo, body.name, `id:${body.queueId}`)),
  )
  app.delete(
    '/callback_lists/:uuid',
    {schema: {summary: 'delete a list with all its requests', params: ByUuid, response: {200: CallbackList}}},
    ({xivo, params}) => deleteList(xivo, `id:${params.uuid}`),
  )
  app.delete('/callback_lists', {schema: {hide: true}}, async () => {
    throw usage('which list? Nothing was deleted', {hints: ['DELETE /callback_lists/<uuid>']})
  })
}
