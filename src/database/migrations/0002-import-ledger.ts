import {type Kysely, sql} from 'kysely'

/** The ledger of imports; each request gets the run that imported it and the time of its last change. */
export const importLedger = {
  creates: ['callback_import'],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('callback_import')
      .addColumn('uuid', 'uuid', (column) => column.primaryKey())
      .addColumn('list_uuid', 'uuid', (column) => column.notNull())
      .addColumn('list_name', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text')
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text')
      .addColumn('imported', 'integer', (column) => column.notNull())
      .addColumn('skipped', 'integer', (column) => column.notNull())
      .addColumn('rejected', 'integer', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.notNull())
      .addColumn('imported_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('undone_at', 'timestamptz')
      .execute()

    await db.schema.createIndex('callback_import_list').on('callback_import').columns(['list_uuid', 'sha256']).execute()

    await db.schema
      .createIndex('callback_import_key')
      .on('callback_import')
      .columns(['list_uuid', 'idempotency_key'])
      .unique()
      .where(sql.ref('idempotency_key'), 'is not', null)
      .execute()

    await db.schema
      .alterTable('callback_request')
      .addColumn('import_uuid', 'uuid')
      .addColumn('changed_at', 'timestamptz')
      .execute()
  },
}
