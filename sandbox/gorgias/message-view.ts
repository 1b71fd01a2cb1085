// A message as the vendor writes it (contract 6.1).
import type { Account } from "./account.ts";
import { splitName } from "./customer-view.ts";
import { formatTime } from "./datetime.ts";
import { readPerson } from "./find-person.ts";
import type { Message } from "./model.ts";

export function viewMessage(account: Account, message: Message) {
  return {
    id: message.id,
    uri: `/api/tickets/${message.ticketId}/messages/${message.id}/`,
    message_id: message.messageId,
    external_id: message.externalId,
    ticket_id: message.ticketId,
    public: message.public,
    channel: message.channel,
    via: message.via,
    source: message.source,
    sender: viewPerson(account, message.senderId, message.fromAgent),
    receiver: viewPerson(account, message.receiverId, false),
    auth_customer_identity: null,
    from_agent: message.fromAgent,
    integration_id: message.integrationId,
    rule_id: null,
    subject: message.subject,
    body_text: message.bodyText,
    body_html: message.bodyHtml,
    stripped_text: message.strippedText,
    stripped_html: message.strippedHtml,
    stripped_signature: message.strippedSignature,
    attachments: message.attachments,
    macros: message.macros,
    intents: readIntents(account, message),
    actions: message.actions,
    headers: message.headers,
    meta: message.meta,
    imported: message.imported,
    created_datetime: formatTime(message.createdAt),
    processed_datetime: formatTime(message.processedAt),
    sent_datetime: formatTime(message.sentAt),
    failed_datetime: formatTime(message.failedAt),
    opened_datetime: formatTime(message.openedAt),
    deleted_datetime: formatTime(message.deletedAt),
    last_sending_error: message.lastSendingError,
    is_retriable: message.isRetriable,
  };
}

function viewPerson(account: Account, id: number | null, isUser: boolean) {
  const person = readPerson(account, id, isUser);
  return person === null ? null : { ...person, ...splitName(person.name) };
}

/** Filled in a while after the answer, when the account is set to (contract 5.3). */
function readIntents(account: Account, message: Message) {
  if (!isEnriched(account, message.processedAt) || message.fromAgent) return [];
  return [{ name: "other/question", rejected: null, is_user_feedback: false }];
}

export function isEnriched(account: Account, since: number): boolean {
  return account.settings.enrichment && account.now() >= since + account.settings.enrichmentDelayMs;
}

/** Oldest first (contract 5.1, assumed). */
export function messagesOf(account: Account, ticketId: number): Message[] {
  return account.messages.by("ticket", ticketId).sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
}
