import type {Kysely} from 'kysely'

/** Drops the key that no import was ever kept under: keys have a table of their own. Its index goes with it. */
export const noImportKey = {
  creates: [],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('callback_import').dropColumn('idempotency_key').execute()
  },
}
