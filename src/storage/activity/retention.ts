/** Deletes raw deliveries after the number of days that the admin chose. Their results stay. */
import { defaultSettings } from "../../domain/settings/settings.ts";
import type { Database } from "../db/database.ts";
import { sameRecord } from "./activity-id.ts";
import { forgetEvents } from "../webhooks/delivery-log.ts";

/** Rows in one deletion, so that no other statement waits behind a long one. */
const BATCH = 2_000;
/** Deletions in one maintenance. The next one, minutes later, deletes the rest. */
const MOST_BATCHES = 25;
const DAY_MS = 86_400_000;

/**
 * Answers how many deliveries it deleted. It marks their calls, so that no run folds them from the deliveries that are
 * left.
 */
export async function forgetDeliveries(database: Database, connectionId: string, now: number): Promise<number> {
  await forgetReplays(database, connectionId, now);
  await forgetEvents(database, connectionId, now);
  await forgetTickets(database, connectionId, now);
  let forgotten = await forgetErased(database, connectionId);
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const count = await forgetBatch(database, connectionId, now);
    forgotten += count;
    if (count < BATCH) break;
  }
  return forgotten;
}

/** Deletes old audit entries of replays, the only entries that name customers. Entries of the team's changes stay. */
async function forgetReplays(database: Database, connectionId: string, now: number): Promise<void> {
  await database.query(
    `delete from audit a using (select coalesce((settings ->> 'retentionDays')::int, $3) as days from connections where id = $1) kept
     where a.connection_id = $1 and a.action = 'replayed' and kept.days > 0
       and a.at < $2::timestamptz - make_interval(days => kept.days)`,
    [connectionId, new Date(now), defaultSettings.retentionDays],
  );
}

/** Lists of tickets that no insight card believes any more. */
async function forgetTickets(database: Database, connectionId: string, now: number): Promise<void> {
  await database.query(`delete from customer_tickets where connection_id = $1 and read_at < $2`, [
    connectionId,
    new Date(now - DAY_MS),
  ]);
}

/** Deletes late deliveries of erased calls, which name the same person again. */
async function forgetErased(database: Database, connectionId: string): Promise<number> {
  const rows = await database.query(
    `delete from deliveries d using activity s where d.connection_id = $1 and s.connection_id = $1
       and s.erased_at is not null and ${sameRecord("d", "s")} and d.outcome is not null returning 1`,
    [connectionId],
  );
  return rows.length;
}

/**
 * Past the retention, keeps only deliveries of pending work. That includes automatic retries and files still to be
 * transferred. A disconnected connection keeps nothing, because it has nothing left to write (N6). Work that failed for
 * good has no automatic retry, so its deliveries are deleted too.
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
