/** Forgets raw deliveries after the days that the admin chose; what became of them stays. */
import { defaultSettings } from "../domain/settings.ts";
import type { Database } from "./database.ts";
import { sameRecord } from "./subject-id.ts";

/** So many rows at a time: nobody waits behind a long deletion. */
const BATCH = 2_000;
/** What is left comes with the next look, minutes later. */
const MOST_BATCHES = 25;

/** How many deliveries were forgotten now. Calls that lost theirs are marked, so that they are not folded from what is left. */
export async function forgetDeliveries(database: Database, connectionId: string, now: number): Promise<number> {
  await forgetReplays(database, connectionId, now);
  let forgotten = await forgetErased(database, connectionId);
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const count = await forgetBatch(database, connectionId, now);
    forgotten += count;
    if (count < BATCH) break;
  }
  return forgotten;
}

/** The audit log names customers only where something of theirs was replayed; what the team changed stays. */
async function forgetReplays(database: Database, connectionId: string, now: number): Promise<void> {
  await database.query(
    `delete from audit a using (select coalesce((settings ->> 'retentionDays')::int, $3) as days from connections where id = $1) kept
     where a.connection_id = $1 and a.action = 'replayed' and kept.days > 0
       and a.at < $2::timestamptz - make_interval(days => kept.days)`,
    [connectionId, new Date(now), defaultSettings.retentionDays],
  );
}

/** What came late of a call that was erased names the same person again. */
async function forgetErased(database: Database, connectionId: string): Promise<number> {
  const rows = await database.query(
    `delete from deliveries d using activity s where d.connection_id = $1 and s.connection_id = $1
       and s.erased_at is not null and ${sameRecord("d", "s")} and d.outcome is not null returning 1`,
    [connectionId],
  );
  return rows.length;
}

/**
 * Pending is also what failed and is tried again by itself, and a file that is still to be carried. Of a connection that was
 * disconnected nothing is to be written any more (N6), and nothing by itself of what failed for good: that waits for nobody.
 */
async function forgetBatch(database: Database, connectionId: string, now: number): Promise<number> {
  const [row] = await database.query<{ forgotten: number }>(
    `with kept as (select coalesce((settings ->> 'retentionDays')::int, $3) as days,
         reason is not distinct from 'disconnected' as over from connections where id = $1),
       old as materialized (select d.id, d.kind, d.ref from deliveries d, kept where d.connection_id = $1 and kept.days > 0
         and d.received_at < $2::timestamptz - make_interval(days => kept.days)
         and (kept.over or d.outcome is not null
           and (d.outcome not in ('not_written_yet', 'not_verified_yet') or exists (select 1 from activity s
             where ${sameRecord("s", "d")} and s.state = 'failed'))
           and not exists (select 1 from activity s where ${sameRecord("s", "d")} and s.state = 'pending')
           and not exists (select 1 from work_items i where i.connection_id = $1 and i.ref = d.ref
             and i.kind in (d.kind, case d.kind when 'call' then 'recording' end) and i.due_at is not null))
         order by d.received_at limit ${BATCH}),
       marked as (update activity s set trimmed_at = $2::timestamptz
         where s.connection_id = $1 and s.trimmed_at is null and s.kind = 'call'
           and s.ref in (select ref from old where kind = 'call')),
       gone as (delete from deliveries where connection_id = $1 and id in (select id from old) returning 1)
     select count(*)::int as forgotten from gone`,
    [connectionId, new Date(now), defaultSettings.retentionDays],
  );
  return row?.forgotten ?? 0;
}
