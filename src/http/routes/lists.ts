import {type Static, Type} from 'typebox'
import {usage} from '../../errors.ts'
import {streamCallbackLists} from '../../services/callbacks-stream.ts'
import {changeList, createList, deleteList} from '../../services/lists.ts'
import {ByUuid, CallbackList, Id, Strict, uuidReference} from '../schemas.ts'
import type {Server} from '../server.ts'
import {streamed} from '../streamed.ts'

const withRequest = Type.Optional(Type.Enum(['true', 'false']))

const NewList = Strict({name: Type.String(), queueId: Id}, {examples: [{name: 'newlist', queueId: 1}]})
const Change = Type.Partial(NewList, {additionalProperties: false, examples: [{name: 'another name'}]})

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
    ({xivo, query}, reply) =>
      streamed(reply, (sink) => streamCallbackLists(xivo, sink, {withRequest: query.withRequest === 'true'})),
  )
  app.post(
    '/callback_lists',
    {
      schema: {
        summary: 'make a callback list',
        body: NewList,
        response: {201: CallbackList},
      },
    },
    async ({xivo, body}, reply) => reply.code(201).send(await createList(xivo, body.name, `id:${body.queueId}`)),
  )
  app.patch(
    '/callback_lists/:uuid',
    {
      schema: {
        summary: 'give a list another name, another queue, or both',
        params: ByUuid,
        body: Change,
        response: {200: CallbackList},
      },
    },
    async ({xivo, params, body}) => (await changeList(xivo, uuidReference(params), toChange(body))).after,
  )
  app.delete(
    '/callback_lists/:uuid',
    {schema: {summary: 'delete a list with all its requests', params: ByUuid, response: {200: CallbackList}}},
    ({xivo, params}) => deleteList(xivo, uuidReference(params)),
  )
  app.delete('/callback_lists', {schema: {hide: true}}, async () => {
    throw usage('which list? Nothing was deleted', {hints: ['DELETE /callback_lists/<uuid>']})
  })
}

const toChange = ({name, queueId}: Static<typeof Change>) => ({
  ...(name !== undefined && {name}),
  ...(queueId !== undefined && {queue: `id:${queueId}`}),
})
