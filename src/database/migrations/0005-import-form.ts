import type {Kysely} from 'kysely'

/** The detected form of an import's file, to compare with the next file of the list. */
export const importForm = {
  creates: [],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('callback_import').addColumn('form', 'jsonb').execute()
  },
}
