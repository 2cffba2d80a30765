import type {TestXivo} from '../support/xivo.ts'

/** Makes the server take so many seconds over the COMMIT of each import, as one does that waits for its standby. */
export async function slowCommits(xivo: TestXivo, seconds: number): Promise<void> {
  await xivo.sql('drop function if exists public.dawdle() cascade')
  if (seconds === 0) return
  await xivo.sql(`
    create function public.dawdle() returns trigger language plpgsql as
      $$ begin perform pg_sleep(${seconds}); return null; end $$;
    create constraint trigger dawdle after insert on xivoctl.callback_import
      deferrable initially deferred for each row execute procedure public.dawdle()`)
}
