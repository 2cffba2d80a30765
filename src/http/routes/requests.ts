import {Type} from 'typebox'
import {usage} from '../../errors.ts'
import {
  closeCallbacks,
  deleteCallbacks,
  getCallback,
  moveCallbacks,
  only,
  reopenCallbacks,
  updateCallback,
} from '../../services/callbacks/requests.ts'
import {answering} from '../../services/journal.ts'
import type {Server} from '../app.ts'
import {ByUuid, Callback, CallbackInput, OwnCallback, Strict} from '../schemas.ts'
import {tagged} from '../tags.ts'
import {written} from '../writes.ts'

/** One callback request by its uuid. */
export async function requestRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_requests/:uuid',
    {schema: {summary: 'get a callback request', params: ByUuid, response: {200: OwnCallback}}},
    async ({xivo, params}, reply) => tagged(reply, await getCallback(xivo, params.uuid)),
  )
  app.patch(
    '/callback_requests/:uuid',
    {
      config: {conditional: true},
      schema: {
        summary: 'change a callback request; an empty text removes a value',
        params: ByUuid,
        body: CallbackInput,
        response: {200: Callback},
      },
    },
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, updateCallback(xivo, params.uuid, body))
    },
  )
  app.delete(
    '/callback_requests/:uuid',
    {
      config: {conditional: true},
      schema: {summary: 'delete a callback request permanently', params: ByUuid, response: {200: Callback}},
    },
    (request, reply) => written(request, reply, answering(deleteCallbacks(request.xivo, [request.params.uuid]), only)),
  )
  app.post(
    '/callback_requests/:uuid/move',
    {
      config: {conditional: true},
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
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, answering(moveCallbacks(xivo, [params.uuid], `id:${body.listUuid}`), only))
    },
  )
  for (const {verb, summary, work} of [
    {verb: 'close', summary: 'close a callback request', work: closeCallbacks},
    {verb: 'reopen', summary: 'reopen a closed callback request', work: reopenCallbacks},
  ]) {
    app.post(
      `/callback_requests/:uuid/${verb}`,
      {config: {conditional: true}, schema: {summary, params: ByUuid, response: {200: Callback}}},
      (request, reply) => {
        refuseBody(request.body)
        return written(request, reply, answering(work(request.xivo, [request.params.uuid]), only))
      },
    )
  }
}

/** A ticket would be lost. */
function refuseBody(body: unknown): void {
  if (Object.keys(Object(body ?? {})).length === 0) return
  throw usage('this request takes no body', {hints: ["POST callback_requests/close takes uuids and a 'ticket'"]})
}
