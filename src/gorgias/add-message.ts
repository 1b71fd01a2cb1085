/** Adds a message to a ticket, without the fields that Gorgias rejected before. A rejection names the parts that it rejects. */
import type { MessageDraft, TicketState } from "../domain/ports/help-desk.ts";
import type { Without } from "../domain/ticket/rejected-parts.ts";
import type { GorgiasAccount } from "./account.ts";
import { postMessage } from "./messages.ts";
import { namingParts } from "./rejected-fields.ts";
import { messageParts, messageWithout } from "./optional-parts.ts";

/** The new message's id, or the ticket's state when it is not there to be written to. */
export function addMessage(
  account: GorgiasAccount,
  ticketId: number,
  { message, body, without }: { message: MessageDraft; body: object; without: Without },
): Promise<number | TicketState> {
  const json = messageWithout(body, message, without);
  return namingParts(
    () => postMessage(account, ticketId, json, message.kind),
    (named) => messageParts(message, named),
  );
}
