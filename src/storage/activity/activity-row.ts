/** Converts between a row of `activity` and a record. */
import { z } from "zod";
import { OUTCOMES } from "../../domain/call/call-stage.ts";
import { PRIORITIES, callActivityId, idOf, columnsOf, activityIdOf } from "../../domain/activity/work-item.ts";
import { codeColumnsOf, readReason } from "../../domain/reasons/reason.ts";
import { entriesFor, type Searchable } from "../../domain/activity/search-words.ts";
import { customerOutcomeSchema } from "../../domain/ticket/write.ts";
import { toJsonb, toText } from "../db/database.ts";
import { tsvectorOf } from "./search-vector.ts";
import type { ActivityRecord } from "../../domain/ports/stores.ts";

/** The columns that a record fills, in the order of `recordValues`. */
export const RECORD_COLUMNS = [
  "kind",
  "ref",
  "state",
  "reason",
  "reason_detail",
  "direction",
  "line_name",
  "line_id",
  "started_at",
  "caller",
  "answered",
  "callback_requested",
  "callback_done_by",
  "customer_id",
  "customer_name",
  "ticket_id",
  "match",
  "plan",
  "ticket_seen_at",
  "attempts",
  "deferred_since",
  "deferred_priority",
  "outcome",
  "agent_id",
  "agent_name",
  "answered_at",
  "ended_at",
  "missed_reason",
  "tags",
  "words",
] as const;

const moment = z
  .string()
  .nullable()
  .transform((value) => (value === null ? null : Date.parse(value)));

export const activityRowSchema = z
  .object({
    kind: z.enum(["call", "conversation", "card"]),
    ref: z.string(),
    state: z.enum(["pending", "done", "ignored", "failed"]),
    reason: z.string().nullable(),
    reason_detail: z.unknown(),
    direction: z.enum(["inbound", "outbound"]).nullable(),
    line_name: z.string().nullable(),
    line_id: z.string().nullable(),
    started_at: moment,
    caller: z.string().nullable(),
    answered: z.boolean(),
    callback_requested: z.boolean(),
    callback_done_by: z.string().nullable(),
    customer_id: z.number().nullable(),
    customer_name: z.string().nullable(),
    ticket_id: z.number().nullable(),
    match: customerOutcomeSchema.nullable().catch(null),
    plan: z.record(z.string(), z.unknown()).nullable().catch(null),
    ticket_seen_at: moment,
    attempts: z.number(),
    deferred_since: moment,
    trimmed_at: moment,
    deferred_priority: z.enum(PRIORITIES).nullable().catch(null),
    outcome: z.enum(OUTCOMES).nullable().catch(null),
    agent_id: z.string().nullable(),
    agent_name: z.string().nullable(),
    answered_at: moment,
    ended_at: moment,
    missed_reason: z.string().nullable(),
    tags: z.array(z.string()).nullable(),
  })
  .transform((row): ActivityRecord => ({
    activityId: activityIdOf(row),
    state: row.state,
    reason: readReason(row.reason, row.reason_detail),
    direction: row.direction,
    lineName: row.line_name,
    lineId: row.line_id,
    startedAt: row.started_at,
    caller: row.caller,
    answered: row.answered,
    callbackRequested: row.callback_requested,
    callbackDoneBy: row.callback_done_by === null ? null : callActivityId(row.callback_done_by),
    outcome: row.outcome,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name },
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    missedReason: row.missed_reason,
    tags: row.tags,
    customerId: row.customer_id,
    customerName: row.customer_name,
    ticketId: row.ticket_id,
    match: row.match,
    plan: row.plan,
    ticketSeenAt: row.ticket_seen_at,
    attempts: row.attempts,
    deferredSince: row.deferred_since,
    deferredPriority: row.deferred_priority,
    trimmed: row.trimmed_at !== null,
    // Each run decides it anew.
    wakeAt: null,
  }));

/** `now` is epoch ms. */
export function recordValues(connectionId: string, record: ActivityRecord, now: number): unknown[] {
  const json = (value: unknown) => (value == null ? null : toJsonb(value));
  const time = (value: number | null) => (value === null ? null : new Date(value));
  const text = (value: string | null) => (value === null ? null : toText(value));
  const { kind, ref } = columnsOf(record.activityId);
  const [code, parameters] = record.reason === null ? [null, null] : codeColumnsOf(record.reason);
  return [
    kind,
    ref,
    record.state,
    code,
    json(parameters),
    record.direction,
    record.lineName,
    record.lineId,
    time(record.startedAt),
    record.caller,
    record.answered,
    record.callbackRequested,
    record.callbackDoneBy === null ? null : idOf(record.callbackDoneBy),
    record.customerId,
    record.customerName,
    record.ticketId,
    json(record.match),
    json(record.plan),
    time(record.ticketSeenAt),
    record.attempts,
    time(record.deferredSince),
    record.deferredPriority,
    record.outcome,
    record.agent?.id ?? null,
    text(record.agent?.name ?? null),
    time(record.answeredAt),
    time(record.endedAt),
    text(record.missedReason),
    record.tags?.map(toText) ?? null,
    tsvectorOf(connectionId, entriesFor(searchable(record, now))),
  ];
}

/** What the search finds a record by. */
function searchable(record: ActivityRecord, now: number): Searchable {
  const { customerName, agent, lineName, tags, match, caller, ticketId, startedAt } = record;
  const { kind, ref } = columnsOf(record.activityId);
  return {
    texts: [customerName ?? match?.customer.name ?? null, agent?.name ?? null, lineName, ...(tags ?? [])],
    email: match?.customer.email ?? null,
    caller,
    ticketId,
    callId: kind === "conversation" ? null : ref,
    happenedAt: startedAt ?? now,
  };
}
