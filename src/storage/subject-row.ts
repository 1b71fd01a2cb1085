/** Converts between a row of `activity` and a record. */
import { z } from "zod";
import { LANES } from "../domain/ports/help-desk.ts";
import { codeColumnsOf, readReason } from "../domain/reasons/reason.ts";
import { customerOutcomeSchema } from "../domain/write.ts";
import { callSubject, idOf } from "../domain/subject.ts";
import { columnsOf, subjectOf } from "../domain/work-item.ts";
import { toJsonb } from "./database.ts";
import type { SubjectRecord } from "../domain/ports/stores.ts";

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
  "held_since",
  "held_lane",
] as const;

const moment = z
  .string()
  .nullable()
  .transform((value) => (value === null ? null : Date.parse(value)));

export const subjectRowSchema = z
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
    held_since: moment,
    trimmed_at: moment,
    held_lane: z.enum(LANES).nullable().catch(null),
  })
  .transform((row): SubjectRecord => ({
    subject: subjectOf(row),
    state: row.state,
    reason: readReason(row.reason, row.reason_detail),
    direction: row.direction,
    lineName: row.line_name,
    lineId: row.line_id,
    startedAt: row.started_at,
    caller: row.caller,
    answered: row.answered,
    callbackRequested: row.callback_requested,
    callbackDoneBy: row.callback_done_by === null ? null : callSubject(row.callback_done_by),
    customerId: row.customer_id,
    customerName: row.customer_name,
    ticketId: row.ticket_id,
    match: row.match,
    plan: row.plan,
    ticketSeenAt: row.ticket_seen_at,
    attempts: row.attempts,
    heldSince: row.held_since,
    heldLane: row.held_lane,
    trimmed: row.trimmed_at !== null,
    // Each run decides it anew.
    wakeAt: null,
  }));

export function recordValues(record: SubjectRecord): unknown[] {
  const json = (value: unknown) => (value == null ? null : toJsonb(value));
  const time = (value: number | null) => (value === null ? null : new Date(value));
  const { kind, ref } = columnsOf(record.subject);
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
    time(record.heldSince),
    record.heldLane,
  ];
}
