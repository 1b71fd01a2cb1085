/** A run of one call: folds its deliveries, decides whether to write, writes the ticket, saves the result. */
import type { Call } from "../../domain/call/call.ts";
import { isCallbackRequested } from "../../domain/call/call-tags.ts";
import { outcomeOf, agentOf, stageOf, isPast } from "../../domain/call/call-stage.ts";
import { foldCall, READ_EVENT } from "../../domain/call/fold-call.ts";
import { unknownCallerOf, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { phoneKey } from "../../domain/phone/phone.ts";
import type { DeliveryReader } from "../../domain/ports/phone-system.ts";
import type { Snapshot, ActivityRecord } from "../../domain/ports/stores.ts";
import { leftOutBy, type Reason } from "../../domain/reasons/reason.ts";
import { hasTicket } from "../../domain/ticket/ticket-so-far.ts";
import { eventsOfCall } from "../../domain/webhooks/events-of-run.ts";
import { NOT_HELD, blankRecord } from "../activity-record.ts";
import { planUnlessNews } from "./join-callback.ts";
import { recordOfReading, type ReadAgainDeps } from "./read-again.ts";
import { readDeliveries } from "./read-deliveries.ts";
import { writeTicket, type TicketDeps } from "./write-ticket.ts";

export interface SyncDeps extends TicketDeps, ReadAgainDeps {
  reader: DeliveryReader;
}

/** Leaves the ticket as planned, or the reason and the time of the next attempt. Throws only if the database fails. */
export async function syncCall(deps: SyncDeps, connectionId: string, activityId: string): Promise<void> {
  const snapshot = await deps.activities.open(connectionId, activityId);
  if (!snapshot) return;
  // The call was erased, or no delivery of it ever arrived.
  if (snapshot.deliveries.length === 0 && !snapshot.record) return;
  const { events, outcomes } = readDeliveries(deps.reader, snapshot.deliveries);
  if (snapshot.record?.trimmed) {
    const why = snapshot.record.reason?.code === "erased" ? "erased" : "past_retention";
    for (const { id } of snapshot.deliveries) outcomes.set(id, { code: "ignored", why });
    await deps.activities.save(connectionId, { ...snapshot.record, ...NOT_HELD, wakeAt: null }, outcomes, deps.clock());
    return;
  }
  const call = foldCall(events);
  const before = snapshot.record ?? blankRecord(activityId);
  const wasRead = events.some(({ name }) => name === READ_EVENT);
  const record = call
    ? await followCall(deps, snapshot, { call, wasRead }, before)
    : await withoutCall(deps, snapshot, before);
  // Marks the delivery as well (S1). A later selection of the line reads it again.
  if (record.reason?.code === "line_not_selected") {
    for (const { id } of snapshot.deliveries) outcomes.set(id, { code: "ignored", why: "line_not_selected" });
  }
  await deps.activities.save(connectionId, record, outcomes, deps.clock(), {
    completed: snapshot.unsaved,
    marks: snapshot.marks,
    events: eventsOfCall({
      account: snapshot.connection.account,
      links: deps.links,
      before: snapshot.record,
      after: record,
      now: deps.clock(),
    }),
  });
}

async function followCall(
  deps: SyncDeps,
  snapshot: Snapshot,
  { call, wasRead }: Pick<Heard, "call" | "wasRead">,
  before: ActivityRecord,
): Promise<ActivityRecord> {
  const unknownCaller = unknownCallerOf(call, snapshot.ownLines);
  return advance(deps, snapshot, { call, unknownCaller, wasRead }, factsOf(call, unknownCaller, before, snapshot));
}

/** No delivery describes the call, so ask Aircall. */
async function withoutCall(deps: SyncDeps, snapshot: Snapshot, before: ActivityRecord): Promise<ActivityRecord> {
  const failed = { state: "failed", reason: { code: "nothing_understood" } } as const;
  if (snapshot.connection.status !== "active") return { ...before, ...failed };
  return recordOfReading(deps, snapshot, before, failed);
}

/** The facts of the call itself, before any request to a vendor. */
function factsOf(
  call: Call,
  { customerPhone }: UnknownCaller,
  before: ActivityRecord,
  { connection }: Snapshot,
): ActivityRecord {
  const callbackRequested = isCallbackRequested(call, connection.callbackTagIds);
  const agent = agentOf(call);
  const facts: ActivityRecord = {
    ...before,
    direction: call.direction,
    lineName: call.line?.name ?? null,
    lineId: call.line?.id ?? null,
    startedAt: call.startedAt * 1000,
    caller: phoneKey(customerPhone),
    answered: call.answeredAt !== null,
    callbackRequested,
    outcome: outcomeOf(call, callbackRequested),
    agent: agent && { id: agent.id, name: agent.name },
    answeredAt: millis(call.answeredAt),
    endedAt: millis(call.endedAt),
    missedReason: call.missedReason,
    tags: call.tags.flatMap(({ name, system }) => (system ? [] : name)),
    reason:
      customerPhone.kind === "anonymous" && customerPhone.told !== "anonymous" ? noNumber(customerPhone.told) : null,
    wakeAt: null,
  };
  return { ...facts, plan: planUnlessNews(facts, before) };
}

function millis(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

function noNumber(told: string | null): Reason {
  return told === null ? { code: "number_missing" } : { code: "not_a_number", value: told.slice(0, 40) };
}

interface Heard {
  call: Call;
  unknownCaller: UnknownCaller;
  /** Aircall was already asked for the call itself. */
  wasRead: boolean;
}

/** Decides whether to write now (S1, C3, C8, C14, C17). */
async function advance(
  deps: SyncDeps,
  snapshot: Snapshot,
  { call, unknownCaller, wasRead }: Heard,
  record: ActivityRecord,
): Promise<ActivityRecord> {
  const { connection, selectedLines, countsSince } = snapshot;
  const { stage, wakeAt } = stageOf(call, deps.clock());
  const ignored = (reason: Reason): ActivityRecord => ({ ...record, ...NOT_HELD, state: "ignored", reason });
  const pending = (more: Partial<ActivityRecord>): ActivityRecord => ({
    ...record,
    ...NOT_HELD,
    state: "pending",
    ...more,
  });
  if (call.line && !selectedLines.has(call.line.id)) return ignored({ code: "line_not_selected" });
  if (connection.status !== "active") return pending({ reason: { code: "connection_inactive" } });
  if (stage === "waiting") return pending({ wakeAt });
  if (!call.line && !wasRead) {
    return recordOfReading(deps, snapshot, record, { state: "ignored", reason: { code: "call_unknown" } });
  }
  if (!call.line) return ignored({ code: "line_unknown" });
  const past = isPast(call, countsSince.get(call.line.id) ?? 0);
  if (past && !hasTicket(snapshot.writes)) return ignored({ code: "before_connection" });
  const leftOut = leftOutBySetting(snapshot, call, unknownCaller);
  if (leftOut !== null) return ignored(leftOut);
  return writeTicket(deps, snapshot, { call, unknownCaller, stage, past }, { ...record, wakeAt });
}

/** Why the settings exclude this call. Null if they do not (C8, C19). */
function leftOutBySetting(
  { connection: { settings } }: Snapshot,
  call: Call,
  { internal }: UnknownCaller,
): Reason | null {
  const isUnanswered = call.direction === "outbound" && call.answeredAt === null;
  if (isUnanswered && settings.unansweredOutbound === "skip") return leftOutBy("unansweredOutbound");
  return internal && settings.internalCalls === "skip" ? leftOutBy("internalCalls") : null;
}
