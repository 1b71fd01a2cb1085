/** Ends leases and sets when the item is due next. If something changed during the run, the item is due at once. */
import type { Sql } from "../db/database.ts";
import { heldFrom, leaseValues, sameKey, type LeasedWork } from "./lease.ts";

export interface Completion {
  work: LeasedWork;
  /** Epoch ms. Null when nothing is left to do. */
  nextAt: number | null;
  /** Consecutive failed runs, this one included. */
  attempts: number;
}

interface EndOfRun {
  now: string;
  next: string;
  attempts: string;
  deferredSince: string;
  /** The priority of deferred work. Other work keeps its priority. */
  priority: string;
}

/** The assignments that end a lease of the row `w`. Each field is an SQL expression. */
export const endLease = ({ now, next, attempts, deferredSince, priority }: EndOfRun): string => `
  lease = null, leased_until = null, changed = false, scheduled_at = ${now}, attempts = ${attempts},
  due_at = case when w.changed then ${now} else ${next} end,
  deferred_since = case when w.changed then null else ${deferredSince} end,
  priority = case when w.changed or ${deferredSince} is null then w.priority else ${priority} end,
  -- A failed run is told the same again.
  input = case when w.changed or ${attempts} > 0 then w.input else '{}' end`;

const COMPLETE = `
  with held as materialized (${heldFrom(", next_at, attempts", ", $6::timestamptz[], $7::int[]")})
  update work_items w set ${endLease({
    now: "$8::timestamptz",
    next: "h.next_at",
    attempts: "h.attempts",
    deferredSince: "null::timestamptz",
    priority: "0",
  })} from held h where ${sameKey("w", "h")}
  returning w.connection_id as "connectionId", w.kind, w.ref, w.part, w.due_at <= $8::timestamptz as again`;

/** Ends the leases that their workers still hold. Answers the work that is due again at once. */
export async function completeWork(
  sql: Sql,
  completions: readonly Completion[],
  now: number,
): Promise<Set<LeasedWork>> {
  const works = completions.map(({ work }) => work);
  const rows = await sql.keyed<LeasedWork & { again: boolean | null }>(COMPLETE, [
    ...leaseValues(works),
    completions.map(({ nextAt }) => (nextAt === null ? null : new Date(nextAt))),
    completions.map(({ attempts }) => attempts),
    new Date(now),
  ]);
  const again = new Set(rows.flatMap((row) => (row.again ? keyOf(row) : [])));
  return new Set(works.filter((work) => again.has(keyOf(work))));
}

/** Names an item inside one process. */
export function keyOf({ connectionId, kind, ref, part }: Omit<LeasedWork, "lease" | "attempts" | "input">): string {
  return JSON.stringify([connectionId, kind, ref, part]);
}
