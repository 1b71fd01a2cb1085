/** Finds the customer and the signers, and writes the missing messages of a conversation one by one. */
import { agentOf, signEntry, type SignedEntry } from "../../domain/conversation/sign-entry.ts";
import { isEntryKey, keyNow, completedAs, uploadKeyOf, type Entry } from "../../domain/conversation/entries.ts";
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import { threadPhone } from "../../domain/conversation/thread-phone.ts";
import { isOwnLine, type OwnLine, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { phoneKey, readSender } from "../../domain/phone/phone.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Priority } from "../../domain/activity/work-item.ts";
import type { Snapshot, ActivityRecord } from "../../domain/ports/stores.ts";
import { refusalOf, REJECTED, type Reason } from "../../domain/reasons/reason.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import type { Write } from "../../domain/ticket/write.ts";
import type { Logger } from "../../kit/logger.ts";
import { afterFailure, afterRejection, priorityOf, NOT_HELD, waitedMs } from "../activity-record.ts";
import { knowUsers } from "../ticket/help-desk-knowledge.ts";
import { findCustomer, hasCreatedCustomer } from "../customer/find-customer.ts";
import { planningAnew } from "../ticket/learn-rejection.ts";
import { openRun, complete, type Run } from "../run.ts";
import { forgetRefusals } from "../ticket/write-once.ts";
import { learnCustomer, verifyByTicket } from "./verify-by-ticket.ts";
import { findPlace } from "./find-place.ts";
import { cacheGenerationOf, type ConversationDeps, type ConversationRun } from "./conversation-run.ts";
import { completeTicket, recoverThread } from "./recover-thread.ts";
import { openThread, writeEntry } from "./thread-ticket.ts";
import { verificationDueAt, verifyDue } from "./verify-ticket.ts";

export interface WriteConversationDeps extends ConversationDeps {
  helpDesks: OpenHelpDesk;
  log: Logger;
}

/** More than any outage leaves of one caller. The rest waits for the next run. */
const MOST_ENTRIES = 500;

/** What can be written now. */
export interface ReadyEntries {
  entries: readonly [Entry, ...Entry[]];
  /** Files that their messages are written without, by their keys. */
  givenUp: ReadonlyMap<string, FileOutcome>;
}

/** The updated record, on success or failure. */
export async function writeConversation(
  deps: WriteConversationDeps,
  snapshot: Snapshot,
  { entries, givenUp }: ReadyEntries,
  facts: ActivityRecord,
): Promise<ActivityRecord> {
  const keys = new Set(entries.flatMap(({ key }) => [key, keyNow(key, snapshot.writes)]));
  forgetRefusals(snapshot.writes, ({ key }) => key === "ticket" || key.startsWith("tags:") || keys.has(key));
  const opened = conversationRun(deps, snapshot, entries, facts);
  const priority = priorityFor(entries, deps.clock());
  let record = facts;
  let run: ConversationRun | null = null;
  const withTicket = (end: ActivityRecord): ActivityRecord =>
    run ? { ...end, ticketId: run.ticketId, ticketSeenAt: run.ticketSeenAt } : end;
  try {
    const end = await planningAnew(async () => {
      const { match, ...part } = await takePart(deps, opened, snapshot, entries);
      const present: ConversationRun = {
        ...opened,
        ticketId: facts.ticketId,
        ticket: null,
        ...run,
        ...part,
        givenUp,
      };
      run = present;
      record = { ...record, customerId: match.customer.id, customerName: match.customer.name, match };
      const written = await writeEntries(deps, present, entries).finally(() =>
        settleGivenUp(deps, opened, { entries, givenUp }),
      );
      await learnCustomer(deps, present, "at the end");
      return written;
    });
    const { state, reason, wakeAt } = end;
    if (state !== "failed") return withTicket({ ...record, ...end, ...NOT_HELD });
    const refused = afterRejection(record, reason ?? REJECTED, priority, deps.clock());
    return withTicket({ ...refused, wakeAt: wakeAt ?? refused.wakeAt });
  } catch (error) {
    deps.log.warn({ err: error, connectionId: opened.connectionId }, "run failed, will retry");
    return withTicket(afterFailure(record, error, priority, deps.clock()));
  }
}

/**
 * Checks that the help desk answers, before files are given up. The request reads its users, which are saved. Resolves
 * with null when it answers, else with the record deferred once more.
 */
export async function tryHelpDesk(
  deps: WriteConversationDeps,
  { connection }: Snapshot,
  entries: readonly Entry[],
  record: ActivityRecord,
): Promise<ActivityRecord | null> {
  const now = deps.clock();
  const priority = priorityFor(entries, now);
  try {
    const users = await deps.helpDesks(connection, priority, waitedMs(record, now)).users();
    await deps.memory.rememberUsers(connection.id, users, now);
    return null;
  } catch (error) {
    return afterFailure(record, error, priority, deps.clock());
  }
}

/** Writes entries one by one, as many as a run allows. Resolves with the resulting state. */
async function writeEntries(
  deps: ConversationDeps,
  run: ConversationRun,
  entries: readonly Entry[],
): Promise<Pick<ActivityRecord, "state" | "reason" | "wakeAt">> {
  const leftOut = leftOutSoFar(run.writes, deps.clock());
  const signed = entries.flatMap((entry) => signEntry(entry, run.users, leftOut) ?? []);
  await recoverThread(deps, run, signed);
  const left = () =>
    signed
      .map((entry) => ({ ...entry, key: keyNow(entry.key, run.writes) }))
      .filter((entry) => completedAs(entry, run.writes) === null);
  for (let steps = 0; steps < MOST_ENTRIES; steps += 1) {
    const pending = left();
    const [next] = pending;
    if (next) await writeNext(deps, run, next, pending);
    else if (!(await verifyDue(deps, run))) break;
  }
  await completeTicket(deps, run);
  const end: Ending = signed.length < entries.length ? { state: "failed", reason: NO_SIGNER } : endOf(run.writes);
  return { ...end, wakeAt: left().length > 0 ? deps.clock() : verificationDueAt(run) };
}

/** Gives a file up for good once its message is written. Until then it may still arrive. */
function settleGivenUp({ clock }: ConversationDeps, run: Run, { entries, givenUp }: ReadyEntries): void {
  const written = entries.filter((entry) => entry.kind === "text" && completedAs(entry, run.writes) === "done");
  for (const key of written.flatMap(({ message }) => message.files.map((_, index) => uploadKeyOf(message.id, index)))) {
    const outcome = givenUp.get(key);
    if (outcome) complete(run, { generation: 0, key, state: "done", intent: null, outcome, requests: 0, at: clock() });
  }
}

/** C5: a Gorgias user has to sign an agent's message. */
const NO_SIGNER: Reason = { code: "no_signer" };

async function writeNext(
  deps: ConversationDeps,
  run: ConversationRun,
  next: SignedEntry,
  pending: readonly SignedEntry[],
): Promise<void> {
  const arrival = { sentAt: next.at, agentId: agentOf(next, run.users), isLast: pending.length === 1 };
  const place = await findPlace(deps, run, arrival);
  await learnCustomer(deps, run, "before writing");
  if (place.kind === "again") return;
  if (place.kind === "none") await openThread(deps, run, pending);
  else await writeEntry(deps, run, next, { ...place, burst: pending.map(({ key }) => key) });
}

function conversationRun(
  deps: WriteConversationDeps,
  snapshot: Snapshot,
  entries: readonly [Entry, ...Entry[]],
  record: ActivityRecord,
): Run {
  const { connection, writes, doubtedUntil } = snapshot;
  return openRun(deps, snapshot, {
    priority: priorityFor(entries, deps.clock()),
    record,
    activityId: record.activityId,
    phoneKey: phoneKey(threadPhone(entries[0].message)),
    translations: translationsFor(connection.settings.language),
    cacheGeneration: cacheGenerationOf(writes, deps.clock()),
    cautious: doubtedUntil !== null && entries.some(({ at }) => at < doubtedUntil),
  });
}

/** The priority of the latest message. An answer that is expected now takes earlier messages along. */
function priorityFor(entries: readonly Entry[], now: number): Priority {
  return priorityOf("message", entries.at(-1)?.at ?? now, now);
}

/** Finds the users who sign, and the customer. */
async function takePart(
  deps: ConversationDeps,
  run: Run,
  { connection: { settings }, ownLines }: Snapshot,
  entries: readonly [Entry, ...Entry[]],
) {
  const agent = entries.find(({ message }) => message.user)?.message.user ?? null;
  const users = await knowUsers(deps, run, agent);
  const contact = entries.findLast(({ message }) => message.contact && isOfOwner(message))?.message.contact ?? null;
  const unknownCaller = { ...unknownCallerOf(entries[0], ownLines), contact };
  const looked = await verifyByTicket(deps, run, unknownCaller);
  const match = await findCustomer(deps, run, unknownCaller, settings);
  const { customer } = match;
  const customerCreated = hasCreatedCustomer(run);
  return { match, settings, ownLines, users, unknownCaller, looked, customer, customerCreated };
}

function unknownCallerOf({ message }: Entry, ownLines: readonly OwnLine[]): UnknownCaller {
  const customerPhone = threadPhone(message);
  const internal = isOwnLine(customerPhone, ownLines);
  return { customerPhone, contact: message.contact, country: message.line?.country ?? null, internal };
}

/** In a group the contact is the one of the sender. */
function isOfOwner(message: TextMessage): boolean {
  const writer = readSender(message.customerDigits, message.line?.country ?? null);
  return phoneKey(writer) === phoneKey(threadPhone(message));
}

type Ending = Pick<ActivityRecord, "state" | "reason">;

/**
 * The final state of a conversation with nothing left to write. A later success does not hide an earlier refused
 * message.
 */
export function endOf(writes: readonly Write[]): Ending {
  const refused = writes.find(({ state, key }) => state === "refused" && isEntryKey(key));
  if (!refused) return { state: "done", reason: null };
  return { state: "failed", reason: refusalOf(refused.outcome) };
}
