import {Type} from 'typebox'
import {getAgent, listAgents} from '../../services/agents.ts'
import type {Server} from '../app.ts'
import {ById, Id} from '../schemas.ts'

const Agent = Type.Object(
  {
    id: Id,
    firstname: Type.String(),
    lastname: Type.String(),
    number: Type.String(),
    context: Type.String(),
    member: Type.Array(
      Type.Object({
        queue_name: Type.String(),
        queue_id: Type.Optional(Id),
        interface: Type.String(),
        penalty: Type.Integer(),
        commented: Type.Integer({description: '1 = disabled'}),
        usertype: Type.Literal('Agent'),
        userid: Id,
        channel: Type.String(),
        category: Type.Literal('Queue'),
        position: Type.Integer(),
      }),
      {description: 'the queues that the agent serves, by name'},
    ),
    numgroup: Type.Optional(Id),
    userid: Type.Optional(Id),
  },
  {title: 'Agent'},
)

export async function agentRoutes(app: Server): Promise<void> {
  app.get(
    '/agent_config',
    {schema: {summary: 'list the agents with their queues', response: {200: Type.Array(Agent)}}},
    async ({xivo}) => (await listAgents(xivo)).map(({agent}) => agent),
  )
  app.get(
    '/agent_config/:id',
    {schema: {summary: 'get an agent with its queues', params: ById, response: {200: Agent}}},
    async ({xivo, params}) => (await getAgent(xivo, `id:${Number(params.id)}`)).agent,
  )
}
