import {Type} from 'typebox'
import {eraseCallbacks, purgeCallbacks} from '../../services/callbacks-erasure.ts'
import {Strict} from '../schemas.ts'
import type {Server} from '../server.ts'

const erasure = {
  dryRun: Type.Boolean(),
  ongoing: Type.Integer(),
  closed: Type.Integer(),
  lists: Type.Array(
    Type.Object({uuid: Type.String(), name: Type.String(), ongoing: Type.Integer(), closed: Type.Integer()}),
  ),
}
const dryRun = Type.Optional(Type.Boolean({description: 'only tell what would be deleted'}))

/** Deletions for data protection. Numbers are in the body: addresses are kept in logs. */
export async function erasureRoutes(app: Server): Promise<void> {
  app.post(
    '/callback_requests/erase',
    {
      schema: {
        summary: 'delete all that is kept of the customers with these numbers',
        body: Strict(
          {phoneNumbers: Type.Array(Type.String()), dryRun},
          {examples: [{phoneNumbers: ['0230210092'], dryRun: true}]},
        ),
        response: {
          200: Type.Object({
            ...erasure,
            spellings: Type.Array(Type.String(), {description: 'the numbers as they were stored'}),
            answers: Type.Integer(),
          }),
        },
      },
    },
    ({xivo, body: {phoneNumbers, dryRun = false}}) => eraseCallbacks(xivo, phoneNumbers, {dryRun}),
  )
  app.post(
    '/callback_requests/purge',
    {
      schema: {
        summary: 'delete closed requests that nobody has touched since before a day',
        body: Strict(
          {
            closedBefore: Type.String({description: 'YYYY-MM-DD'}),
            listUuid: Type.Optional(Type.String({description: 'only of this list'})),
            dryRun,
          },
          {examples: [{closedBefore: '2026-01-01', dryRun: true}]},
        ),
        response: {200: Type.Object({...erasure, undated: Type.Integer()})},
      },
    },
    ({xivo, body: {closedBefore, listUuid, dryRun = false}}) =>
      purgeCallbacks(xivo, closedBefore, {dryRun, ...(listUuid !== undefined && {list: `id:${listUuid}`})}),
  )
}
