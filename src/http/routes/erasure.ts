import {Type} from 'typebox'
import {eraseCallbacks, purgeCallbacks} from '../../services/callbacks/erasure.ts'
import type {Server} from '../app.ts'
import {Strict} from '../schemas.ts'
import {written} from '../writes.ts'

const erasure = {
  ongoing: Type.Integer(),
  closed: Type.Integer(),
  lists: Type.Array(
    Type.Object({uuid: Type.String(), name: Type.String(), ongoing: Type.Integer(), closed: Type.Integer()}),
  ),
}

/** Deletions for data protection. Phone numbers are in the body, because logs keep URLs. */
export async function erasureRoutes(app: Server): Promise<void> {
  app.post(
    '/callback_requests/erase',
    {
      schema: {
        summary: 'delete everything stored about the customers with these phone numbers',
        body: Strict({phoneNumbers: Type.Array(Type.String())}, {examples: [{phoneNumbers: ['0230210092']}]}),
        response: {
          200: Type.Object({
            ...erasure,
            spellings: Type.Array(Type.String(), {description: 'the numbers as they were stored'}),
            answers: Type.Integer(),
          }),
        },
      },
    },
    (request, reply) => written(request, reply, eraseCallbacks(request.xivo, request.body.phoneNumbers)),
  )
  app.post(
    '/callback_requests/purge',
    {
      schema: {
        summary: 'delete requests that were closed, or due, before a given day',
        body: Strict(
          {
            closedBefore: Type.Optional(
              Type.String({description: 'YYYY-MM-DD, or a word such as -90d: closed, and not changed since'}),
            ),
            dueBefore: Type.Optional(Type.String({description: 'the same: due before it, closed or not'})),
            listUuid: Type.Optional(Type.String({description: 'only requests of this list'})),
          },
          {examples: [{closedBefore: '2026-01-01'}]},
        ),
        response: {200: Type.Object({...erasure, undated: Type.Integer()})},
      },
    },
    (request, reply) => {
      const {listUuid, ...outdated} = request.body
      const only = listUuid === undefined ? {} : {list: `id:${listUuid}`}
      return written(request, reply, purgeCallbacks(request.xivo, outdated, only))
    },
  )
}
