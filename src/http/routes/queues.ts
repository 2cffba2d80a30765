import {Type} from 'typebox'
import {listGroups} from '../../services/groups.ts'
import {listIncalls} from '../../services/incalls.ts'
import {getQueue, listQueues} from '../../services/queues.ts'
import type {Server} from '../app.ts'
import {ById, Id} from '../schemas.ts'

const Queue = Type.Object(
  {
    id: Id,
    name: Type.String(),
    displayname: Type.String(),
    number: Type.String(),
    enabled: Type.Boolean({description: 'a disabled queue is unknown to Asterisk: no call enters it'}),
    agents: Type.Integer({description: 'number of agents that serve it, logged in or not'}),
  },
  {title: 'Queue'},
)

const Group = Type.Object({
  id: Id,
  name: Type.String(),
  agents: Type.Integer({description: 'number of agents in it'}),
})

const Incall = Type.Object({
  id: Id,
  exten: Type.Optional(Type.String({description: 'the number'})),
  context: Type.Optional(Type.String()),
})

/** What rights can be given on. */
export async function queueRoutes(app: Server): Promise<void> {
  app.get(
    '/queues',
    {schema: {summary: 'list the queues with their numbers of agents', response: {200: Type.Array(Queue)}}},
    ({xivo}) => listQueues(xivo),
  )
  app.get(
    '/queues/:id',
    {schema: {summary: 'get a queue with its number of agents', params: ById, response: {200: Queue}}},
    ({xivo, params}) => getQueue(xivo, `id:${Number(params.id)}`),
  )
  app.get(
    '/groups',
    {schema: {summary: 'list the agent groups with their numbers of agents', response: {200: Type.Array(Group)}}},
    ({xivo}) => listGroups(xivo),
  )
  app.get('/incalls', {schema: {summary: 'list the incalls', response: {200: Type.Array(Incall)}}}, ({xivo}) =>
    listIncalls(xivo),
  )
}
