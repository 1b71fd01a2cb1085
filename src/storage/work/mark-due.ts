/** Marks work items as due, alone or as part of the statement that gives a reason for it. */
import { LANES } from "../../domain/ports/help-desk.ts";
import type { MarkedWork } from "../../domain/work-item.ts";
import { traceparent } from "../../kit/trace.ts";
import { toJsonb } from "../database.ts";

/** How urgent deferred work is, by its column `held_lane`: 1 is the most urgent. */
const RANK = `coalesce(array_position(array[${LANES.map((lane) => `'${lane}'`).join(", ")}]::text[], held_lane), ${LANES.length})`;

/** Items that wait for a worker already, and are neither leased nor deferred. */
const WAITS = "(w.due_at <= excluded.due_at and w.deferred_since is null and w.lease is null)";

/**
 * An insert. `from` selects connection_id, kind, ref, part, due_at, priority, deferred_since and input. Rows are locked
 * in the order of their keys: two statements that mark the same items never wait for each other in a circle.
 */
export const markDueFrom = (from: string): string => `
  insert into work_items as w
    (connection_id, kind, ref, part, due_at, scheduled_at, priority, deferred_since, input)
  select distinct on (connection_id, kind, ref, part)
    connection_id, kind, ref, part, due_at, due_at, priority, deferred_since, input
  from (${from}) asked order by connection_id, kind, ref, part, due_at
  on conflict (connection_id, kind, ref, part) do update set
    due_at = least(w.due_at, excluded.due_at),
    scheduled_at = excluded.scheduled_at,
    priority = case when w.due_at is null or w.lease is not null then excluded.priority
      else least(w.priority, excluded.priority) end,
    -- A reason to run at once ends a deferral. A deferred one delays nothing that waits already.
    deferred_since = case when excluded.deferred_since is null or ${WAITS} then null
      else coalesce(w.deferred_since, excluded.deferred_since) end,
    changed = true,
    input = excluded.input || w.input`;

/** For rows of `from` (kind, ref) of the connection $1: due at `at`, deferred where they have `held_since`. */
export const markRowsFrom = (from: string, at: string): string =>
  markDueFrom(`
    select $1::text as connection_id, kind, ref, '' as part, ${at} as due_at,
      case when held_since is null then 0 else ${RANK} end as priority, held_since as deferred_since, '{}'::jsonb as input
    from ${from} where kind <> 'card'`);

/** The items of `listOf`, which is the value `list` of the statement: due at `at`. */
export const listed = (list: string, at: string): string => `
  select "connectionId" as connection_id, kind, ref, part, ${at} as due_at, coalesce(priority, 0) as priority,
    null::timestamptz as deferred_since, input
  from jsonb_to_recordset(${list}::jsonb)
    as m("connectionId" text, kind text, ref text, part text, priority int, input jsonb)`;

/** Without `priorityOf`, the items are as urgent as anything. */
export function listOf(items: readonly MarkedWork[], priorityOf?: (connectionId: string) => number): string {
  const trace = traceparent();
  return toJsonb(
    items.map(({ connectionId, kind, ref, part, input }) => ({
      connectionId,
      kind,
      ref,
      part,
      priority: priorityOf?.(connectionId) ?? 0,
      input: { ...(trace === undefined ? {} : { trace }), ...input },
    })),
  );
}

/** A channel of notifications: its payload names the kinds that were marked. */
export const CHANNEL = "aircall_gorgias_work";

/** The notification of what the part `marked` of a statement returns as `kind`. */
export const NOTIFY = `(select pg_notify('${CHANNEL}', string_agg(distinct kind, ' '))::text from marked)`;

/** Marks items of `listOf` ($1) at $2, and notifies workers where the database can. */
export const markListed = (notifyMarked: string): string =>
  `with marked as (${markDueFrom(listed("$1", "$2::timestamptz"))} returning kind) select ${notifyMarked}`;
