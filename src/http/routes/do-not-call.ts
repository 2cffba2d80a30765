import {Type} from 'typebox'
import {addDoNotCall, listDoNotCall, removeDoNotCall} from '../../services/callbacks/do-not-call.ts'
import {answering} from '../../services/journal.ts'
import type {Server} from '../app.ts'
import {KeyHeader, requestKey} from '../request-key.ts'
import {Day, DoNotCallEntry, Id, Strict} from '../schemas.ts'
import {written} from '../writes.ts'

const numbers = Type.Array(Type.String(), {minItems: 1, maxItems: 10_000})
const queueId = (description: string) => Type.Optional(Type.Integer({...Id, description}))

const Entries = Type.Object({list: Type.Array(DoNotCallEntry)})

const queueOf = (id: number | undefined) => (id === undefined ? undefined : `id:${id}`)

const asList = (changed: ReturnType<typeof addDoNotCall>) => answering(changed, (list) => ({list}))

/** Phone numbers are in the body, because logs keep URLs. */
export async function doNotCallRoutes(app: Server): Promise<void> {
  app.post(
    '/do_not_call/find',
    {
      config: {reads: true},
      schema: {
        summary: 'list the numbers on the do-not-call list, newest first',
        body: Strict(
          {
            phoneNumbers: Type.Optional(
              Type.Array(Type.String(), {description: 'only these numbers, in any spelling'}),
            ),
            queueId: queueId('only entries that apply to this queue: its own, and those for all queues'),
          },
          {examples: [{phoneNumbers: ['0230210092'], queueId: 3}]},
        ),
        response: {200: Entries},
      },
    },
    async ({xivo, body: {phoneNumbers: phones, queueId}}) => ({
      list: await listDoNotCall(xivo, {phones, queue: queueOf(queueId)}),
    }),
  )
  app.post(
    '/do_not_call',
    {
      schema: {
        summary: 'put numbers on the do-not-call list',
        headers: KeyHeader,
        body: Strict(
          {
            phoneNumbers: numbers,
            queueId: queueId('only for calls from this queue [all queues]'),
            reason: Type.Optional(Type.String({description: 'without names or numbers of customers'})),
            since: Type.Optional({
              ...Day,
              description: 'day of the objection: YYYY-MM-DD, or a word such as -3d [today]',
            }),
          },
          {examples: [{phoneNumbers: ['0230210092'], queueId: 3, reason: 'letter of 2 November'}]},
        ),
        response: {200: Entries},
      },
    },
    (request, reply) => {
      const {phoneNumbers, queueId, ...objection} = request.body
      const add = {...objection, queue: queueOf(queueId)}
      return written(request, reply, asList(addDoNotCall(request.xivo, phoneNumbers, add, requestKey(request, reply))))
    },
  )
  app.post(
    '/do_not_call/remove',
    {
      schema: {
        summary: 'take numbers off the do-not-call list',
        body: Strict(
          {phoneNumbers: numbers, queueId: queueId('only the entries for this queue')},
          {examples: [{phoneNumbers: ['0230210092']}]},
        ),
        response: {200: Entries},
      },
    },
    (request, reply) => {
      const {phoneNumbers, queueId} = request.body
      return written(request, reply, asList(removeDoNotCall(request.xivo, phoneNumbers, {queue: queueOf(queueId)})))
    },
  )
}
