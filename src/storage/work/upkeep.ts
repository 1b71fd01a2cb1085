/** Upkeep of work items: repairs times from a clock that was ahead, and deletes rows of finished work. */
import { MOST_AHEAD_MS } from "../../kit/moments.ts";
import type { Sql } from "../db/database.ts";

/** Makes work due now that a clock that was ahead scheduled. Otherwise it would wait until that time. */
const REPAIR_TIMES = `
  update work_items set due_at = $1, scheduled_at = $1,
    deferred_since = case when deferred_since > $1 then $1 else deferred_since end
  where due_at > $2 and due_at < 'infinity' and scheduled_at > $2`;

const FORGET_FINISHED = `
  with finished as materialized (
    select connection_id, kind, ref, part from work_items where due_at is null and lease is null
    order by connection_id, kind, ref, part limit 10000 for update skip locked)
  delete from work_items w using finished f
  where w.connection_id = f.connection_id and w.kind = f.kind and w.ref = f.ref and w.part = f.part`;

export async function repairTimes(sql: Sql, now: number): Promise<void> {
  await sql.query(REPAIR_TIMES, [new Date(now), new Date(now + MOST_AHEAD_MS)]);
}

/** A deleted item gets a new row when it is marked again. */
export async function forgetFinished(sql: Sql): Promise<void> {
  await sql.query(FORGET_FINISHED);
}
