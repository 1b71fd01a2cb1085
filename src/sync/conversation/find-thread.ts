/**
 * Finds the customer's message ticket. Our own rows come first. An older ticket is searched once among the customer's
 * tickets (M11).
 */
import { chooseAmong } from "../../domain/conversation/choose-among.ts";
import { TICKET_PREFIX } from "../../domain/conversation/entries.ts";
import type { ListedTicket, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/thread-index.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import { countLook } from "../run.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";

/** `tickets`: the customer's tickets, as Gorgias has just shown them. Null where no request was made. */
export interface FoundThread {
  thread: Thread;
  tickets: TicketThere[] | null;
}

/** `sentAt`: when the message was sent, epoch ms. */
export async function findThread(deps: ConversationDeps, run: ConversationRun, sentAt: number): Promise<FoundThread> {
  const { connectionId, activityId, customer, settings } = run;
  const thread = await deps.threads.claim(connectionId, customer.id, activityId, deps.clock());
  if (thread.kind !== "yours" || run.customerCreated) return { thread, tickets: null };
  const tickets = await lookAtAll(deps, run);
  const adopted = chooseAmong(tickets, null, sentAt, settings.reopenWindow);
  if (!adopted) return { thread, tickets };
  const { ticketId } = adopted;
  const several = tickets.length > 1;
  await deps.threads.remember(connectionId, customer.id, ticketId, { several });
  return { thread: { kind: "known", ticketId, several }, tickets };
}

/** All our tickets of the customer, the most recently changed first. Trashed tickets are left out. */
export async function lookAtAll(deps: ConversationDeps, run: ConversationRun): Promise<TicketThere[]> {
  const before = run.helpDesk.used();
  const listed = await run.helpDesk.tickets.ofCustomer(run.customer.id);
  await countLook(deps, run, { generation: 0, requests: run.helpDesk.used() - before });
  return listed.filter(isOurs).map(({ state }) => state);
}

const OUR_TAGS = new Set((["en", "fr"] as const).map((language) => translationsFor(language).say("tag.aircallSms")));

/**
 * A ticket is ours by its external id, or by its tag in any language (M10). So conversations of the closed integration
 * continue.
 */
function isOurs({ channel, externalId, state }: ListedTicket): boolean {
  if (channel !== "sms") return false;
  return externalId?.startsWith(TICKET_PREFIX) || state.tags.some((tag) => OUR_TAGS.has(tag));
}
