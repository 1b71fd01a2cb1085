/** What a run leaves of its item, as contracts see it. */
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { columnsOf } from "../../src/domain/activity/work-item.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";

/** As at the end of a run: the record is saved and the lease ends. */
export async function saveInRun(
  database: Database,
  connectionId: string,
  record: ActivityRecord,
  now: number,
): Promise<{ again: boolean }> {
  const { kind, ref } = columnsOf(record.activityId);
  await database.query(
    `insert into work_items (connection_id, kind, ref, due_at, scheduled_at, lease, leased_until)
     values ($1, $2, $3, $4, $4, 'the run', clock_timestamp() + interval '1 minute')
     on conflict (connection_id, kind, ref, part) do update set lease = 'the run', leased_until = excluded.leased_until`,
    [connectionId, kind, ref, new Date(now)],
  );
  return activityStore(database).save(connectionId, record, new Map(), now, { lease: "the run" });
}

/** When the item is due, epoch ms. */
export async function dueAtOf(database: Database, connectionId: string, activityId: string): Promise<number | null> {
  const { kind, ref } = columnsOf(activityId);
  const [row] = await database.query<{ at: Date | null }>(
    `select due_at as at from work_items where connection_id = $1 and kind = $2 and ref = $3 and part = ''`,
    [connectionId, kind, ref],
  );
  return row?.at?.getTime() ?? null;
}

/** No item of an earlier test is due any more. */
export async function nothingDue(database: Database): Promise<void> {
  await database.query("delete from work_items");
}
