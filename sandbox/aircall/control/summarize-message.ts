// One message as the panel shows it: names beside ids, links instead of bytes.
import type { Exchange } from "../exchange.ts";
import { findCompany } from "../find.ts";
import { displayDigits } from "../digits.ts";
import { signAttachment } from "../messages/message-media.ts";
import type { Message } from "../messages/message.ts";

export function summarizeMessage(exchange: Exchange, message: Message): Record<string, unknown> {
  const company = findCompany(exchange, message.companyId);
  const contact = company.contacts.find((one) => one.id === message.contactId);
  const { attachments, ...rest } = message;
  return {
    ...rest,
    shownDigits: displayDigits(message.digits),
    line: company.lines.find((one) => one.id === message.lineId)?.name ?? null,
    user: company.users.find((one) => one.id === message.userId)?.name ?? null,
    contact: contact === undefined ? null : [contact.firstName, contact.lastName].filter(Boolean).join(" "),
    files: attachments.map((one) => ({
      name: one.name,
      type: one.type,
      controls: one.controls,
      isReal: one.content !== null,
      url: signAttachment(exchange, message, one),
    })),
  };
}
