import {Type} from 'typebox'
import {listProfiles, profileTypes} from '../../services/rights/profiles.ts'
import type {Server} from '../app.ts'

export const Profile = Type.Enum([...profileTypes])

const User = Type.Object(
  {
    name: Type.String({description: 'the last name'}),
    firstname: Type.String(),
    login: Type.String(),
    profile: Type.Optional(Profile),
  },
  {title: 'User'},
)

export async function profileRoutes(app: Server): Promise<void> {
  app.get(
    '/users',
    {schema: {summary: 'list the users who have a login, with their profiles', response: {200: Type.Array(User)}}},
    ({xivo}) => listProfiles(xivo),
  )
}
