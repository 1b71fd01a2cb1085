/** Work that waits for capacity: which connections have some, and how much of it can be resumed (L3). */
import { PRIORITIES, type Priority } from "../../domain/activity/work-item.ts";
import type { Sql } from "../db/database.ts";

/** Connections with deferred work that is due, the longest waiting first, each with its most urgent priority. */
export async function deferredConnections(
  sql: Sql,
  now: number,
  limit: number,
): Promise<{ connectionId: string; priority: Priority }[]> {
  const rows = await sql.keyed<{ connectionId: string; rank: number }>(
    `select connection_id as "connectionId", min(priority)::int as rank from work_items
     where deferred_since is not null and due_at <= $1
     group by connection_id order by min(deferred_since) limit $2`,
    [new Date(now), limit],
  );
  return rows.map(({ connectionId, rank }) => ({ connectionId, priority: PRIORITIES[rank - 1] ?? "catch-up" }));
}

/**
 * Makes deferred work due now, in the order in which its calls began. A priority level is worth half a minute of
 * waiting, so that the lowest priority does not starve. `chosen` is materialized, because a subquery may run once a row
 * and would then lock more than its limit.
 */
const RESUME = `
  with chosen as materialized (
    select w.kind, w.ref, w.part, a.started_at from work_items w
      left join activity a on a.connection_id = w.connection_id and a.kind = w.kind and a.ref = w.ref
    where w.connection_id = $1 and w.deferred_since is not null and w.due_at <= $2
    order by w.deferred_since + w.priority * interval '30 seconds', a.started_at limit $3 for update of w skip locked),
  ordered as (select *, row_number() over (order by started_at nulls first) as place from chosen)
  update work_items w set deferred_since = null, priority = $4, scheduled_at = $2,
    due_at = $2::timestamptz - ($3 - o.place) * interval '1 microsecond'
  from ordered o where w.connection_id = $1 and w.kind = o.kind and w.ref = o.ref and w.part = o.part returning 1`;

/** Answers how many items it resumed, at most `limit`. They get the given `priority`, which is not urgent. */
export async function resumeDeferred(
  sql: Sql,
  connectionId: string,
  now: number,
  { limit, priority }: { limit: number; priority: number },
): Promise<number> {
  return (await sql.keyed(RESUME, [connectionId, new Date(now), limit, priority])).length;
}
