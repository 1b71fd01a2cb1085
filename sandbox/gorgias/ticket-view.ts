// A ticket as the vendor writes it, in full and as a list item (contract 5.1).
import type { Account } from "./account.ts";
import { splitName, viewCustomer } from "./customer-view.ts";
import { formatTime } from "./datetime.ts";
import { isEnriched, messagesOf, viewMessage } from "./message-view.ts";
import type { Ticket } from "./model.ts";

function viewCommon(account: Account, ticket: Ticket) {
  const enriched = isEnriched(account, ticket.processedAt);
  return {
    id: ticket.id,
    uri: `/api/tickets/${ticket.id}/`,
    external_id: ticket.externalId,
    language: ticket.language ?? (enriched ? "en" : null),
    status: ticket.status,
    priority: ticket.priority,
    channel: ticket.channel,
    via: ticket.via,
    from_agent: ticket.fromAgent,
    spam: ticket.spam,
    is_unread: ticket.isUnread,
    imported: ticket.imported,
    subject: ticket.subject,
    assignee_user: viewAssignee(account, ticket.assigneeUserId),
    assignee_team: null,
    tags: ticket.tagIds.flatMap((id) => {
      const tag = account.tags.get(id);
      return tag === undefined ? [] : [{ id, name: tag.name, decoration: { color: tag.color } }];
    }),
    custom_fields: ticket.customFields,
    meta: ticket.meta,
    summary: null,
    created_datetime: formatTime(ticket.createdAt),
    updated_datetime: formatTime(ticket.updatedAt),
    processed_datetime: formatTime(ticket.processedAt),
    opened_datetime: formatTime(ticket.openedAt),
    last_message_datetime: formatTime(ticket.lastMessageAt),
    last_received_message_datetime: formatTime(ticket.lastReceivedMessageAt),
    closed_datetime: formatTime(ticket.closedAt),
    snooze_datetime: formatTime(ticket.snoozedUntil),
    trashed_datetime: formatTime(ticket.trashedAt),
  };
}

export function viewTicket(account: Account, ticket: Ticket) {
  const customer = viewTicketCustomer(account, ticket);
  return {
    ...viewCommon(account, ticket),
    customer,
    requester: customer,
    assignee_user_id: ticket.assigneeUserId,
    assignee_team_id: null,
    messages: messagesOf(account, ticket.id).map((message) => viewMessage(account, message)),
    events: [],
    satisfaction_survey: null,
    reply_options: readReplyOptions(account, ticket),
  };
}

/** The compact form of lists. */
export function viewTicketItem(account: Account, ticket: Ticket) {
  const messages = messagesOf(account, ticket.id);
  const { channels: _channels, ...customer } = viewTicketCustomer(account, ticket) ?? { channels: [] };
  return {
    ...viewCommon(account, ticket),
    customer: "id" in customer ? customer : null,
    excerpt: (messages.at(-1)?.bodyText ?? "").slice(0, 200),
    messages_count: messages.length,
    integrations: [],
    last_sent_message_not_delivered: messages.some((message) => message.fromAgent && message.failedAt !== null),
  };
}

function viewTicketCustomer(account: Account, ticket: Ticket) {
  const customer = ticket.customerId === null ? undefined : account.customers.get(ticket.customerId);
  if (customer === undefined) return null;
  const { id, email, name, firstname, lastname, meta, channels, data, integrations, external_id, note } =
    viewCustomer(customer);
  return {
    id,
    email,
    name,
    firstname,
    lastname,
    meta,
    channels,
    data,
    customer: null,
    integrations,
    external_id,
    note,
  };
}

function viewAssignee(account: Account, id: number | null) {
  const user = id === null ? undefined : account.users.get(id);
  if (user === undefined) return null;
  return { id: user.id, email: user.email, name: user.name, ...splitName(user.name), meta: {}, bio: null };
}

/** `phone` is there only when the customer has one (contract 5.1). */
function readReplyOptions(account: Account, ticket: Ticket) {
  const customer = ticket.customerId === null ? undefined : account.customers.get(ticket.customerId);
  const types = new Set(customer?.channels.map((channel) => channel.type));
  return {
    "internal-note": { answerable: true },
    email: types.has("email") ? { answerable: true } : { answerable: false, reason: "missing email address" },
    ...(types.has("phone") ? { phone: { answerable: false, reason: "missing integration" } } : {}),
  };
}
