import {type Kysely, sql} from 'kysely'

/**
 * A ticket is one attempt to call somebody: a copy of the request as it was, which outlives it. Its columns are named as those of a
 * request, so that the journal keeps and forgets both in the same way. How many attempts a request has had, and how the last one
 * ended, is kept beside it: it is counted anew whenever a ticket comes or goes.
 */
export const tickets = {
  creates: ['callback_ticket'],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    for (const statement of statements) await sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
  },
}

const counting = `
begin
  update SCHEMA.callback_request request set attempts = counted.attempts, last_status = counted.last_status
  from (
    select touched.request_uuid, count(ticket.uuid)::int as attempts,
      (array_agg(ticket.status order by ticket.started_at desc, ticket.uuid desc))[1] as last_status
    from (select distinct request_uuid from touched_tickets) touched
    left join SCHEMA.callback_ticket ticket on ticket.request_uuid = touched.request_uuid
    group by touched.request_uuid
  ) counted
  where request.uuid = counted.request_uuid;
  return null;
end `

const statements = [
  `create table SCHEMA.callback_ticket (
    uuid uuid primary key,
    request_uuid uuid not null,
    list_uuid uuid not null,
    list_name text not null,
    queue_id int not null,
    phone_number text,
    mobile_phone_number text,
    first_name text,
    last_name text,
    company text,
    description text,
    phone_identity bigint,
    mobile_phone_identity bigint,
    due_date date not null,
    status text not null,
    comment text,
    agent_id int,
    agent_number text,
    closes boolean not null,
    added_by text not null,
    started_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index callback_ticket_request on SCHEMA.callback_ticket (request_uuid)',
  'create index callback_ticket_started on SCHEMA.callback_ticket (started_at)',
  `alter table SCHEMA.callback_request
    add column attempts int not null default 0, add column last_status text`,
  `create function SCHEMA.callback_ticket_counts() returns trigger language plpgsql
    security definer set search_path = pg_catalog, pg_temp as $function$${counting}$function$`,
  'revoke all on function SCHEMA.callback_ticket_counts() from public',
  `create trigger callback_ticket_insert after insert on SCHEMA.callback_ticket
    referencing new table as touched_tickets for each statement execute function SCHEMA.callback_ticket_counts()`,
  `create trigger callback_ticket_delete after delete on SCHEMA.callback_ticket
    referencing old table as touched_tickets for each statement execute function SCHEMA.callback_ticket_counts()`,
]
