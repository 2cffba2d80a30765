import {type Kysely, sql} from 'kysely'

/**
 * Beside each number whose it is: E.164 without `+`; 0 when it has none (short, internal, a service code), NULL until it is
 * computed. A program that does not know of it leaves NULL: a number that is changed alone loses its identity.
 */
export const phoneIdentities = {
  creates: ['identity_state'],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    const run = (statement: string) => sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
    await run(`alter table SCHEMA.callback_request
      add column phone_identity bigint, add column mobile_phone_identity bigint`)
    await run('create table SCHEMA.identity_state (country text not null, computed_to uuid)')
    await run('create unique index identity_state_is_one on SCHEMA.identity_state ((true))')
    await run(`create function SCHEMA.callback_request_forgets_identity() returns trigger language plpgsql
        set search_path = pg_catalog, pg_temp as $function$
begin
  if new.phone_number is distinct from old.phone_number
      and new.phone_identity is not distinct from old.phone_identity then
    new.phone_identity := null;
  end if;
  if new.mobile_phone_number is distinct from old.mobile_phone_number
      and new.mobile_phone_identity is not distinct from old.mobile_phone_identity then
    new.mobile_phone_identity := null;
  end if;
  return new;
end $function$`)
    await run(`create trigger callback_request_forgets_identity
      before update of phone_number, mobile_phone_number on SCHEMA.callback_request
      for each row execute function SCHEMA.callback_request_forgets_identity()`)
  },
}
