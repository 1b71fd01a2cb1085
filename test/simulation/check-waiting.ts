/** Nothing waits for long. */
import type { Database } from "../../src/storage/db/database.ts";

/** Longer than every fault, and the longest pause between two attempts. */
const LONGEST_WAIT_MS = 2 * 3_600_000;
/** Nodes are down for less, the database fails for less, and a lease ends earlier. What waits for capacity waits longer. */
const LONGEST_UNTAKEN_MS = 10 * 60_000;

/**
 * A sentence for each work item that has been due for too long without a run. At the end of a day, when its faults are
 * over, for those that wait for capacity as well.
 */
export async function checkWaiting(database: Database, now: number, isEndOfDay: boolean): Promise<string[]> {
  const rows = await database.query<{ connectionId: string; kind: string; ref: string; due: Date }>(
    `select connection_id as "connectionId", kind, ref, coalesce(deferred_since, due_at) as due from work_items
     where due_at < 'infinity' and (coalesce(leased_until, due_at) < $1 and deferred_since is null and due_at < $1
       or $3 and coalesce(deferred_since, due_at) < $2)
     order by connection_id, kind, ref, part limit 20`,
    [new Date(now - LONGEST_UNTAKEN_MS), new Date(now - LONGEST_WAIT_MS), isEndOfDay],
  );
  return rows.map(({ connectionId, kind, ref, due }) => {
    const minutes = Math.round((now - due.getTime()) / 60_000);
    return `${kind} ${ref} of connection ${connectionId} has waited for ${minutes} minutes`;
  });
}
