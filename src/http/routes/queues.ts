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
  agents: Type.Integer({description: 'how many agents serve it, logged in or not'}),
})

export async function queueRoutes(app: Server): Promise<void> {
  app.get(
    '/queues',
    {schema: {summary: 'every queue with the number of its agents', response: {200: Type.Array(Queue)}}},
    ({xivo}) => listQueues(xivo),
  )
}
