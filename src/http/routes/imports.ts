import {Type} from 'typebox'
import {listImports, undoImport} from '../../services/imports.ts'
import {ByUuid, Strict, Uuid} from '../schemas.ts'
import type {Server} from '../server.ts'

const Moment = Type.String({format: 'date-time'})

const Run = Type.Object({
  uuid: Uuid,
  listUuid: Uuid,
  listName: Type.String({description: 'what the list was called then'}),
  fileName: Type.Optional(Type.String()),
  sha256: Type.String({description: 'of the file as it came'}),
  imported: Type.Integer(),
  skipped: Type.Integer({description: 'duplicates that were passed over'}),
  rejected: Type.Integer(),
  importedBy: Type.String(),
  importedAt: Moment,
  undoneAt: Type.Optional(Moment),
})

const Undone = Type.Object({
  run: Run,
  deleted: Type.Integer({description: 'how many requests were taken back'}),
  kept: Type.Array(Uuid, {description: 'requests that somebody changed, moved or closed since'}),
})

export async function importRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_imports',
    {
      schema: {
        summary: 'the ledger of imports, the newest first',
        querystring: Strict({listUuid: Type.Optional(Type.String({description: 'only imports into this list'}))}),
        response: {200: Type.Array(Run)},
      },
    },
    ({xivo, query: {listUuid}}) => listImports(xivo, listUuid === undefined ? {} : {list: `id:${listUuid}`}),
  )
  app.post(
    '/callback_imports/:uuid/undo',
    {
      schema: {
        summary: 'take back what an import brought, as far as it is untouched',
        params: ByUuid,
        response: {200: Undone},
      },
    },
    ({xivo, params}) => undoImport(xivo, params.uuid),
  )
}
