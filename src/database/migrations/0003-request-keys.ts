import {type Kysely, sql} from 'kysely'

/** The keys of requests, each with a digest of the request and its answer. */
export const requestKeys = {
  creates: ['request_key'],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('request_key')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addColumn('answered_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute()

    await db.schema.createIndex('request_key_age').on('request_key').column('answered_at').execute()
  },
}
