/** A run of one call: folds its deliveries, decides whether to write, writes the ticket, saves the result. */
import type { Call } from "../domain/call.ts";
import { isCallbackRequested } from "../domain/call-tags.ts";
import { stageOf } from "../domain/call-stage.ts";
import { foldCall, READ_EVENT } from "../domain/fold-call.ts";
import { isOwnLine } from "../domain/own-lines.ts";
import { isPast } from "../domain/past.ts";
import { callerKey, readCaller, type Caller } from "../domain/phone.ts";
import type { DeliveryReader } from "../domain/ports/phone-system.ts";
import type { Dossier, SubjectRecord } from "../domain/ports/stores.ts";
import type { Reason } from "../domain/reasons/reason.ts";
import { hasTicket } from "../domain/ticket/ticket-so-far.ts";
import { NOT_HELD } from "./after-failure.ts";
import { blankRecord } from "./blank-record.ts";
import { planUnlessNews } from "./join-callback.ts";
import { recordOfReading, type ReadAgainDeps } from "./read-again.ts";
import { readDeliveries } from "./read-deliveries.ts";
import { writeTicket, type TicketDeps } from "./write-ticket.ts";

export interface SyncDeps extends TicketDeps, ReadAgainDeps {
  reader: DeliveryReader;
}

/** Leaves the ticket as planned, or the reason and the time of the next attempt. Throws only if the database fails. */
export async function syncCall(deps: SyncDeps, connectionId: string, subject: string): Promise<void> {
  const dossier = await deps.subjects.open(connectionId, subject);
  if (!dossier) return;
  // The call was erased, or no delivery of it ever arrived.
  if (dossier.deliveries.length === 0 && !dossier.record) return;
  const { events, outcomes } = readDeliveries(deps.reader, dossier.deliveries);
  if (dossier.record?.trimmed) {
    const why = dossier.record.reason?.code === "erased" ? "erased" : "past_retention";
    for (const { id } of dossier.deliveries) outcomes.set(id, { code: "ignored", why });
    await deps.subjects.save(connectionId, { ...dossier.record, ...NOT_HELD, wakeAt: null }, outcomes, deps.clock());
    return;
  }
  const call = foldCall(events);
  const before = dossier.record ?? blankRecord(subject);
  const wasRead = events.some(({ name }) => name === READ_EVENT);
  const record = call
    ? await advance(deps, dossier, { call, wasRead }, factsOf(call, before, dossier))
    : await withoutCall(deps, dossier, before);
  // Marks the delivery as well (S1). A later selection of the line reads it again.
  if (record.reason?.code === "line_not_selected") {
    for (const { id } of dossier.deliveries) outcomes.set(id, { code: "ignored", why: "line_not_selected" });
  }
  await deps.subjects.save(connectionId, record, outcomes, deps.clock(), {
    settled: dossier.unkept,
    marks: dossier.marks,
  });
}

/** No delivery describes the call, so ask Aircall. */
async function withoutCall(deps: SyncDeps, dossier: Dossier, before: SubjectRecord): Promise<SubjectRecord> {
  const failed = { state: "failed", reason: { code: "nothing_understood" } } as const;
  if (dossier.connection.status !== "active") return { ...before, ...failed };
  return recordOfReading(deps, dossier, before, failed);
}

/** The facts of the call itself, before any request to a vendor. */
function factsOf(call: Call, before: SubjectRecord, { connection }: Dossier): SubjectRecord {
  const caller = callerOf(call);
  const facts: SubjectRecord = {
    ...before,
    direction: call.direction,
    lineName: call.line?.name ?? null,
    lineId: call.line?.id ?? null,
    startedAt: call.startedAt * 1000,
    caller: callerKey(caller),
    answered: call.answeredAt !== null,
    callbackRequested: isCallbackRequested(call, connection.callbackTagIds),
    reason: caller.kind === "anonymous" && caller.told !== "anonymous" ? noNumber(caller.told) : null,
    wakeAt: null,
  };
  return { ...facts, plan: planUnlessNews(facts, before) };
}

function callerOf(call: Call): Caller {
  return readCaller(call.callerDigits, call.line?.country ?? null);
}

function noNumber(told: string | null): Reason {
  return told === null ? { code: "number_missing" } : { code: "not_a_number", value: told.slice(0, 40) };
}

interface Heard {
  call: Call;
  /** Aircall was already asked for the call itself. */
  wasRead: boolean;
}

/** Decides whether to write now (S1, C3, C8, C14, C17). */
async function advance(
  deps: SyncDeps,
  dossier: Dossier,
  { call, wasRead }: Heard,
  record: SubjectRecord,
): Promise<SubjectRecord> {
  const { connection, selectedLines, countsSince } = dossier;
  const { stage, wakeAt } = stageOf(call, deps.clock());
  const ignored = (reason: Reason): SubjectRecord => ({ ...record, ...NOT_HELD, state: "ignored", reason });
  const pending = (more: Partial<SubjectRecord>): SubjectRecord => ({
    ...record,
    ...NOT_HELD,
    state: "pending",
    ...more,
  });
  if (call.line && !selectedLines.has(call.line.id)) return ignored({ code: "line_not_selected" });
  if (connection.status !== "active") return pending({ reason: { code: "connection_inactive" } });
  if (stage === "waiting") return pending({ wakeAt });
  if (!call.line && !wasRead) {
    return recordOfReading(deps, dossier, record, { state: "ignored", reason: { code: "call_unknown" } });
  }
  if (!call.line) return ignored({ code: "line_unknown" });
  const past = isPast(call, countsSince.get(call.line.id) ?? 0);
  if (past && !hasTicket(dossier.writes)) return ignored({ code: "before_connection" });
  const leftOut = leftOutBySetting(dossier, call);
  if (leftOut !== null) return ignored(leftOut);
  return writeTicket(deps, dossier, { call, stage, past }, { ...record, wakeAt });
}

/** Why the settings exclude this call. Null if they do not (C8, C19). */
function leftOutBySetting({ connection: { settings }, ownLines }: Dossier, call: Call): Reason | null {
  const isUnanswered = call.direction === "outbound" && call.answeredAt === null;
  if (isUnanswered && settings.unansweredOutbound === "skip") return { code: "unanswered_outbound" };
  return settings.internalCalls === "skip" && isOwnLine(callerOf(call), ownLines) ? { code: "own_line" } : null;
}
