/** Finds the customer and the signers, and writes the missing messages of a conversation one by one. */
import { agentOf, signEntry, type SignedEntry } from "../../domain/conversation/sign-entry.ts";
import { isEntryKey, keyNow, settledAs, uploadKeyOf, type Entry } from "../../domain/conversation/entries.ts";
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import { threadCaller } from "../../domain/conversation/thread-caller.ts";
import { isOwnLine, type OwnLine } from "../../domain/own-lines.ts";
import { callerKey, readSender } from "../../domain/phone.ts";
import type { Lane, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Dossier, SubjectRecord } from "../../domain/ports/stores.ts";
import { refusalOf, REJECTED, type Reason } from "../../domain/reasons/reason.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import type { Write } from "../../domain/write.ts";
import type { Logger } from "../../kit/logger.ts";
import { afterFailure, afterRefusal, laneOf, NOT_HELD, waitedMs } from "../after-failure.ts";
import { knowUsers } from "../desk-knowledge.ts";
import { findCustomer, hasCreatedCustomer } from "../find-customer.ts";
import { planningAnew } from "../ticket/learn-rejection.ts";
import type { Stranger } from "../look-up-customer.ts";
import { openTurn, settle, type Turn } from "../turn.ts";
import { forgetRefusals } from "../ticket/write-once.ts";
import { learnCustomer, verifyByTicket } from "./verify-by-ticket.ts";
import { findPlace } from "./find-place.ts";
import { eraOf, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { completeTicket, recoverThread } from "./recover-thread.ts";
import { openThread, writeEntry } from "./thread-ticket.ts";
import { verificationDueAt, verifyDue } from "./verify-ticket.ts";

export interface WriteConversationDeps extends ConversationDeps {
  desks: OpenHelpDesk;
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
  dossier: Dossier,
  { entries, givenUp }: ReadyEntries,
  facts: SubjectRecord,
): Promise<SubjectRecord> {
  const keys = new Set(entries.flatMap(({ key }) => [key, keyNow(key, dossier.writes)]));
  forgetRefusals(dossier.writes, ({ key }) => key === "ticket" || key.startsWith("tags:") || keys.has(key));
  const opened = conversationTurn(deps, dossier, entries, facts);
  const lane = laneFor(entries, deps.clock());
  let record = facts;
  let turn: ConversationTurn | null = null;
  const withTicket = (end: SubjectRecord): SubjectRecord =>
    turn ? { ...end, ticketId: turn.ticketId, ticketSeenAt: turn.ticketSeenAt } : end;
  try {
    const end = await planningAnew(async () => {
      const { match, ...part } = await takePart(deps, opened, dossier, entries);
      const present: ConversationTurn = {
        ...opened,
        ticketId: facts.ticketId,
        ticket: null,
        ...turn,
        ...part,
        givenUp,
      };
      turn = present;
      record = { ...record, customerId: match.customer.id, customerName: match.customer.name, match };
      const written = await writeEntries(deps, present, entries).finally(() =>
        settleGivenUp(deps, opened, { entries, givenUp }),
      );
      await learnCustomer(deps, present, "at the end");
      return written;
    });
    const { state, reason, wakeAt } = end;
    if (state !== "failed") return withTicket({ ...record, ...end, ...NOT_HELD });
    const refused = afterRefusal(record, reason ?? REJECTED, lane, deps.clock());
    return withTicket({ ...refused, wakeAt: wakeAt ?? refused.wakeAt });
  } catch (error) {
    deps.log.warn({ err: error, connectionId: opened.connectionId }, "a turn on a conversation did not get through");
    return withTicket(afterFailure(record, error, lane, deps.clock()));
  }
}

/**
 * Checks that the help desk answers, before files are given up. The request reads its users, which are saved. Resolves
 * with null when it answers, else with the record deferred once more.
 */
export async function tryHelpDesk(
  deps: WriteConversationDeps,
  { connection }: Dossier,
  entries: readonly Entry[],
  record: SubjectRecord,
): Promise<SubjectRecord | null> {
  const now = deps.clock();
  const lane = laneFor(entries, now);
  try {
    const users = await deps.desks(connection, lane, waitedMs(record, now)).users();
    await deps.memory.rememberUsers(connection.id, users, now);
    return null;
  } catch (error) {
    return afterFailure(record, error, lane, deps.clock());
  }
}

/** Writes entries one by one, as many as a run allows. Resolves with the resulting state. */
async function writeEntries(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entries: readonly Entry[],
): Promise<Pick<SubjectRecord, "state" | "reason" | "wakeAt">> {
  const leftOut = leftOutSoFar(turn.writes, deps.clock());
  const signed = entries.flatMap((entry) => signEntry(entry, turn.users, leftOut) ?? []);
  await recoverThread(deps, turn, signed);
  const left = () =>
    signed
      .map((entry) => ({ ...entry, key: keyNow(entry.key, turn.writes) }))
      .filter((entry) => settledAs(entry, turn.writes) === null);
  for (let steps = 0; steps < MOST_ENTRIES; steps += 1) {
    const pending = left();
    const [next] = pending;
    if (next) await writeNext(deps, turn, next, pending);
    else if (!(await verifyDue(deps, turn))) break;
  }
  await completeTicket(deps, turn);
  const end: Ending = signed.length < entries.length ? { state: "failed", reason: NO_SIGNER } : endOf(turn.writes);
  return { ...end, wakeAt: left().length > 0 ? deps.clock() : verificationDueAt(turn) };
}

/** Gives a file up for good once its message is written. Until then it may still arrive. */
function settleGivenUp({ clock }: ConversationDeps, turn: Turn, { entries, givenUp }: ReadyEntries): void {
  const written = entries.filter((entry) => entry.kind === "text" && settledAs(entry, turn.writes) === "done");
  for (const key of written.flatMap(({ message }) => message.files.map((_, index) => uploadKeyOf(message.id, index)))) {
    const outcome = givenUp.get(key);
    if (outcome) settle(turn, { round: 0, key, state: "done", intent: null, outcome, requests: 0, at: clock() });
  }
}

/** C5: a Gorgias user has to sign an agent's message. */
const NO_SIGNER: Reason = { code: "no_signer" };

async function writeNext(
  deps: ConversationDeps,
  turn: ConversationTurn,
  next: SignedEntry,
  pending: readonly SignedEntry[],
): Promise<void> {
  const arrival = { sentAt: next.at, agentId: agentOf(next, turn.users), isLast: pending.length === 1 };
  const place = await findPlace(deps, turn, arrival);
  await learnCustomer(deps, turn, "before writing");
  if (place.kind === "again") return;
  if (place.kind === "none") await openThread(deps, turn, pending);
  else await writeEntry(deps, turn, next, { ...place, burst: pending.map(({ key }) => key) });
}

function conversationTurn(
  deps: WriteConversationDeps,
  dossier: Dossier,
  entries: readonly [Entry, ...Entry[]],
  record: SubjectRecord,
): Turn {
  const { connection, writes, doubtedUntil } = dossier;
  return openTurn(deps, dossier, {
    lane: laneFor(entries, deps.clock()),
    record,
    subject: record.subject,
    callerKey: callerKey(threadCaller(entries[0].message)),
    texts: textsFor(connection.settings.language),
    era: eraOf(writes, deps.clock()),
    cautious: doubtedUntil !== null && entries.some(({ at }) => at < doubtedUntil),
  });
}

/** The priority of the latest message. An answer that is expected now takes earlier messages along. */
function laneFor(entries: readonly Entry[], now: number): Lane {
  return laneOf("message", entries.at(-1)?.at ?? now, now);
}

/** Finds the users who sign, and the customer. */
async function takePart(
  deps: ConversationDeps,
  turn: Turn,
  { connection: { settings }, ownLines }: Dossier,
  entries: readonly [Entry, ...Entry[]],
) {
  const agent = entries.find(({ message }) => message.user)?.message.user ?? null;
  const users = await knowUsers(deps, turn, agent);
  const contact = entries.findLast(({ message }) => message.contact && isOfOwner(message))?.message.contact ?? null;
  const stranger = { ...strangerOf(entries[0], ownLines), contact };
  const looked = await verifyByTicket(deps, turn, stranger);
  const match = await findCustomer(deps, turn, stranger, settings);
  const { customer } = match;
  const customerCreated = hasCreatedCustomer(turn);
  return { match, settings, ownLines, users, stranger, looked, customer, customerCreated };
}

function strangerOf({ message }: Entry, ownLines: readonly OwnLine[]): Stranger {
  const caller = threadCaller(message);
  const internal = isOwnLine(caller, ownLines);
  return { caller, contact: message.contact, country: message.line?.country ?? null, internal };
}

/** In a group the contact is the one of the sender. */
function isOfOwner(message: TextMessage): boolean {
  const writer = readSender(message.callerDigits, message.line?.country ?? null);
  return callerKey(writer) === callerKey(threadCaller(message));
}

type Ending = Pick<SubjectRecord, "state" | "reason">;

/**
 * The final state of a conversation with nothing left to write. A later success does not hide an earlier refused
 * message.
 */
export function endOf(writes: readonly Write[]): Ending {
  const refused = writes.find(({ state, key }) => state === "refused" && isEntryKey(key));
  if (!refused) return { state: "done", reason: null };
  return { state: "failed", reason: refusalOf(refused.outcome) };
}
