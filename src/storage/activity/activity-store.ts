/**
 * The records of calls, conversations and insight cards. One statement saves the result of a run and ends its lease.
 */
import type { SaveOptions, ActivityRecord, ActivityStore } from "../../domain/ports/stores.ts";
import { PRIORITIES, columnsOf } from "../../domain/activity/work-item.ts";
import type { DeliveryOutcome } from "../../domain/reasons/delivery-outcome.ts";
import { codeColumnsOf } from "../../domain/reasons/reason.ts";
import { HURRY_KNOWN } from "../connection/maintenance.ts";
import { toJsonb, type Database } from "../db/database.ts";
import { openedTicket } from "./activity-id.ts";
import { joinCallbacks } from "./join-callbacks.ts";
import { snapshotOpener } from "./open-snapshot.ts";
import { recordValues, RECORD_COLUMNS } from "./activity-row.ts";
import { endLease } from "../work/complete.ts";
import { listed, listOf, markDueFrom, markRowsFrom, NOTIFY } from "../work/mark-due.ts";
import { eventList, eventParts } from "../webhooks/outbox.ts";
import { completedList, settleFrom } from "./writes.ts";

export function activityStore(database: Database, notifyMarked = NOTIFY): ActivityStore {
  const open = snapshotOpener(database, { deliveries: "true", writes: "true" });
  return {
    open: (connectionId, activityId) => open({ connectionId, activityId }),
    async save(connectionId, record, outcomes, now, options = {}) {
      const values = [connectionId, ...recordValues(connectionId, record, now), new Date(now), record.trimmed];
      const [text, more] = saveWith(connectionId, record, outcomes, options, notifyMarked);
      const [row] = await database.keyed<{ again: boolean | null }>(text, [...values, ...more]);
      return { again: row?.again ?? false };
    },
    async saveFacts(connectionId, record, now) {
      await database.keyed(SAVE, [
        connectionId,
        ...recordValues(connectionId, record, now),
        new Date(now),
        record.trimmed,
      ]);
    },
    async claim(connectionId, record, now) {
      const values = [connectionId, ...recordValues(connectionId, record, now), new Date(now)];
      const rows = await database.keyed(CLAIM, values);
      return rows.length > 0;
    },
    async wakeAll(connectionId, now) {
      await database.query(WAKE_ALL, [connectionId, new Date(now)]);
    },
    joinCallbacks: (connectionId, record, now) => joinCallbacks(database, connectionId, record, now),
    async lastSeen(connectionId, customerIds) {
      const rows = await database.keyed<{ id: number; at: Date }>(
        `select customer_id as id, max(started_at) as at from activity
         where connection_id = $1 and customer_id = any($2::bigint[]) and started_at is not null
           and kind <> 'card' group by customer_id`,
        [connectionId, customerIds],
      );
      return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
    },
    async lastTicket(connectionId, caller) {
      const [row] = await database.keyed<{ ticket: number; customer: number }>(LAST_TICKET, [connectionId, caller]);
      return row ? { ticketId: row.ticket, customerId: row.customer } : null;
    },
    async callsOf(connectionId, caller, except) {
      const [row] = await database.keyed<{ count: number }>(
        `select count(*)::int as count from activity
         where connection_id = $1 and caller = $2 and kind = 'call' and ref <> $3`,
        [connectionId, caller, columnsOf(except).ref],
      );
      return row?.count ?? 0;
    },
  };
}

const LAST_TICKET = `
  select a.ticket_id as ticket, a.customer_id as customer from activity a
  where a.connection_id = $1 and a.caller = $2 and a.kind <> 'card' and a.started_at is not null
    and a.ticket_id is not null and a.customer_id is not null
    and ${openedTicket("a")}
  order by a.started_at desc limit 1`;

/** Defers the work, so that a backlog is resumed as the rate limit has capacity for it. */
const WAKE_ALL = `
  with hurried as (${HURRY_KNOWN}),
  woken as (
    update activity set deferred_since = coalesce(deferred_since, $2), deferred_priority = coalesce(deferred_priority, 'catch-up')
    where connection_id = $1 and state in ('pending', 'failed') returning kind, ref, deferred_since, deferred_priority)
  ${markRowsFrom("woken", "$2::timestamptz")}`;

const placeholders = RECORD_COLUMNS.map((_, i) => `$${i + 2}`).join(", ");
const MERGED = new Set<string>(["kind", "ref", "callback_done_by"]);
const updates = RECORD_COLUMNS.filter((column) => !MERGED.has(column))
  .map((column) => `${column} = excluded.${column}`)
  .join(", ");
const NOW = RECORD_COLUMNS.length + 2;
const TRIMMED = NOW + 1;

const CLAIM = `
  insert into activity (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, kind, ref) do nothing returning 1`;

const SAVE = `
  insert into activity (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, kind, ref) do update set ${updates}, updated_at = excluded.updated_at,
    -- The run of another call may have joined a callback during this run.
    callback_done_by = coalesce(activity.callback_done_by, excluded.callback_done_by)
  -- Trimmed or erased during this run: what the run knows is not kept once more.
  where activity.trimmed_at is null or $${TRIMMED}::boolean`;

/**
 * Builds one statement for the record, the outcomes of its deliveries, how its writes ended and when the item is due
 * next. So they are never out of step.
 */
function saveWith(
  connectionId: string,
  record: ActivityRecord,
  outcomes: ReadonlyMap<number, DeliveryOutcome>,
  { completed = [], marks = [], events = [], lease }: SaveOptions,
  notifyMarked: string,
): [text: string, more: unknown[]] {
  const more: unknown[] = [];
  const value = (it: unknown) => `$${TRIMMED + more.push(it)}`;
  const parts: string[] = [];
  if (outcomes.size > 0) parts.push(`read as (${markRead(outcomes, value)})`);
  if (completed.length > 0)
    parts.push(`settled as (${settleFrom(value(completedList(connectionId, record.activityId, completed)))})`);
  if (lease !== undefined) parts.push(`completed as (${complete(record, lease, value)})`);
  const answers: string[] = [];
  if (lease !== undefined) answers.push("(select again from completed) as again");
  const marked: string[] = [];
  if (marks.length > 0) {
    parts.push(`due as (${markDueFrom(listed(value(listOf(marks)), `$${NOW}::timestamptz`))} returning kind)`);
    marked.push("select kind from due");
  }
  if (events.length > 0) {
    parts.push(...eventParts(value(eventList(connectionId, events))));
    marked.push("select kind from queued");
  }
  if (marked.length > 0) {
    parts.push(`marked as (${marked.join(" union all ")})`);
    answers.push(`${notifyMarked} as notified`);
  }
  const text = parts.length > 0 ? `with ${parts.join(", ")} ${SAVE}` : SAVE;
  return [answers.length > 0 ? `${text} returning ${answers.join(", ")}` : text, more];
}

/** Only the holder of the lease says when the item is due next. */
function complete(
  { wakeAt, deferredSince, deferredPriority }: ActivityRecord,
  lease: string,
  value: (it: unknown) => string,
): string {
  const moment = (at: number | null) => `${value(at === null ? null : new Date(at))}::timestamptz`;
  const now = `$${NOW}::timestamptz`;
  const assignments = endLease({
    now,
    next: moment(wakeAt),
    attempts: "0",
    deferredSince: moment(wakeAt === null ? null : deferredSince),
    priority: `${value(deferredPriority === null ? PRIORITIES.length : PRIORITIES.indexOf(deferredPriority) + 1)}::int`,
  });
  return `update work_items w set ${assignments}
    where connection_id = $1 and kind = $2 and ref = $3 and part = '' and lease = ${value(lease)}
    returning coalesce(due_at <= ${now}, false) as again`;
}

/**
 * Selects deliveries by id. With a join to a list of unknown length, the planner would read all deliveries of the
 * connection.
 */
function markRead(outcomes: ReadonlyMap<number, DeliveryOutcome>, value: (it: unknown) => string): string {
  const ids = [...outcomes.keys()];
  const columns = [...outcomes.values()].map(codeColumnsOf);
  const codes = columns.map(([code]) => code);
  const details = columns.map(([, parameters]) => parameters && toJsonb(parameters));
  // Nearly every run has one delivery, and PostgreSQL plans that statement once.
  if (ids.length === 1)
    return `update deliveries set outcome = ${value(codes[0])}, outcome_detail = ${value(details[0])}::jsonb
      where id = ${value(ids[0])} and connection_id = $1`;
  const list = value(ids);
  const place = `array_position(${list}::bigint[], id)`;
  return `update deliveries set outcome = (${value(codes)}::text[])[${place}],
      outcome_detail = (${value(details)}::text[])[${place}]::jsonb
    where id = any(${list}::bigint[]) and connection_id = $1`;
}
