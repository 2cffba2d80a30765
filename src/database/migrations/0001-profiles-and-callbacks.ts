import {type Kysely, sql} from 'kysely'

/** Profiles and rights, keyed by userfeatures.id; callback lists, their requests and the preferred periods. */
export const profilesAndCallbacks = {
  creates: ['user_profile', 'user_right', 'preferred_callback_period', 'callback_list', 'callback_request'],

  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('user_profile')
      .addColumn('user_id', 'integer', (column) => column.primaryKey())
      .addColumn('type', 'text', (column) => column.notNull().check(sql`type in ('admin', 'supervisor', 'teacher')`))
      .addColumn('recording_access', 'boolean', (column) => column.notNull())
      .addColumn('dissuasion_access', 'boolean', (column) => column.notNull())
      .execute()

    await db.schema
      .createTable('user_right')
      .addColumn('user_id', 'integer', (column) =>
        column.notNull().references('user_profile.user_id').onDelete('cascade'),
      )
      .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('queue', 'group', 'incall')`))
      .addColumn('object_id', 'integer', (column) => column.notNull())
      .addColumn('object_name', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('user_right_pkey', ['user_id', 'kind', 'object_id'])
      .execute()

    await db.schema
      .createTable('preferred_callback_period')
      .addColumn('uuid', 'uuid', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('period_start', 'time', (column) => column.notNull())
      .addColumn('period_end', 'time', (column) => column.notNull())
      .addColumn('default', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute()

    await db.schema
      .createIndex('preferred_callback_period_one_default')
      .on('preferred_callback_period')
      .column('default')
      .unique()
      .where(sql.ref('default'), '=', true)
      .execute()

    await db.schema
      .createTable('callback_list')
      .addColumn('uuid', 'uuid', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('queue_id', 'integer', (column) => column.notNull())
      .execute()

    await db.schema
      .createTable('callback_request')
      .addColumn('uuid', 'uuid', (column) => column.primaryKey())
      .addColumn('list_uuid', 'uuid', (column) => column.notNull().references('callback_list.uuid').onDelete('cascade'))
      .addColumn('phone_number', 'text')
      .addColumn('mobile_phone_number', 'text')
      .addColumn('first_name', 'text')
      .addColumn('last_name', 'text')
      .addColumn('company', 'text')
      .addColumn('description', 'text')
      .addColumn('preferred_period_uuid', 'uuid', (column) =>
        column.notNull().references('preferred_callback_period.uuid'),
      )
      .addColumn('due_date', 'date', (column) => column.notNull())
      .addColumn('clotured', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute()

    await db.schema.createIndex('callback_request_list').on('callback_request').column('list_uuid').execute()
  },
}
