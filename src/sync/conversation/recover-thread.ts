/** Finishes the opening of a ticket: a lost answer, and the parts that it had to be opened without (C18). */
import type { SignedEntry } from "../../domain/conversation/sign-entry.ts";
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import type { TicketDraft } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { threadTicketIntentSchema } from "../../domain/write.ts";
import { wasUnnamed } from "../ticket/lesser-attempts.ts";
import { findOpened } from "../ticket/open-ticket.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import { writeOnce } from "../ticket/write-once.ts";
import { settleNow } from "../turn.ts";
import { takeTicket } from "./change-thread.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";
import { draftMessage } from "./draft-entry.ts";
import { addLaterTags, keepTicket } from "./thread-ticket.ts";

/**
 * Looks first for a ticket that was sent when a worker died. Otherwise it would count as a ticket of another origin,
 * and its messages would be written once more. `entries`: those that may have been sent.
 */
export async function recoverThread(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entries: readonly SignedEntry[],
): Promise<void> {
  const intended = turn.writes.find((write) => write.key === "ticket" && write.state === "intended");
  if (!intended) return;
  const { round, key } = intended;
  const intent = threadTicketIntentSchema.parse(intended.intent);
  const first = entries.find((entry) => intent.entries.includes(entry.key));
  const isUnnamed = wasUnnamed(intent, leftOutSoFar(turn.writes, deps.clock()), "ticket");
  const result = await writeOnce<{ ticketId: number }>(deps, turn, {
    round,
    key,
    intent,
    find: () => findOpened(turn, intent.externalId, async () => (first && isUnnamed ? draftWith(first) : null)),
    send: async () => null,
  });
  if (result.kind === "done") await keepTicket(deps, turn, result.outcome.ticketId);

  async function draftWith(entry: SignedEntry): Promise<TicketDraft> {
    const messages = [await draftMessage(deps, turn, { key: entry.key, waitsUntil: null, entry })];
    const about = { externalId: intent.externalId, subject: "", customerId: turn.customer.id, assigneeId: null };
    return { ...about, tags: [], channel: "sms", messages, createdAt: entry.at / 1000 };
  }
}

/**
 * Adds the tags and the assignee that were left out where a rejection named no part. Runs once for each ticket. Makes
 * no request where the ticket was opened with everything.
 */
export async function completeTicket(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  const round = ticketsOpened(turn);
  const ofRound = turn.writes.filter((write) => write.round === round && write.state === "done");
  const ticket = ofRound.find(({ key }) => key === "ticket");
  const later = ticket && threadTicketIntentSchema.parse(ticket.intent).later;
  const { ticketId } = turn;
  if (!later || ticketId === null || ofRound.some(({ key }) => key === "completed")) return;
  await addLaterTags(deps, turn, ticketId, later.tags);
  if (later.assigneeId !== null) {
    const state = await lookAtTicket(deps, turn, ticketId);
    if (state.kind === "there") await takeTicket(deps, turn, state, later.assigneeId);
  }
  await settleNow(deps, turn, { round, key: "completed", outcome: {}, requests: 0 });
}
