/** Finds the customer's ticket of texts: our own rows first; what is older than they are, among the customer's tickets, once (M11). */
import { TICKET_PREFIX } from "../../domain/conversation/entries.ts";
import type { ListedTicket, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/stores.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import { countLook } from "../turn.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";

/** `state` is what Gorgias has just shown of the ticket; null where it was not asked. */
export async function findThread(
  deps: ConversationDeps,
  turn: ConversationTurn,
): Promise<{ thread: Thread; state: TicketThere | null }> {
  const { connectionId, subject, customer } = turn;
  const thread = await deps.threads.claim(connectionId, customer.id, subject, deps.clock());
  if (thread.kind !== "yours" || turn.customerCreated) return { thread, state: null };
  const before = turn.desk.spent();
  const ours = (await turn.desk.tickets.ofCustomer(customer.id)).filter(isOurs);
  await countLook(deps, turn, { round: 0, requests: turn.desk.spent() - before });
  const adopted = ours.find(({ state }) => state.status === "open" && !state.spam && !state.trashed) ?? ours[0];
  if (!adopted) return { thread, state: null };
  await deps.threads.remember(connectionId, customer.id, adopted.state.ticketId);
  return { thread: { kind: "known", ticketId: adopted.state.ticketId }, state: adopted.state };
}

const OUR_TAGS = new Set((["en", "fr"] as const).map((language) => textsFor(language).say("tag.aircallSms")));

/** Ours by its name, or by its tag in any language (M10): the closed integration's conversations go on as well. */
function isOurs({ channel, externalId, state }: ListedTicket): boolean {
  if (channel !== "sms") return false;
  return externalId?.startsWith(TICKET_PREFIX) || state.tags.some((tag) => OUR_TAGS.has(tag));
}
