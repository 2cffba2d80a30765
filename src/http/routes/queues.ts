import {Type} from 'typebox'
import {listQueues} from '../../services/queues.ts'
import type {Server} from '../app.ts'
import {Id} from '../schemas.ts'

const Queue = Type.Object({
  id: Id,
  name: Type.String(),
  displayname: Type.String(),
  number: Type.String(),
  enabled: Type.Boolean({description: 'a disabled queue is unknown to Asterisk: no call enters it'}),
  agents: Type.Integer({description: 'number of agents that serve it, logged in or not'}),
})

export async function queueRoutes(app: Server): Promise<void> {
  app.get(
    '/queues',
    {schema: {summary: 'list the queues with their numbers of agents', response: {200: Type.Array(Queue)}}},
    ({xivo}) => listQueues(xivo),
  )
}
