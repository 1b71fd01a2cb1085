/** Links a callback request to the call that answered it (C13). */
import type { ActivityRecord } from "../../domain/ports/stores.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import { markRowsFrom } from "../work/mark-due.ts";

/**
 * A call on a selected line (S1). Rows of earlier versions have no `line_id`. For them, any state but `ignored` counts.
 */
const onSelectedLine = (row: string): string => `
  (exists (select from lines l where l.connection_id = $1 and l.line_id = ${row}.line_id and l.selected)
   or (${row}.line_id is null and ${row}.state <> 'ignored'))`;

/** This call serves every open request of the customer, and marks each for another run. */
const SERVE = `
  with served as (
    update activity set callback_done_by = $2 where connection_id = $1 and caller = $3 and callback_requested
      and started_at < $4 and callback_done_by is null and ${onSelectedLine("activity")}
    returning kind, ref, deferred_since, deferred_priority),
  marked as (${markRowsFrom("served", "$5::timestamptz")})
  select 1 where exists (select from served)
    or exists (select from activity where connection_id = $1 and callback_done_by = $2)`;

/** The first call that answers serves the request, and gets another run. */
const BE_SERVED = `
  with answer as (
    select kind, ref, deferred_since, deferred_priority from activity
    where connection_id = $1 and caller = $3 and direction = 'outbound' and answered
      and started_at > $4 and ${onSelectedLine("activity")} order by started_at limit 1),
  marked as (${markRowsFrom("answer", "$5::timestamptz")})
  update activity set callback_done_by = (select ref from answer)
  where connection_id = $1 and kind = 'call' and ref = $2 and exists (select 1 from answer) returning 1`;

/**
 * Each run stores its own fact before it looks for the other's. So of two runs at the same instant, at least one sees
 * both. An answered outbound call serves every open request of its customer. The first such call serves a request.
 */
export async function joinCallbacks(
  database: Database,
  connectionId: string,
  record: ActivityRecord,
  now: number,
): Promise<{ done: boolean }> {
  const { caller, startedAt } = record;
  if (caller === null || caller === "anonymous" || startedAt === null) return { done: false };
  const values = [connectionId, columnsOf(record.activityId).ref, caller, new Date(startedAt), new Date(now)];
  if (record.direction === "outbound" && record.answered)
    return { done: (await database.keyed(SERVE, values)).length > 0 };
  if (!record.callbackRequested) return { done: false };
  if (record.callbackDoneBy !== null) return { done: true };
  return { done: (await database.keyed(BE_SERVED, values)).length > 0 };
}
