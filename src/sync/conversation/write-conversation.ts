/** Finds out who is concerned, and writes what is missing of a conversation, text after text. */
import { isEntryKey, settledAs, type Entry } from "../../domain/conversation/entries.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import type { CustomerMatch } from "../../domain/customer.ts";
import { threadCaller } from "../../domain/conversation/thread-caller.ts";
import { callerKey, readCaller } from "../../domain/phone.ts";
import type { Lane, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Dossier, SubjectRecord } from "../../domain/ports/stores.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import { customerOutcomeSchema, type Write } from "../../domain/write.ts";
import type { Logger } from "../../kit/logger.ts";
import { afterFailure, laneOf, NOT_HELD, waitedMs } from "../after-failure.ts";
import { knowUsers } from "../desk-knowledge.ts";
import { findCustomer } from "../find-customer.ts";
import type { Stranger } from "../look-up-customer.ts";
import { agentOf, authorOf } from "./draft-entry.ts";
import { findPlace } from "./find-place.ts";
import { openTicket, recoverTicket } from "./open-ticket.ts";
import { eraOf, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { writeEntry } from "./write-entry.ts";

export interface WriteConversationDeps extends ConversationDeps {
  desks: OpenHelpDesk;
  log: Logger;
}

/** More than any outage leaves of one caller; the rest waits for the next turn. */
const MOST_ENTRIES = 500;

/** The record as it is afterwards, be it that everything is written or that something stood in the way. */
export async function writeConversation(
  deps: WriteConversationDeps,
  dossier: Dossier,
  entries: readonly [Entry, ...Entry[]],
  facts: SubjectRecord,
): Promise<SubjectRecord> {
  const turn = openTurn(deps, dossier, entries, facts);
  let record = facts;
  const withTicket = (end: SubjectRecord): SubjectRecord => ({
    ...end,
    ticketId: turn.ticketId,
    ticketSeenAt: turn.ticketSeenAt,
  });
  try {
    const match = await takePart(deps, turn, dossier, entries);
    record = { ...record, customerId: match.customer.id, customerName: match.customer.name, match };
    await recoverTicket(deps, turn);
    const signed = entries.filter((entry) => authorOf(turn, entry) !== undefined);
    for (let steps = 0; steps < MOST_ENTRIES; steps += 1) {
      const pending = signed.filter((entry) => settledAs(entry, turn.writes) === null);
      const [next] = pending;
      if (!next) break;
      await writeNext(deps, turn, next, pending);
    }
    const left = signed.some((entry) => settledAs(entry, turn.writes) === null);
    const end = signed.length < entries.length ? ({ state: "failed", reason: NO_SIGNER } as const) : endOf(turn.writes);
    return withTicket({ ...record, ...end, ...NOT_HELD, wakeAt: left ? deps.clock() : null });
  } catch (error) {
    deps.log.warn({ err: error, connectionId: turn.connectionId }, "a turn on a conversation did not get through");
    return withTicket(afterFailure(record, error, laneFor(entries, deps.clock()), deps.clock()));
  }
}

/** C5: an agent's text has to be signed by somebody. */
const NO_SIGNER = "nobody can sign a text: no Gorgias user has the agent's e-mail, and Gorgias has no active admin";

async function writeNext(
  deps: ConversationDeps,
  turn: ConversationTurn,
  next: Entry,
  pending: readonly Entry[],
): Promise<void> {
  const place = await findPlace(deps, turn, { sentAt: next.at, agentId: agentOf(turn, next) });
  if (place.kind === "none") await openTicket(deps, turn, pending);
  else await writeEntry(deps, turn, next, place);
}

function openTurn(
  deps: WriteConversationDeps,
  { connection, writes, doubtedUntil }: Dossier,
  entries: readonly [Entry, ...Entry[]],
  record: SubjectRecord,
): ConversationTurn {
  const lane = laneFor(entries, deps.clock());
  return {
    connectionId: connection.id,
    subject: record.subject,
    callerKey: callerKey(strangerOf(entries[0]).caller),
    desk: deps.desks(connection, lane, waitedMs(record, deps.clock())),
    texts: textsFor(connection.settings.language),
    writes,
    era: eraOf(writes, deps.clock()),
    cautious: doubtedUntil !== null && entries.some(({ at }) => at < doubtedUntil),
    ticketSeenAt: record.ticketSeenAt,
    ticketId: record.ticketId,
    ticket: null,
    settings: connection.settings,
    users: [],
    customer: { id: 0, name: null, email: null },
    customerCreated: false,
  };
}

/** By its latest text: an answer that is expected now takes along what waited before it. */
function laneFor(entries: readonly Entry[], now: number): Lane {
  return laneOf("message", entries.at(-1)?.at ?? now, now);
}

/** Who signs, and whose conversation it is. */
async function takePart(
  deps: ConversationDeps,
  turn: ConversationTurn,
  { connection }: Dossier,
  entries: readonly [Entry, ...Entry[]],
): Promise<CustomerMatch> {
  const agent = entries.find(({ message }) => message.user)?.message.user ?? null;
  turn.users = await knowUsers(deps, turn, agent);
  const contact = entries.findLast(({ message }) => message.contact && isOfOwner(message))?.message.contact ?? null;
  const found = await findCustomer(deps, turn, { ...strangerOf(entries[0]), contact }, connection.settings);
  turn.customer = found.customer;
  turn.customerCreated = found.created || hasCreatedCustomer(turn);
  return found;
}

function strangerOf({ message }: Entry): Stranger {
  const country = message.line?.country ?? null;
  return { caller: threadCaller(message), contact: message.contact, country };
}

/** In a group the contact is the one of who wrote. */
function isOfOwner(message: TextMessage): boolean {
  const writer = readCaller(message.callerDigits, message.line?.country ?? null);
  return callerKey(writer) === callerKey(threadCaller(message));
}

/** Also when that customer was lost since and another one was found. The others of a group do not count. */
function hasCreatedCustomer({ writes, era }: ConversationTurn): boolean {
  const customers = writes.filter(
    ({ round, key, state }) => round === era && /^customer(?::again)?$/.test(key) && state === "done",
  );
  return customers.some((write) => customerOutcomeSchema.parse(write.outcome).created);
}

/** How a conversation stands with nothing left to write: one text that was refused, however long ago, is not hidden by the next. */
export function endOf(writes: readonly Write[]): Pick<SubjectRecord, "state" | "reason"> {
  const refused = writes.find(({ state, key }) => state === "refused" && isEntryKey(key));
  if (!refused) return { state: "done", reason: null };
  return { state: "failed", reason: (refused.outcome as { why?: string }).why ?? "Gorgias refused a text" };
}
