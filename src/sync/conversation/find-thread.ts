/** Finds the customer's ticket of texts: our own rows first; what is older than they are, among the customer's tickets, once (M11). */
import { chooseAmong } from "../../domain/conversation/choose-among.ts";
import { TICKET_PREFIX } from "../../domain/conversation/entries.ts";
import type { ListedTicket, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/stores.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import { countLook } from "../turn.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";

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

/** All tickets of ours that the customer has, but those in the trash; the one that changed last first. */
export async function lookAtAll(deps: ConversationDeps, turn: ConversationTurn): Promise<TicketThere[]> {
  const before = turn.desk.spent();
  const listed = await turn.desk.tickets.ofCustomer(turn.customer.id);
  await countLook(deps, turn, { round: 0, requests: turn.desk.spent() - before });
  return listed.filter(isOurs).map(({ state }) => state);
}

const OUR_TAGS = new Set((["en", "fr"] as const).map((language) => textsFor(language).say("tag.aircallSms")));

/** Ours by its name, or by its tag in any language (M10): the closed integration's conversations go on as well. */
function isOurs({ channel, externalId, state }: ListedTicket): boolean {
  if (channel !== "sms") return false;
  return externalId?.startsWith(TICKET_PREFIX) || state.tags.some((tag) => OUR_TAGS.has(tag));
}
