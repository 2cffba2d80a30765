import type {TestXivo} from './xivo.ts'

/** Lets a day pass: all that happened is a day longer ago. */
export const nextDay = (xivo: TestXivo) =>
  xivo.sql(`
    with requests as (
      update xivoctl.callback_request set due_date = due_date - 1, created_at = created_at - interval '1 day',
        closed_at = closed_at - interval '1 day', changed_at = changed_at - interval '1 day'
    ), tickets as (
      update xivoctl.callback_ticket set due_date = due_date - 1, started_at = started_at - interval '1 day',
        updated_at = updated_at - interval '1 day'
    ), states as (
      update xivoctl.journal_request set at = at - interval '1 day',
        before = jsonb_set(before, '{due_date}', to_jsonb((before ->> 'due_date')::date - 1)),
        after = jsonb_set(after, '{due_date}', to_jsonb((after ->> 'due_date')::date - 1))
    )
    update xivoctl.journal set at = at - interval '1 day'`)
