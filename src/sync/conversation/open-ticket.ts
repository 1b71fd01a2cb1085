/** Opens the ticket of a conversation with all the texts there are, in one request; once, whatever dies in between (M6, M7, M10). */
import { entryIdOf, ticketIdOf, type Entry } from "../../domain/conversation/entries.ts";
import { threadCaller } from "../../domain/conversation/thread-caller.ts";
import { introductionOf, nameOf } from "../../domain/customer.ts";
import { customerNotFoundNote } from "../../domain/notes/customer-not-found-note.ts";
import { renderNote } from "../../domain/notes/note.ts";
import { lesserTickets } from "../../domain/lesser-drafts.ts";
import { isOwnLine } from "../../domain/own-lines.ts";
import type { MadeTicket, MessageDraft, NoteDraft, TicketDraft } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar, PartsRejected, type Without } from "../../domain/rejected-parts.ts";
import { threadTicketIntentSchema, threadTicketOutcomeSchema } from "../../domain/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import { knowTags } from "../desk-knowledge.ts";
import { ownCustomers } from "../find-customer.ts";
import { learning } from "../learn-rejection.ts";
import { EXTERNAL_ID, lesserAttempts, wasUnnamed } from "../lesser-attempts.ts";
import { writeOnce } from "../write-once.ts";
import { tagsFor } from "./thread-tags.ts";
import { draftMessage, optionsFor } from "./draft-message.ts";
import { ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { agentOf, type SignedEntry } from "./sign-entry.ts";

/** A ticket is made with at most 500 messages (Gorgias contract 5.3); the rest follows one by one. */
const MOST_AT_ONCE = 100;

/** Texts that are tried on their own where Gorgias takes no ticket with all of them. */
const MOST_ALONE = 10;

/**
 * Entries in order; the first of them names the ticket. What is rejected does not keep the others out: it is tried again
 * as a message of its own once there is a ticket (M12). Rejects with a RequestError when Gorgias takes no ticket at all.
 */
export async function openTicket(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entries: readonly SignedEntry[],
): Promise<void> {
  const some = entries.slice(0, MOST_AT_ONCE);
  const refusal = await openWith(deps, turn, some);
  if (refusal === null) return;
  const bad = rejectedMessages(refusal);
  const good = some.filter((entry) => !bad.has(entryIdOf(entry)));
  if (bad.size > 0 && good.length > 0 && (await openWith(deps, turn, good)) === null) return;
  // Where nothing is named, a single text may still be at fault. Not so where we lack the permission.
  const alone = some.length > 1 && refusal.status !== 403 ? good.slice(0, MOST_ALONE) : [];
  for (const entry of alone) if ((await openWith(deps, turn, [entry])) === null) return;
  throw refusal;
}

/** Which messages were rejected as such, by their external ids. */
function rejectedMessages(refusal: RequestError): Set<string> {
  const parts = refusal instanceof PartsRejected ? refusal.parts : [];
  return new Set(parts.flatMap((part) => (part.kind === "message" ? [part.message] : [])));
}

/** Null when the ticket is open, else why it was refused. */
async function openWith(
  deps: ConversationDeps,
  turn: ConversationTurn,
  some: readonly SignedEntry[],
): Promise<RequestError | null> {
  const [first] = some;
  if (!first) return null;
  const options = optionsFor(deps, turn);
  const draft = await draftTicket(deps, turn, first, some);
  const { externalId, tags } = draft;
  const keys = some.map(({ key }) => key);
  const send = async (sent: TicketDraft, without: Without) => outcomeOf(await turn.desk.tickets.open(sent, without));
  const result = await writeOnce<{ ticketId: number }>(deps, turn, {
    round: ticketsOpened(turn) + 1,
    key: "ticket",
    intent: { externalId, entries: keys, tags },
    async find(intent) {
      const named = await turn.desk.tickets.find(externalId);
      return outcomeOf(named ?? (wasUnnamed(intent, options) ? await turn.desk.tickets.findLike(draft) : null));
    },
    send: () => learning(deps, turn, { tags, stale: "all" }, () => send(draft, options.without)),
    lesser: lesserAttempts(deps, turn, lesserTickets(draft, options), {
      intent: (form) => ({
        externalId,
        entries: keys,
        tags: form.draft.tags,
        unnamed: form.without.ticket.has(EXTERNAL_ID),
        later: { tags, assigneeId: draft.assigneeId },
      }),
      send: (form) => send(form.draft, form.without),
    }),
  });
  if (result.kind === "refused") return result.error;
  if (result.kind === "nothing")
    return new RequestError("the ticket could not be opened", { fate: "refused", obstacle: "ticket_not_opened" });
  await keepTicket(deps, turn, result.outcome.ticketId);
  return null;
}

async function draftTicket(
  deps: ConversationDeps,
  turn: ConversationTurn,
  first: SignedEntry,
  some: readonly SignedEntry[],
): Promise<TicketDraft> {
  const { tags: rejected, assignees } = leftOutSoFar(turn.writes, deps.clock());
  const tags = tagsFor(turn, some).filter((tag) => !rejected.has(tag));
  await knowTags(deps, turn, tags);
  const drafts: MessageDraft[] = [];
  for (const entry of some) drafts.push(await draftMessage(deps, turn, entry));
  const assigneeId = assigneeOf(turn, some);
  return {
    externalId: ticketIdOf(first),
    subject: subjectOf(turn, first),
    customerId: turn.customer.id,
    assigneeId: assigneeId !== null && assignees.has(assigneeId) ? null : assigneeId,
    tags,
    notes: [
      ...notFoundNote(deps, turn, first),
      ...drafts.flatMap(({ kind, draft }) => (kind === "note" ? [draft] : [])),
    ],
    texts: drafts.flatMap(({ kind, draft }) => (kind === "text" ? [draft] : [])),
    createdAt: first.at / 1000,
  };
}

/**
 * A ticket that was sent when a worker died is looked for before anything else: else it would be taken for somebody
 * else's, and its texts written into it once more. `entries` are those that may have been sent.
 */
export async function recoverTicket(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entries: readonly SignedEntry[],
): Promise<void> {
  const intended = turn.writes.find((write) => write.key === "ticket" && write.state === "intended");
  if (!intended) return;
  const intent = threadTicketIntentSchema.parse(intended.intent);
  const { round, key } = intended;
  const sent = entries.filter((entry) => intent.entries.includes(entry.key));
  const result = await writeOnce(deps, turn, {
    round,
    key,
    intent,
    find: async () => outcomeOf((await turn.desk.tickets.find(intent.externalId)) ?? (await findUnnamed(sent))),
    send: async () => null,
  });
  if (result.kind === "done") await keepTicket(deps, turn, threadTicketOutcomeSchema.parse(result.outcome).ticketId);

  async function findUnnamed([first]: readonly SignedEntry[]): Promise<MadeTicket | null> {
    if (!first || !wasUnnamed(intent, optionsFor(deps, turn))) return null;
    const message = await draftMessage(deps, turn, first);
    const [notes, texts] = message.kind === "note" ? [[message.draft], []] : [[], [message.draft]];
    const about = { externalId: intent.externalId, subject: "", customerId: turn.customer.id, assigneeId: null };
    return turn.desk.tickets.findLike({ ...about, tags: [], notes, texts, createdAt: first.at / 1000 });
  }
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
function notFoundNote(deps: ConversationDeps, turn: ConversationTurn, { key, at, message }: Entry): NoteDraft[] {
  const authorId = optionsFor(deps, turn).adminId;
  const caller = threadCaller(message);
  // Who had a ticket before is no news, whichever of their conversations it was opened for.
  const introduction =
    hasLeftTicket(turn) || isOwnLine(caller, turn.ownLines) ? null : introductionOf(ownCustomers(turn));
  if (!introduction || authorId === null || caller.kind === "anonymous" || caller.kind === "word") return [];
  const { html, text } = renderNote(customerNotFoundNote(caller, turn.texts, introduction), turn.texts.language);
  return [{ externalId: `aircall-${key}:customer-not-found`, html, text, authorId, at: at / 1000, files: [] }];
}

function hasLeftTicket(turn: ConversationTurn): boolean {
  const round = ticketsOpened(turn);
  return turn.writes.some((write) => write.round === round && write.key.startsWith("left:"));
}
