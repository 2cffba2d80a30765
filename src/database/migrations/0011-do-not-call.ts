import {type Kysely, sql} from 'kysely'

/**
 * Numbers that are not to be called, for all queues or for one: their columns are named as those of a request, so that the journal
 * keeps and forgets both in the same way. An import may say where its customers come from.
 */
export const doNotCall = {
  creates: ['do_not_call'],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    for (const statement of statements) await sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
  },
}

const statements = [
  `create table SCHEMA.do_not_call (
    uuid uuid primary key,
    phone_number text not null,
    phone_identity bigint,
    queue_id int,
    reason text,
    since date not null default current_date,
    added_by text not null
  )`,
  'create index do_not_call_identity on SCHEMA.do_not_call (phone_identity)',
  'alter table SCHEMA.callback_import add column origin text',
]
