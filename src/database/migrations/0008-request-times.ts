import {type Kysely, sql} from 'kysely'

/** When a request came, and when it was closed; of those that are there already nobody knows. */
export const requestTimes = {
  creates: [],

  async up(db: Kysely<unknown>): Promise<void> {
    // The default comes after the column: with it, every request that is there would have come now.
    await db.schema.alterTable('callback_request').addColumn('created_at', 'timestamptz').execute()
    await db.schema
      .alterTable('callback_request')
      .alterColumn('created_at', (column) => column.setDefault(sql`now()`))
      .execute()
    await db.schema.alterTable('callback_request').addColumn('closed_at', 'timestamptz').execute()
  },
}
