/** Marks work items as due, alone or as part of another statement. */
import { PRIORITIES, type MarkedWork } from "../../domain/activity/work-item.ts";
import { traceparent } from "../../kit/trace.ts";
import { toJsonb } from "../db/database.ts";

/** The priority of deferred work, from its column `deferred_priority`: 1 is the most urgent. */
const RANK = `coalesce(array_position(array[${PRIORITIES.map((priority) => `'${priority}'`).join(", ")}]::text[], deferred_priority), ${PRIORITIES.length})`;

/** Items that already wait for a worker, neither leased nor deferred. */
const WAITS = "(w.due_at <= excluded.due_at and w.deferred_since is null and w.lease is null)";

/**
 * An insert. `from` selects connection_id, kind, ref, part, due_at, priority, deferred_since and input. The insert
 * locks rows in the order of their keys, so that two statements that mark the same items never deadlock.
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

/**
 * Marks the rows of `from` (kind, ref) of the connection $1. They are due at `at`, and deferred where they have
 * `deferred_since`.
 */
export const markRowsFrom = (from: string, at: string): string =>
  markDueFrom(`
    select $1::text as connection_id, kind, ref, '' as part, ${at} as due_at,
      case when deferred_since is null then 0 else ${RANK} end as priority, deferred_since, '{}'::jsonb as input
    from ${from} where kind <> 'card'`);

/** Selects the items of `listOf`, which the statement has as the value `list`. They are due at `at`. */
export const listed = (list: string, at: string): string => `
  select "connectionId" as connection_id, kind, ref, part, ${at} as due_at, coalesce(priority, 0) as priority,
    null::timestamptz as deferred_since, input
  from jsonb_to_recordset(${list}::jsonb)
    as m("connectionId" text, kind text, ref text, part text, priority int, input jsonb)`;

/** Without `priorityOf`, the items get the most urgent priority. */
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

/** The notification channel. The payload names the kinds that were marked. */
export const CHANNEL = "aircall_gorgias_work";

/** Notifies workers of the kinds that the part `marked` of the statement returns as `kind`. */
export const NOTIFY = `(select pg_notify('${CHANNEL}', string_agg(distinct kind, ' '))::text from marked)`;

/** Marks the items of `listOf` ($1) as due at $2, and notifies workers where the database can. */
export const markListed = (notifyMarked: string): string =>
  `with marked as (${markDueFrom(listed("$1", "$2::timestamptz"))} returning kind) select ${notifyMarked}`;
