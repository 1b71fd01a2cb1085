/** Leases due work to one worker, extends the leases while it works, and returns unfinished work. */
import { randomUUID } from "node:crypto";
import type { WorkInput, WorkItem, WorkKind } from "../../domain/activity/work-item.ts";
import type { Sql } from "../db/database.ts";

/** The length of a lease. It is longer than the longest request to a vendor. After it, another worker takes over. */
export const LEASE_S = 45;

/** Leased work: one worker runs it, and only the holder of `lease` can complete it. */
export interface LeasedWork extends WorkItem {
  lease: string;
  /** Consecutive failed runs. */
  attempts: number;
  input: WorkInput;
}

/** One request for work: at most `free` items of these kinds and priorities. */
export interface Ask {
  kinds: readonly WorkKind[];
  mostUrgent: number;
  leastUrgent: number;
  free: number;
}

/** A lease with an end beyond what any worker asks for came from a clock that was ahead. It counts as free. */
const IS_FREE = `(lease is null or leased_until < now() or leased_until > now() + interval '${10 * LEASE_S} seconds')`;
const KEY = (one: string, other: string): string =>
  ["connection_id", "kind", "ref", "part"].map((column) => `${one}.${column} = ${other}.${column}`).join(" and ");

/**
 * `found` may contain more than `free` items where an ask names several kinds. The statement leases only `free` of
 * them, and its end unlocks the others.
 */
const leaseText = (isDue: string): string => `
  with asked as (
    select * from unnest($1::int[], $2::text[], $3::int[], $4::int[], $5::int[])
      as a(ask, kind, most_urgent, least_urgent, free)),
  found as materialized (
    select a.ask, a.free, w.* from asked a cross join lateral (
      select connection_id, kind, ref, part, priority, due_at from work_items
      where kind = a.kind and priority between a.most_urgent and a.least_urgent
        and due_at is not null and deferred_since is null and ${isDue} and ${IS_FREE}
      order by priority, due_at limit a.free for update skip locked) w),
  chosen as materialized (
    select *, row_number() over (partition by ask order by priority, due_at) as place from found)
  update work_items w set lease = $7, leased_until = now() + interval '${LEASE_S} seconds', changed = false
  from chosen c where c.place <= c.free and ${KEY("w", "c")}
  returning c.ask, c.place, w.connection_id as "connectionId", w.kind, w.ref, w.part, w.attempts, w.input`;

const LEASE = leaseText("due_at <= $6::timestamptz");
/** Also leases work that waits for its retry. */
const LEASE_WITH_RETRIES = leaseText("(due_at <= $6::timestamptz or attempts > 0)");

/** Most urgent first, each with the index of the ask that it answers. */
export async function leaseWork(
  sql: Sql,
  asks: readonly Ask[],
  now: number,
  { withRetries = false } = {},
): Promise<{ ask: number; work: LeasedWork }[]> {
  const lease = randomUUID();
  const rows = asks.flatMap((ask, index) => ask.kinds.map((kind) => ({ ...ask, kind, index })));
  const leased = await sql.keyed<Omit<LeasedWork, "lease"> & { ask: number; place: number }>(
    withRetries ? LEASE_WITH_RETRIES : LEASE,
    [
      rows.map(({ index }) => index),
      rows.map(({ kind }) => kind),
      rows.map(({ mostUrgent }) => mostUrgent),
      rows.map(({ leastUrgent }) => leastUrgent),
      rows.map(({ free }) => free),
      new Date(now),
      lease,
    ],
  );
  leased.sort((a, b) => a.place - b.place);
  return leased.map(({ ask, connectionId, kind, ref, part, attempts, input }) => ({
    ask,
    work: { connectionId, kind, ref, part, lease, attempts, input },
  }));
}

/** The values $1 to $5 that name leased work. */
export function leaseValues(works: readonly LeasedWork[]): unknown[] {
  return [
    works.map(({ connectionId }) => connectionId),
    works.map(({ kind }) => kind),
    works.map(({ ref }) => ref),
    works.map(({ part }) => part),
    works.map(({ lease }) => lease),
  ];
}

/** Selects the leases in $1 to $5 that are still held, as `h`. Locks their items in the order of the keys. */
export const heldFrom = (columns: string, more: string, locks = ""): string => `
  select h.* from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]${more})
    as h(connection_id, kind, ref, part, lease${columns})
  join work_items w on ${KEY("w", "h")} and w.lease = h.lease
  order by h.connection_id, h.kind, h.ref, h.part for update of w ${locks}`;

/** Skips an item that another statement has locked. The next extension includes it. */
const EXTEND = `
  with held as materialized (${heldFrom("", "", "skip locked")})
  update work_items w set leased_until = now() + interval '${LEASE_S} seconds' from held h where ${KEY("w", "h")}`;

export async function extendLeases(sql: Sql, works: readonly LeasedWork[]): Promise<void> {
  await sql.keyed(EXTEND, leaseValues(works));
}

/** Makes the items due at once, without a failure. */
const GIVE_BACK = `
  with held as materialized (${heldFrom("", "")})
  update work_items w set lease = null, leased_until = null from held h where ${KEY("w", "h")}`;

export async function giveBack(sql: Sql, works: readonly LeasedWork[]): Promise<void> {
  await sql.keyed(GIVE_BACK, leaseValues(works));
}

/** For a process that knows that no other worker lives. */
export async function freeAllLeases(sql: Sql): Promise<void> {
  await sql.query(`update work_items set lease = null, leased_until = null where lease is not null`);
}

export { KEY as sameKey };
