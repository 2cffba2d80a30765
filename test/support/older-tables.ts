/** SQL that reverts a migration and all later ones. */
export const beforeMigration = (name: keyof typeof undo): string =>
  `${(Object.keys(undo) as (keyof typeof undo)[])
    .filter((each) => each >= name)
    .sort()
    .reverse()
    .map((each) => undo[each])
    .join('; ')}; delete from xivoctl.xivoctl_migration where name >= '${name}'`

const undo = {
  '0014-phone-filters': 'alter index if exists xivoctl.callback_request_phones set (pages_per_range = 32)',
  '0013-due-dates-and-phones': `drop index xivoctl.callback_request_due;
    drop index if exists xivoctl.callback_request_phones, xivoctl.callback_request_phone,
      xivoctl.callback_request_mobile_phone, xivoctl.callback_request_uncleaned`,
  '0012-tickets': `drop table xivoctl.callback_ticket; drop function xivoctl.callback_ticket_counts;
    alter table xivoctl.callback_request drop column attempts, drop column last_status`,
  '0011-do-not-call': 'drop table xivoctl.do_not_call; alter table xivoctl.callback_import drop column origin',
  '0010-dissuasion-overrides': 'drop table xivoctl.dissuasion_override, xivoctl.due_run',
  '0009-journal': `drop table xivoctl.journal, xivoctl.journal_request, xivoctl.failed_import;
    drop function xivoctl.journal_retain, xivoctl.journal_purge, xivoctl.journal_forget`,
  '0002-import-ledger': `drop table xivoctl.callback_import;
    alter table xivoctl.callback_request drop column import_uuid, drop column changed_at`,
  '0003-request-keys': 'drop table xivoctl.request_key',
  '0004-no-import-key': `alter table xivoctl.callback_import add column idempotency_key text;
    create unique index callback_import_key on xivoctl.callback_import (list_uuid, idempotency_key)
      where idempotency_key is not null`,
  '0005-import-form': 'alter table xivoctl.callback_import drop column form',
  '0008-request-times': 'alter table xivoctl.callback_request drop column created_at, drop column closed_at',
  '0007-phone-identities': `drop table xivoctl.identity_state;
    drop function xivoctl.callback_request_forgets_identity cascade;
    alter table xivoctl.callback_request drop column phone_identity, drop column mobile_phone_identity`,
  '0006-references-by-statement': `drop function xivoctl.callback_request_refers, xivoctl.callback_list_goes,
      xivoctl.preferred_callback_period_goes, xivoctl.callback_request_is_empty cascade;
    alter table xivoctl.callback_request
      add foreign key (list_uuid) references xivoctl.callback_list on delete cascade,
      add foreign key (preferred_period_uuid) references xivoctl.preferred_callback_period`,
}
