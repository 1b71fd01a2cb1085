/**
 * Messages in Gorgias (docs/vendors/gorgias.md 6.4): channel `sms`, from the customer or the agent. Recorded, never
 * sent (see messages.ts).
 */
import type { HelpDeskMessages, TextDraft } from "../domain/ports/help-desk.ts";
import { WITH_ALL } from "../domain/ticket/rejected-parts.ts";
import type { GorgiasAccount } from "./account.ts";
import { addMessage } from "./add-message.ts";
import { recorded } from "./messages.ts";

export function helpDeskMessages(account: GorgiasAccount): HelpDeskMessages {
  return {
    add: (ticketId, text, without = WITH_ALL) =>
      addMessage(account, ticketId, { message: { kind: "text", draft: text }, body: textBody(text), without }),
  };
}

/** The body of a message. An inbound one has no receiver. */
export function textBody(text: TextDraft) {
  const caller = { address: text.customerAddress };
  const line = { address: text.lineAddress };
  const common = { channel: "sms", public: true, ...recorded(text) };
  if (text.direction === "inbound") {
    const source = { type: "sms", from: caller, to: [line] };
    return { ...common, from_agent: false, sender: { id: text.customerId }, source };
  }
  const source = { type: "sms", from: line, to: [caller] };
  const sender = text.authorId === null ? {} : { sender: { id: text.authorId } };
  const people = { ...sender, receiver: { id: text.customerId } };
  return { ...common, from_agent: true, ...people, source };
}
