import {type Static, Type} from 'typebox'
import {answering} from '../../services/journal.ts'
import {listRights} from '../../services/rights/overview.ts'
import {deleteRights, getRights, type RightsChange, rightsAnswer, setRights} from '../../services/rights/rights.ts'
import {explainAccess, explainEveryAccess, queueActions} from '../../services/rights/why.ts'
import type {Server} from '../app.ts'
import {Id, IdText, Strict} from '../schemas.ts'
import {tagged} from '../tags.ts'
import {written} from '../writes.ts'
import {Profile} from './profiles.ts'

const data = {
  queueIds: Type.Optional(Type.Array(Id)),
  groupIds: Type.Optional(Type.Array(Id, {description: 'agent groups'})),
  incallIds: Type.Optional(Type.Array(Id)),
  recordingAccess: Type.Optional(Type.Boolean()),
  dissuasionAccess: Type.Optional(Type.Boolean()),
}
const Rights = Type.Object(
  {
    type: Profile,
    data: Type.Object(data),
    dropped: Type.Optional(
      Type.Array(Type.String(), {description: 'fields removed or left out because the type lacks them'}),
    ),
  },
  {title: 'Rights'},
)
const Change = Strict(
  {type: Type.Optional(Profile), data: Type.Optional(Strict(data))},
  {
    examples: [
      {
        type: 'supervisor',
        data: {
          queueIds: [3, 2, 1, 7],
          groupIds: [3, 1, 2],
          incallIds: [],
          recordingAccess: true,
          dissuasionAccess: false,
        },
      },
    ],
  },
)
const ByLogin = Strict({login: Type.String()})
const ByLoginAndQueue = Strict({login: Type.String(), id: IdText})
const onQueue = {
  queue: Type.Object({id: Id, name: Type.String()}),
  permissions: Type.Array(
    Type.Object({
      action: Type.Enum([...queueActions]),
      allowed: Type.Boolean(),
      because: Type.String({description: 'the right that allows it, or the missing one'}),
    }),
  ),
}
const EveryAccess = Type.Object(
  {
    login: Type.String(),
    profile: Type.Optional(Profile),
    queues: Type.Array(Type.Object(onQueue)),
    remarks: Type.Array(Type.String(), {description: 'why they see no queue, or fewer than expected'}),
  },
  {title: 'EveryAccess'},
)
const Access = Type.Object(
  {
    login: Type.String(),
    profile: Type.Optional(Profile),
    ...onQueue,
    remarks: Type.Array(Type.String()),
  },
  {title: 'Access'},
)

const Named = Type.Array(
  Type.Object({
    id: Id,
    name: Type.String({description: 'its name when the right was given'}),
    state: Type.Enum(['there', 'gone', 'renamed']),
    now: Type.Optional(Type.String({description: 'the name that the id has now, if it differs'})),
  }),
)
const UserRights = Type.Object(
  {
    name: Type.String({description: 'the last name'}),
    firstname: Type.String(),
    login: Type.String(),
    profile: Profile,
    queues: Type.Optional(Named),
    groups: Type.Optional(Named),
    incalls: Type.Optional(Named),
    recording: Type.Boolean({description: 'may listen to the recordings of these queues; a teacher in their period'}),
    dissuasion: Type.Boolean({description: 'may change the dissuasions of these queues'}),
  },
  {title: 'UserRights', description: 'an admin has no queues, groups and incalls: they see every one'},
)
const SeenBy = Strict({
  queueId: Type.Optional(IdText),
  groupId: Type.Optional(IdText),
  incallId: Type.Optional(IdText),
})

export async function rightsRoutes(app: Server): Promise<void> {
  app.get(
    '/rights/user/:login',
    {schema: {summary: "get a user's profile and rights", params: ByLogin, response: {200: Rights}}},
    async ({xivo, params}, reply) => tagged(reply, await getRights(xivo, params.login)).rights,
  )
  app.post(
    '/rights/user/:login',
    {
      schema: {summary: "set a user's profile or rights", params: ByLogin, body: Change, response: {200: Rights}},
      config: {
        conditional: true,
        pointers: {queue: '/data/queueIds', group: '/data/groupIds', incall: '/data/incallIds'},
      },
    },
    (request, reply) => {
      const {xivo, params, body} = request
      return written(request, reply, answering(setRights(xivo, params.login, toChange(body)), rightsAnswer))
    },
  )
  app.delete(
    '/rights/user/:login',
    {
      config: {conditional: true},
      schema: {summary: "delete a user's profile", params: ByLogin, response: {200: Rights}},
    },
    (request, reply) => written(request, reply, deleteRights(request.xivo, request.params.login)),
  )
}

/** What the command line can do with rights beside. */
export async function ownRightsRoutes(app: Server): Promise<void> {
  app.get(
    '/rights',
    {
      schema: {
        summary: 'list who may do what: all users with a profile, or those who see a queue, agent group or incall',
        querystring: SeenBy,
        response: {200: Type.Array(UserRights)},
      },
    },
    ({xivo, query: {queueId, groupId, incallId}}) =>
      listRights(xivo, {queue: byIdText(queueId), group: byIdText(groupId), incall: byIdText(incallId)}),
  )
  app.get(
    '/rights/user/:login/queue',
    {
      schema: {
        summary: 'explain what a user may do on every queue, and why',
        params: ByLogin,
        response: {200: EveryAccess},
      },
    },
    ({xivo, params}) => explainEveryAccess(xivo, params.login),
  )
  app.get(
    '/rights/user/:login/queue/:id',
    {
      schema: {
        summary: 'explain what a user may do on a queue, and why',
        params: ByLoginAndQueue,
        response: {200: Access},
      },
    },
    ({xivo, params}) => explainAccess(xivo, params.login, byId(Number(params.id))),
  )
}

function toChange({type, data = {}}: Static<typeof Change>): RightsChange {
  const {queueIds, groupIds, incallIds, recordingAccess, dissuasionAccess} = data
  return {
    lenient: true,
    ...(type && {type}),
    ...(queueIds && {queue: {set: queueIds.map(byId)}}),
    ...(groupIds && {group: {set: groupIds.map(byId)}}),
    ...(incallIds && {incall: {set: incallIds.map(byId)}}),
    ...(recordingAccess !== undefined && {recordingAccess}),
    ...(dissuasionAccess !== undefined && {dissuasionAccess}),
  }
}

const byId = (id: number) => `id:${id}`
const byIdText = (id: string | undefined) => (id === undefined ? undefined : byId(Number(id)))
