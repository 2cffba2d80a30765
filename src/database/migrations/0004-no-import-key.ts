import type {Kysely} from 'kysely'

/** Drops the unused key of imports and its index: keys have their own table. */
export const noImportKey = {
  creates: [],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('callback_import').dropColumn('idempotency_key').execute()
  },
}
