import type {Kysely} from 'kysely'

/** What the file of an import was recognised as: the next one of the list should be alike. */
export const importForm = {
  creates: [],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('callback_import').addColumn('form', 'jsonb').execute()
  },
}
