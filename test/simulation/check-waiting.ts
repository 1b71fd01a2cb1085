/** Nothing waits for long. Looked at when a day is over, and the faults of the day have ended. */
import type { Database } from "../../src/storage/db/database.ts";

/** Longer than every fault, and the longest pause between two attempts. */
const LONGEST_WAIT_MS = 2 * 3_600_000;

/** A sentence for each work item that has been due for too long. */
export async function checkWaiting(database: Database, now: number): Promise<string[]> {
  const rows = await database.query<{ connectionId: string; kind: string; ref: string; due: Date }>(
    `select connection_id as "connectionId", kind, ref, coalesce(deferred_since, due_at) as due from work_items
     where coalesce(deferred_since, due_at) < $1 and due_at < 'infinity'
     order by connection_id, kind, ref, part limit 20`,
    [new Date(now - LONGEST_WAIT_MS)],
  );
  return rows.map(({ connectionId, kind, ref, due }) => {
    const minutes = Math.round((now - due.getTime()) / 60_000);
    return `${kind} ${ref} of connection ${connectionId} has waited for ${minutes} minutes`;
  });
}
