/** Looks at the ticket of a conversation; where its customer has several of ours, at all of them in the same one request (M2). */
import { TICKET_PREFIX } from "../../domain/conversation/entries.ts";
import type { ListedTicket, TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import { countLook } from "../turn.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";

export async function lookAt(deps: ConversationDeps, turn: ConversationTurn, ticketId: number): Promise<TicketState> {
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  await countLook(deps, turn, { round: 0, requests: turn.desk.spent() - before });
  return state;
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
