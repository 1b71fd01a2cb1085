/**
 * Has every fetch of the queue see all that waits. pg-boss notes each quarter of a minute which keys are at work, and
 * leaves them out of every fetch for as long as the note is remembered: a call that happens to be at work just then would
 * have to wait for a minute, or for longer on a busy machine, with its next delivery. That one key is at work once is
 * made sure of without the note.
 */
import type { Database } from "../database.ts";

export async function showAllWaiting(database: Database, backend: "postgres" | "cockroachdb" | "citus"): Promise<void> {
  // Its triggers are others'; there the note stays.
  if (backend === "cockroachdb") return;
  await database.query(FORGET_NOTES);
}

const FORGET_NOTES = `
  do $do$ begin
    perform pg_advisory_xact_lock(hashtext('pgboss.forget_active'));
    if not exists (select from pg_trigger where tgname = 'forget_active' and tgrelid = 'pgboss.queue'::regclass) then
      create or replace function pgboss.forget_active() returns trigger language plpgsql as $forget$
        begin
          new.singletons_active := null;
          return new;
        end
      $forget$;
      create trigger forget_active before insert or update on pgboss.queue
        for each row execute function pgboss.forget_active();
      update pgboss.queue set singletons_active = null;
    end if;
  end $do$`;
