/** Opens the ticket of a conversation with all the texts there are, in one request; once, whatever dies in between (M6, M7, M10). */
import { ticketIdOf, type Entry } from "../../domain/conversation/entries.ts";
import { threadCaller } from "../../domain/conversation/thread-caller.ts";
import { introductionOf, nameOf } from "../../domain/customer.ts";
import { customerNotFoundNote } from "../../domain/notes/customer-not-found-note.ts";
import { renderNote } from "../../domain/notes/note.ts";
import { isOwnLine } from "../../domain/own-lines.ts";
import { firstAdmin } from "../../domain/people.ts";
import type { MadeTicket, NoteDraft, TicketDraft } from "../../domain/ports/help-desk.ts";
import { threadTicketIntentSchema, threadTicketOutcomeSchema } from "../../domain/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import { knowTags } from "../desk-knowledge.ts";
import { ownCustomers } from "../find-customer.ts";
import { orForget } from "../forget.ts";
import { writeOnce } from "../write-once.ts";
import { draftEntry, type EntryDraft } from "./draft-entry.ts";
import { ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { agentOf, type SignedEntry } from "./sign-entry.ts";

/** A ticket is made with at most 500 messages (Gorgias contract 5.3); the rest follows one by one. */
const MOST_AT_ONCE = 100;

/** The tags of texts on this line (M10). */
export function tagsFor(turn: ConversationTurn, entries: readonly Entry[]): string[] {
  const lines = entries.flatMap(({ message }) => message.line?.name.slice(0, 256) ?? []);
  return [...new Set([turn.texts.say("tag.aircallSms"), ...lines])];
}

/** Entries in order; the first of them names the ticket. Rejects with a RequestError when Gorgias will not have it. */
export async function openTicket(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entries: readonly SignedEntry[],
): Promise<void> {
  const some = entries.slice(0, MOST_AT_ONCE);
  const [first] = some;
  if (!first) return;
  const tags = tagsFor(turn, some);
  await knowTags(deps, turn, tags);
  const drafts: EntryDraft[] = [];
  for (const entry of some) drafts.push(await draftEntry(deps, turn, entry));
  const externalId = ticketIdOf(first);
  const draft: TicketDraft = {
    externalId,
    subject: subjectOf(turn, first),
    customerId: turn.customer.id,
    assigneeId: assigneeOf(turn, some),
    tags,
    notes: [...notFoundNote(turn, first), ...drafts.flatMap(({ kind, draft }) => (kind === "note" ? [draft] : []))],
    texts: drafts.flatMap(({ kind, draft }) => (kind === "text" ? [draft] : [])),
    createdAt: first.at / 1000,
  };
  const result = await writeOnce(deps, turn, {
    round: ticketsOpened(turn) + 1,
    key: "ticket",
    intent: { externalId, entries: some.map(({ key }) => key), tags },
    find: async () => outcomeOf(await turn.desk.tickets.find(externalId)),
    send: async () => outcomeOf(await orForget(deps, turn, tags, () => turn.desk.tickets.open(draft))),
  });
  if (result.kind !== "done") {
    const why = result.kind === "refused" ? result.why : "the ticket could not be opened";
    throw new RequestError(why, { fate: "refused" });
  }
  await keepTicket(deps, turn, result.outcome.ticketId);
}

/**
 * A ticket that was sent when a worker died is looked for before anything else: else it would be taken for somebody
 * else's, and its texts written into it once more.
 */
export async function recoverTicket(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  const intended = turn.writes.find((write) => write.key === "ticket" && write.state === "intended");
  if (!intended) return;
  const intent = threadTicketIntentSchema.parse(intended.intent);
  const { round, key } = intended;
  const result = await writeOnce(deps, turn, {
    round,
    key,
    intent,
    find: async () => outcomeOf(await turn.desk.tickets.find(intent.externalId)),
    send: async () => null,
  });
  if (result.kind === "done") await keepTicket(deps, turn, threadTicketOutcomeSchema.parse(result.outcome).ticketId);
}

async function keepTicket(deps: ConversationDeps, turn: ConversationTurn, ticketId: number): Promise<void> {
  await deps.threads.remember(turn.connectionId, turn.customer.id, ticketId);
  turn.ticketId = ticketId;
  turn.ticketSeenAt = deps.clock();
  turn.ticket = null;
}

function outcomeOf(made: MadeTicket | null): { ticketId: number } | null {
  return made && { ticketId: made.ticketId };
}

function subjectOf(turn: ConversationTurn, { message }: Entry): string {
  const customer = nameOf(turn.customer, threadCaller(message), turn.texts);
  return turn.texts.say("subject.sms", { customer }).slice(0, 998).toWellFormed();
}

/** The first agent who answered, as if each text had been written when it was sent (C4, C15). */
function assigneeOf(turn: ConversationTurn, entries: readonly Entry[]): number | null {
  const agents = entries.flatMap((entry) => agentOf(turn, entry) ?? []);
  return agents[0] ?? null;
}

/** C2: who had to be created was not found by phone number; nobody to sign it, no note (C5). */
function notFoundNote(turn: ConversationTurn, { key, at, message }: Entry): NoteDraft[] {
  const authorId = firstAdmin(turn.users)?.id;
  const caller = threadCaller(message);
  // Who had a ticket before is no news, whichever of their conversations it was opened for.
  const introduction =
    hasLeftTicket(turn) || isOwnLine(caller, turn.ownLines) ? null : introductionOf(ownCustomers(turn));
  if (!introduction || authorId === undefined || caller.kind === "anonymous" || caller.kind === "word") return [];
  const { html, text } = renderNote(customerNotFoundNote(caller, turn.texts, introduction), turn.texts.language);
  return [{ externalId: `aircall-${key}:customer-not-found`, html, text, authorId, at: at / 1000, files: [] }];
}

function hasLeftTicket(turn: ConversationTurn): boolean {
  const round = ticketsOpened(turn);
  return turn.writes.some((write) => write.round === round && write.key.startsWith("left:"));
}
