/** Finds the customer's ticket of texts: our own rows first; what is older than they are, among the customer's tickets, once (M11). */
import { chooseAmong } from "../../domain/conversation/choose-among.ts";
import type { TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/stores.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";
import { lookAtAll } from "./look-at.ts";

/** `tickets` are the customer's, as Gorgias has just shown them; null where it was not asked. */
export interface FoundThread {
  thread: Thread;
  tickets: TicketThere[] | null;
}

/** For a text that was sent at this time, epoch ms. */
export async function findThread(deps: ConversationDeps, turn: ConversationTurn, sentAt: number): Promise<FoundThread> {
  const { connectionId, subject, customer, settings } = turn;
  const thread = await deps.threads.claim(connectionId, customer.id, subject, deps.clock());
  if (thread.kind !== "yours" || turn.customerCreated) return { thread, tickets: null };
  const tickets = await lookAtAll(deps, turn);
  const adopted = chooseAmong(tickets, null, sentAt, settings.reopenWindow);
  if (!adopted) return { thread, tickets };
  const { ticketId } = adopted;
  const several = tickets.length > 1;
  await deps.threads.remember(connectionId, customer.id, ticketId, { several });
  return { thread: { kind: "known", ticketId, several }, tickets };
}
