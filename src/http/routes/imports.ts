import {Type} from 'typebox'
import {getImport, listImports, undoImport} from '../../services/callbacks/imports.ts'
import type {Server} from '../app.ts'
import {ImportRun} from '../import-schemas.ts'
import {ByUuid, Strict, Uuid} from '../schemas.ts'
import {written} from '../writes.ts'

const Undone = Type.Object({
  run: ImportRun,
  deleted: Type.Integer({description: 'number of deleted requests'}),
  kept: Type.Array(Uuid, {description: 'requests that were changed, moved or closed since the import'}),
})

const WholeImport = Type.Object({
  ...ImportRun.properties,
  rows: Type.Optional(
    Type.Object({
      untouched: Type.Integer({description: 'unchanged, and still in the list of the import'}),
      changed: Type.Integer(),
      closed: Type.Integer(),
      moved: Type.Integer(),
      deleted: Type.Integer(),
    }),
  ),
})

export async function importRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_imports',
    {
      schema: {
        summary: 'list the imports, newest first',
        querystring: Strict({listUuid: Type.Optional(Type.String({description: 'show only imports into this list'}))}),
        response: {200: Type.Array(ImportRun)},
      },
    },
    ({xivo, query: {listUuid}}) => listImports(xivo, listUuid === undefined ? {} : {list: `id:${listUuid}`}),
  )
  app.get(
    '/callback_imports/:uuid',
    {
      schema: {
        summary: 'show an import, and the current state of its requests',
        params: ByUuid,
        response: {200: WholeImport},
      },
    },
    ({xivo, params}) => getImport(xivo, params.uuid),
  )
  app.post(
    '/callback_imports/:uuid/undo',
    {
      schema: {
        summary: 'undo an import: delete its requests that have not been changed since',
        params: ByUuid,
        response: {200: Undone},
      },
    },
    (request, reply) => written(request, reply, undoImport(request.xivo, request.params.uuid)),
  )
}
