/** A run of one conversation: folds its unprocessed deliveries, writes the messages, and saves the result. */
import { isDeepStrictEqual } from "node:util";
import { conversationPlan } from "../../domain/conversation/conversation-plan.ts";
import { entriesNow, entriesOf, keyNow, completedAs, type Entry } from "../../domain/conversation/entries.ts";
import type { MessageEvent, TextMessage } from "../../domain/conversation/text-message.ts";
import { threadPhone } from "../../domain/conversation/thread-phone.ts";
import { verificationsIn } from "../../domain/conversation/verification.ts";
import { phoneKey } from "../../domain/phone/phone.ts";
import type { Snapshot, ActivityRecord, ActivityStore } from "../../domain/ports/stores.ts";
import { ignoredBy, type DeliveryOutcome } from "../../domain/reasons/delivery-outcome.ts";
import { leftOutBy, type Reason } from "../../domain/reasons/reason.ts";
import { eventsOfConversation } from "../../domain/webhooks/events-of-run.ts";
import type { Links } from "../../domain/ports/links.ts";
import { NOT_HELD, blankRecord } from "../activity-record.ts";
import { asRead } from "../call/read-deliveries.ts";
import { awaitFiles, forgetWaits, mayWait, type AwaitFilesDeps } from "./await-files.ts";
import { readConversation, type ReadConversation, type ReadDeps } from "./read-messages.ts";
import { verificationDueAt } from "./verify-ticket.ts";
import { endOf, tryHelpDesk, writeConversation, type WriteConversationDeps } from "./write-conversation.ts";

export interface SyncConversationDeps extends WriteConversationDeps, ReadDeps, AwaitFilesDeps {
  activities: ActivityStore;
  links: Links;
}

/** Writes the messages, or saves the reason and the time of the next try. Throws only when the database fails. */
export async function syncConversation(
  deps: SyncConversationDeps,
  connectionId: string,
  activityId: string,
): Promise<void> {
  const read = await readConversation(deps, connectionId, activityId);
  if (!read) return;
  const { snapshot, messages, followed, internal } = read;
  const before = snapshot.record ?? blankRecord(activityId);
  const record = await advance(deps, snapshot, before, messages, followed);
  const failed =
    read.notUnderstood === null ? record : { ...record, state: "failed" as const, reason: read.notUnderstood };
  const outcomes = outcomesOf(snapshot, read.byDelivery, followed, internal);
  const plan = conversationPlan(before.plan, followed, snapshot.writes);
  const { account } = snapshot.connection;
  const result = { account, links: deps.links, before: snapshot.record, after: failed, now: deps.clock() };
  const events = eventsOfConversation({ ...result, messages: followed, writes: snapshot.writes });
  await deps.activities.save(connectionId, { ...failed, plan }, outcomes, deps.clock(), {
    completed: snapshot.unsaved,
    events,
  });
}

async function advance(
  deps: SyncConversationDeps,
  snapshot: Snapshot,
  before: ActivityRecord,
  messages: readonly TextMessage[],
  followed: readonly TextMessage[],
): Promise<ActivityRecord> {
  const latest = followed.at(-1);
  if (!latest) {
    // There is nothing new, or nothing of a selected line (S1). No deferred work is left.
    const rested = { ...before, ...NOT_HELD, wakeAt: null };
    // Where no deferred message is left, another run has written it.
    if (messages.length === 0 || before.ticketId !== null)
      return before.state === "pending" ? { ...rested, ...endOf(snapshot.writes) } : rested;
    const reason = whyIgnored(snapshot, messages.at(-1));
    return { ...rested, ...factsOf(messages.at(-1), before), state: "ignored", reason };
  }
  const record = { ...before, ...factsOf(latest, before), reason: null, wakeAt: null };
  const { writes } = snapshot;
  const open = entriesOf(followed).filter((entry) => !isFinished(entry, writes));
  if (open.length === 0) return { ...record, ...NOT_HELD, ...endOf(writes) };
  if (snapshot.connection.status !== "active") {
    await forgetWaits(deps, snapshot, before.activityId);
    return { ...record, ...NOT_HELD, state: "pending", reason: { code: "connection_inactive" } };
  }
  const dueAt = verificationDueAt({ writes });
  const isWritten = open.every((entry) => isDone(entry, writes));
  if (isWritten && dueAt !== null && dueAt > deps.clock()) {
    return { ...record, ...NOT_HELD, ...endOf(writes), wakeAt: dueAt };
  }
  return writeReady(deps, snapshot, open, record);
}

/** Writes the messages that wait for no file. The others are due again in time. */
async function writeReady(
  deps: SyncConversationDeps,
  snapshot: Snapshot,
  entries: readonly Entry[],
  record: ActivityRecord,
): Promise<ActivityRecord> {
  if (record.deferredSince !== null && mayWait(entries, snapshot.writes)) {
    const failed = await tryHelpDesk(deps, snapshot, entries, record);
    if (failed) return failed;
  }
  const { ready, waitsUntil, givenUp } = await awaitFiles(deps, snapshot, record.activityId, entries);
  const [first, ...rest] = ready;
  const end: ActivityRecord = first
    ? await writeConversation(deps, snapshot, { entries: [first, ...rest], givenUp }, record)
    : { ...record, ...NOT_HELD, state: "done" };
  // Deferred work resumes by itself, and then checks its files as well.
  if (waitsUntil === null || end.deferredSince !== null) return end;
  const wakeAt = Math.min(waitsUntil, end.wakeAt ?? waitsUntil);
  if (end.state !== "done") return { ...end, wakeAt };
  // The reason of each failed attempt is saved with the file.
  return { ...end, state: "pending", reason: { code: "waiting_for_file" }, wakeAt };
}

function whyIgnored({ selectedLines }: Snapshot, message: TextMessage | undefined): Reason {
  if (!message?.line) return { code: "line_unknown" };
  return selectedLines.has(message.line.id) ? leftOutBy("internalCalls") : { code: "line_not_selected" };
}

/** An entry that Gorgias rejected is not done, so it is tried again. */
function isDone(entry: Entry, writes: Snapshot["writes"]): boolean {
  return entriesNow([entry], writes).every((now) => completedAs(now, writes) === "done");
}

/** Written, with no verification pending. */
function isFinished(entry: Entry, writes: Snapshot["writes"]): boolean {
  const key = keyNow(entry.key, writes);
  return isDone(entry, writes) && !verificationsIn(writes).some(({ entries }) => entries.includes(key));
}

/** What the latest message shows of the conversation. */
function factsOf(message: TextMessage | undefined, before: ActivityRecord): Partial<ActivityRecord> {
  if (!message) return {};
  const { direction, line, sentAt, user } = message;
  return {
    outcome: "message",
    agent: user ? { id: user.id, name: user.name } : before.agent,
    direction,
    lineName: line?.name ?? null,
    lineId: line?.id ?? null,
    startedAt: Math.max(sentAt, before.startedAt ?? 0),
    caller: phoneKey(threadPhone(message)),
  };
}

/** The outcome of each delivery. The next run reads unprocessed deliveries again. */
function outcomesOf(
  { deliveries, writes }: Snapshot,
  byDelivery: ReadConversation["byDelivery"],
  followed: readonly TextMessage[],
  internal: ReadonlySet<string>,
): Map<number, DeliveryOutcome> {
  const outcomes = new Map<number, DeliveryOutcome>();
  const status = ({ messageId, event }: { messageId: string; event: MessageEvent }): DeliveryOutcome => {
    const message = followed.find(({ id }) => id === messageId);
    if (message) return statusOf(message, event, writes);
    return internal.has(messageId) ? ignoredBy("internalCalls") : { code: "ignored", why: "line_not_selected" };
  };
  for (const { id, outcome } of deliveries) {
    const told = byDelivery.get(id);
    const now = !told || "problem" in told ? (told?.problem ?? outcome) : status(told);
    if (now !== null && !isDeepStrictEqual(now, outcome)) outcomes.set(id, now);
  }
  return outcomes;
}

function statusOf(message: TextMessage, event: MessageEvent, writes: Snapshot["writes"]): DeliveryOutcome {
  const entries = entriesOf([message]);
  const states = entriesNow(entries, writes).map((entry) => completedAs(entry, writes));
  if (!states.every((state) => state === "done")) return { code: "not_written_yet" };
  return entries.every((entry) => isFinished(entry, writes)) ? asRead(event) : { code: "not_verified_yet" };
}
