import {Type} from 'typebox'
import type {Attempt} from '../../services/callbacks/attempts.ts'
import {addTickets, LISTED_TICKETS, listTickets} from '../../services/callbacks/tickets.ts'
import {answering} from '../../services/journal.ts'
import type {Server} from '../app.ts'
import {KeyHeader, requestKey} from '../request-key.ts'
import {attempt, Strict, Ticket} from '../schemas.ts'
import {written} from '../writes.ts'

const text = (description: string) => Type.Optional(Type.String({description}))

const Tickets = Type.Object({list: Type.Array(Ticket)})

/** An attempt as a client tells it; an agent is named by its number. */
export const attemptOf = ({
  agentNumber,
  ...others
}: {
  status: string
  comment?: string
  agentNumber?: string
}): Attempt => ({...others, agent: agentNumber === undefined ? undefined : `name:${agentNumber}`})

export async function ticketRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_tickets',
    {
      schema: {
        summary: 'list tickets (attempts to call), newest first',
        querystring: Strict({
          listUuid: text('only tickets of this list'),
          since: text('only from this moment on: 2026-11-28, 2026-11-28T14:30:00Z, yesterday, -3d, -2h'),
          agentNumber: text('only tickets of this agent'),
          status: text('only tickets with this status'),
          limit: Type.Optional(
            Type.String({
              pattern: '^[1-9][0-9]{0,6}$',
              description: `at most this many [${LISTED_TICKETS}]`,
            }),
          ),
        }),
        response: {200: Type.Array(Ticket)},
      },
    },
    ({xivo, query: {listUuid, agentNumber, limit, ...filter}}) =>
      listTickets(xivo, {
        ...filter,
        list: listUuid === undefined ? undefined : `id:${listUuid}`,
        agent: agentNumber === undefined ? undefined : `name:${agentNumber}`,
        limit: limit === undefined ? LISTED_TICKETS : Number(limit),
      }),
  )
  app.post(
    '/callback_tickets',
    {
      schema: {
        summary: 'add a ticket (an attempt to call) to each of these requests',
        headers: KeyHeader,
        body: Strict(
          {
            uuids: Type.Array(Type.String(), {description: 'the requests', minItems: 1, maxItems: 10_000}),
            ...attempt,
            dueDate: text('the day by which to call again: YYYY-MM-DD, or a word such as +1d'),
            close: Type.Optional(Type.Boolean({description: 'close the requests'})),
          },
          {examples: [{uuids: ['9d28d8fe-0548-4d45-aa08-9623ef69a04b'], status: 'no-answer', dueDate: '+1d'}]},
        ),
        response: {200: Tickets},
      },
    },
    (request, reply) => {
      const {uuids, dueDate: due, close, ...told} = request.body
      const adding = addTickets(request.xivo, uuids, attemptOf(told), {due, close}, requestKey(request, reply))
      return written(
        request,
        reply,
        answering(adding, (list) => ({list})),
      )
    },
  )
}
