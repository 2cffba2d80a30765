import {Type} from 'typebox'
import type {Callback as CallbackRequest} from '../../services/callback-view.ts'
import {
  closeCallbacks,
  deleteCallbacks,
  getCallback,
  moveCallbacks,
  reopenCallbacks,
  updateCallback,
} from '../../services/callbacks.ts'
import {ByUuid, Callback, CallbackInput, Strict} from '../schemas.ts'
import type {Server} from '../server.ts'

/** One callback request by its uuid. */
export async function requestRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_requests/:uuid',
    {schema: {summary: 'one callback request', params: ByUuid, response: {200: Callback}}},
    ({xivo, params}) => getCallback(xivo, params.uuid),
  )
  app.patch(
    '/callback_requests/:uuid',
    {
      schema: {
        summary: 'mend a callback request; an empty text takes a value away',
        params: ByUuid,
        body: CallbackInput,
        response: {200: Callback},
      },
    },
    async ({xivo, params, body}) => (await updateCallback(xivo, params.uuid, body)).after,
  )
  app.delete(
    '/callback_requests/:uuid',
    {schema: {summary: 'delete a callback request for good', params: ByUuid, response: {200: Callback}}},
    async ({xivo, params}) => only(await deleteCallbacks(xivo, [params.uuid])),
  )
  app.post(
    '/callback_requests/:uuid/move',
    {
      schema: {
        summary: 'move a callback request to another list',
        params: ByUuid,
        body: Strict(
          {listUuid: Type.String({description: 'uuid of the list'})},
          {examples: [{listUuid: '9d28d8fe-0548-4d45-aa08-9623ef69a04b'}]},
        ),
        response: {200: Callback},
      },
    },
    async ({xivo, params, body}) => only(await moveCallbacks(xivo, [params.uuid], `id:${body.listUuid}`)),
  )
  app.post(
    '/callback_requests/:uuid/close',
    {schema: {summary: 'close a callback request: it is done with', params: ByUuid, response: {200: Callback}}},
    async ({xivo, params}) => only(await closeCallbacks(xivo, [params.uuid])),
  )
  app.post(
    '/callback_requests/:uuid/reopen',
    {schema: {summary: 'open a closed callback request again', params: ByUuid, response: {200: Callback}}},
    async ({xivo, params}) => only(await reopenCallbacks(xivo, [params.uuid])),
  )
}

/** What became of the one request that was asked for. */
function only([callback]: readonly CallbackRequest[]): CallbackRequest {
  if (callback === undefined) throw new Error('a change of one request answered with none')
  return callback
}
