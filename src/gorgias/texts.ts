/** Texts in Gorgias (contract 6.4): channel `sms`, from the customer or from the agent. Recorded, never sent (see messages.ts). */
import type { TextDesk, TextDraft } from "../domain/ports/help-desk.ts";
import type { GorgiasAccount } from "./account.ts";
import { postMessage, recorded } from "./messages.ts";

export function textDesk(account: GorgiasAccount): TextDesk {
  return { add: (ticketId, text) => postMessage(account, ticketId, textBody(text), "text") };
}

/** The message body of a text. An inbound one has no receiver; throws for an outbound one that nobody signs. */
export function textBody(text: TextDraft) {
  const caller = { address: text.callerAddress };
  const line = { address: text.lineAddress };
  const common = { channel: "sms", public: true, ...recorded(text) };
  if (text.direction === "inbound") {
    const source = { type: "sms", from: caller, to: [line] };
    return { ...common, from_agent: false, sender: { id: text.customerId }, source };
  }
  if (text.authorId === null) throw new Error(`the outbound text ${text.externalId} has no author`);
  const source = { type: "sms", from: line, to: [caller] };
  const people = { sender: { id: text.authorId }, receiver: { id: text.customerId } };
  return { ...common, from_agent: true, ...people, source };
}
