/** Finishes the opening of a ticket: a lost answer, and the parts that it had to be opened without (C18). */
import type { SignedEntry } from "../../domain/conversation/sign-entry.ts";
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import type { TicketDraft } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { threadTicketIntentSchema } from "../../domain/ticket/write.ts";
import { wasUnnamed } from "../ticket/lesser-attempts.ts";
import { findOpened } from "../ticket/open-ticket.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import { writeOnce } from "../ticket/write-once.ts";
import { completeNow } from "../run.ts";
import { takeTicket } from "./change-thread.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";
import { draftMessage } from "./draft-entry.ts";
import { addLaterTags, keepTicket } from "./thread-ticket.ts";

/**
 * Looks first for a ticket that was sent when a worker died. Otherwise it would count as a ticket of another origin,
 * and its messages would be written once more. `entries`: those that may have been sent.
 */
export async function recoverThread(
  deps: ConversationDeps,
  run: ConversationRun,
  entries: readonly SignedEntry[],
): Promise<void> {
  const intended = run.writes.find((write) => write.key === "ticket" && write.state === "intended");
  if (!intended) return;
  const { generation, key } = intended;
  const intent = threadTicketIntentSchema.parse(intended.intent);
  const first = entries.find((entry) => intent.entries.includes(entry.key));
  const isUnnamed = wasUnnamed(intent, leftOutSoFar(run.writes, deps.clock()), "ticket");
  const result = await writeOnce<{ ticketId: number }>(deps, run, {
    generation,
    key,
    intent,
    find: () => findOpened(run, intent.externalId, async () => (first && isUnnamed ? draftWith(first) : null)),
    send: async () => null,
  });
  if (result.kind === "done") await keepTicket(deps, run, result.outcome.ticketId);

  async function draftWith(entry: SignedEntry): Promise<TicketDraft> {
    const messages = [await draftMessage(deps, run, { key: entry.key, waitsUntil: null, entry })];
    const about = { externalId: intent.externalId, subject: "", customerId: run.customer.id, assigneeId: null };
    return { ...about, tags: [], channel: "sms", messages, createdAt: entry.at / 1000 };
  }
}

/**
 * Adds the tags and the assignee that were left out where a rejection named no part. Runs once for each ticket. Makes
 * no request where the ticket was opened with everything.
 */
export async function completeTicket(deps: ConversationDeps, run: ConversationRun): Promise<void> {
  const generation = ticketsOpened(run);
  const ofGeneration = run.writes.filter((write) => write.generation === generation && write.state === "done");
  const ticket = ofGeneration.find(({ key }) => key === "ticket");
  const later = ticket && threadTicketIntentSchema.parse(ticket.intent).later;
  const { ticketId } = run;
  if (!later || ticketId === null || ofGeneration.some(({ key }) => key === "completed")) return;
  await addLaterTags(deps, run, ticketId, later.tags);
  if (later.assigneeId !== null) {
    const state = await lookAtTicket(deps, run, ticketId);
    if (state.kind === "there") await takeTicket(deps, run, state, later.assigneeId);
  }
  await completeNow(deps, run, { generation, key: "completed", outcome: {}, requests: 0 });
}
