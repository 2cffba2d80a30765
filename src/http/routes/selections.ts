import {type Static, type TSchema, Type} from 'typebox'
import {invalid} from '../../errors.ts'
import {parseFilters} from '../../formats/filters.ts'
import {callbackFields} from '../../formats/request-fields.ts'
import {
  closeCallbacks,
  deleteCallbacks,
  moveCallbacks,
  reopenCallbacks,
  updateCallbacks,
} from '../../services/callbacks/requests.ts'
import {type Choice, MOST_UNSEEN} from '../../services/callbacks/selection.ts'
import {answering} from '../../services/journal.ts'
import type {Server} from '../app.ts'
import {attempt, Callback, CallbackInput, Filter, Strict} from '../schemas.ts'
import {written} from '../writes.ts'
import {attemptOf} from './tickets.ts'

const choice = <F extends TSchema>(filter: F) => ({
  uuids: Type.Optional(Type.Array(Type.String(), {description: 'these requests'})),
  filters: Type.Optional(
    Type.Array(filter, {description: 'instead of uuids: all requests that meet all these conditions'}),
  ),
  atMost: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10_000,
      description: `maximum number of requests; if more match, answers 409 and writes nothing [${MOST_UNSEEN}]`,
    }),
  ),
})

/** The service reads filters, in more spellings than those documented. */
const read = choice(Type.Unknown())
const documented = choice(Filter)

const moving = {listUuid: Type.String({description: 'uuid of the list'})}
const updating = {
  set: Type.Optional(CallbackInput),
  postponedBy: Type.Optional(
    Type.Integer({
      description: 'move each due date by this many days; a negative number makes it earlier',
      minimum: -36_500,
      maximum: 36_500,
    }),
  ),
}

const inSet = Object.fromEntries(callbackFields.map((field) => [field, `/set/${field}`]))

const filters = [{field: 'dueDate', operator: '<', value: 'today'}]

const closing = {
  ticket: Type.Optional(Strict(attempt)),
}

const Chosen = Strict(read)
const Close = Strict({...read, ...closing})
const DocumentedClose = Strict(
  {...documented, ...closing},
  {examples: [{filters, atMost: 100, ticket: {status: 'answered'}}]},
)
const DocumentedChosen = Strict(documented, {examples: [{filters, atMost: 100}]})
const Move = Strict({...read, ...moving})
const DocumentedMove = Strict(
  {...documented, ...moving},
  {examples: [{filters, listUuid: '9d28d8fe-0548-4d45-aa08-9623ef69a04b'}]},
)
const Update = Strict({...read, ...updating})
const DocumentedUpdate = Strict({...documented, ...updating}, {examples: [{filters, postponedBy: 1}]})

function chosen({uuids, filters, atMost = MOST_UNSEEN}: Static<typeof Chosen>): Choice {
  if ((uuids === undefined) === (filters === undefined)) throw invalid('give either uuids or filters')
  return uuids ?? {wanted: parseFilters(filters), atMost}
}

const response = {200: Type.Object({total: Type.Integer(), list: Type.Array(Callback)})}

const counted = (changed: ReturnType<typeof closeCallbacks>) =>
  answering(changed, (list) => ({total: list.length, list}))

/** Changes several callback requests, all or none. */
export async function selectionRoutes(app: Server): Promise<void> {
  app.post(
    '/callback_requests/close',
    {
      config: {described: DocumentedClose},
      schema: {operationId: 'closeCallbackRequests', summary: 'close callback requests', body: Close, response},
    },
    (request, reply) => {
      const {ticket, ...choice} = request.body
      const closing = closeCallbacks(request.xivo, chosen(choice), ticket && attemptOf(ticket))
      return written(request, reply, counted(closing))
    },
  )
  for (const {verb, summary, work} of [
    {verb: 'reopen', summary: 'reopen closed callback requests', work: reopenCallbacks},
    {verb: 'delete', summary: 'delete callback requests permanently', work: deleteCallbacks},
  ]) {
    const schema = {operationId: `${verb}CallbackRequests`, summary, body: Chosen, response}
    app.post(`/callback_requests/${verb}`, {config: {described: DocumentedChosen}, schema}, (request, reply) =>
      written(request, reply, counted(work(request.xivo, chosen(request.body)))),
    )
  }
  app.post(
    '/callback_requests/move',
    {
      config: {described: DocumentedMove},
      schema: {
        operationId: 'moveCallbackRequests',
        summary: 'move callback requests to another list',
        body: Move,
        response,
      },
    },
    (request, reply) => {
      const {xivo, body} = request
      return written(request, reply, counted(moveCallbacks(xivo, chosen(body), `id:${body.listUuid}`)))
    },
  )
  app.post(
    '/callback_requests/update',
    {
      config: {described: DocumentedUpdate, pointers: inSet},
      schema: {
        operationId: 'updateCallbackRequests',
        summary: 'change callback requests; an empty text removes a value',
        body: Update,
        response,
      },
    },
    (request, reply) => {
      const {xivo, body} = request
      const {set = {}, postponedBy} = body
      return written(request, reply, counted(updateCallbacks(xivo, chosen(body), set, {postponedBy})))
    },
  )
}
