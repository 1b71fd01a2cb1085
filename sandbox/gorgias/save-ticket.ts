// Makes and changes tickets (contract 5.3 to 5.5).
import { type Account, emailOf } from "./account.ts";
import { find, resolvePerson } from "./find-person.ts";
import type { Credential, Ticket } from "./model.ts";
import { refuseGone } from "./save-customer.ts";
import { logEvent } from "./save-event.ts";
import { addMessage, checkKind, findPeople } from "./save-message.ts";
import { resolveTagNames, setTags } from "./save-tag.ts";
import type { TicketChange, TicketInput } from "./ticket-body.ts";
import { setSnooze, setStatus, wakeTicket } from "./ticket-times.ts";
import { refuse } from "./vendor-error.ts";

const failures = { create: "Failed to create ticket", update: "Failed to update ticket" };

export function addTicket(account: Account, credential: Credential, input: TicketInput): Ticket {
  const failure = failures.create;
  const writings = input.messages.map((_, index) => ({ account, credential, failure, at: `messages.${index}.` }));
  const pairs = input.messages.map((message, index) => ({
    message,
    writing: find(writings[index], refuse.notFound()),
  }));
  for (const { message, writing } of pairs) checkKind(writing, message);
  const links = resolveLinks(account, input, failure);
  const written = pairs.map(({ message, writing }) => ({
    message,
    people: findPeople(writing, message, { customerId: links.customerId ?? null }),
  }));
  const first = written[0];
  // Without a customer, the first message's outside party is the one (contract 5.3).
  const derived = first?.message.from_agent ? first.people.receiverId : (first?.people.senderId ?? null);
  const ticket = newTicket(account, input, links.customerId ?? derived);
  applyTicket(account, ticket, input, { ...links, customerId: ticket.customerId });
  account.tickets.put(ticket);
  for (const { message, people } of written) addMessage(account, ticket, message, people);
  for (const key of ["last_message_datetime", "last_received_message_datetime"] as const) {
    const value = input[key];
    if (value === undefined) continue;
    if (key === "last_message_datetime") ticket.lastMessageAt = value;
    else ticket.lastReceivedMessageAt = value;
  }
  ticket.updatedAt = input.updated_datetime ?? account.now();
  answerByRule(account, ticket);
  return account.tickets.put(ticket);
}

function newTicket(account: Account, input: TicketInput, customerId: number | null): Ticket {
  const at = account.now();
  return {
    id: account.nextId("ticket"),
    externalId: null,
    status: "open",
    priority: "normal",
    channel: input.channel,
    via: input.via ?? "api",
    fromAgent: input.from_agent,
    spam: false,
    isUnread: true,
    imported: input.imported ?? false,
    subject: null,
    customerId,
    assigneeUserId: null,
    tagIds: [],
    customFields: {},
    language: null,
    meta: null,
    splitFrom: input.split_from ?? null,
    createdAt: input.created_datetime ?? at,
    updatedAt: at,
    processedAt: at,
    openedAt: null,
    lastMessageAt: null,
    lastReceivedMessageAt: null,
    closedAt: null,
    snoozedUntil: null,
    trashedAt: null,
  };
}

export function changeTicket(account: Account, ticket: Ticket, change: TicketChange): Ticket {
  const links = resolveLinks(account, change, failures.update);
  const before = ticket.customerId;
  applyTicket(account, ticket, change, links);
  if (ticket.customerId !== before)
    logEvent(account, "ticket-customer-updated", ticket.id, { customer: { old: before, new: ticket.customerId } });
  ticket.updatedAt = change.updated_datetime ?? account.now();
  return account.tickets.put(ticket);
}

/** Undefined where the body is silent. */
interface Links {
  customerId: number | null | undefined;
  assigneeUserId: number | null | undefined;
  tagIds: number[] | undefined;
}

/** Everything that can be refused, before anything is changed. */
function resolveLinks(account: Account, input: TicketChange, failure: string): Links {
  const place = { account, failure, at: "" };
  const { customer, assignee_user: user, assignee_team: team } = input;
  const unknown = (field: string) => refuse.invalid(failure, { [field]: ["Unknown id."] });
  if (typeof user?.id === "number") find(account.users.get(user.id), unknown("assignee_user"));
  // No account here has teams.
  if (typeof team?.id === "number") throw unknown("assignee_team");
  const tagIds = input.tags === undefined ? undefined : resolveTagNames(account, input.tags, failure);
  return {
    customerId: customer ? resolvePerson(place, customer, "customer") : customer,
    assigneeUserId: user === undefined ? undefined : (user?.id ?? null),
    tagIds,
  };
}

/** The body's keys and the record's, where the value is taken as it is. */
const plainKeys = [
  ["external_id", "externalId"],
  ["priority", "priority"],
  ["channel", "channel"],
  ["via", "via"],
  ["from_agent", "fromAgent"],
  ["is_unread", "isUnread"],
  ["spam", "spam"],
  ["subject", "subject"],
  ["language", "language"],
  ["meta", "meta"],
  ["opened_datetime", "openedAt"],
  ["last_message_datetime", "lastMessageAt"],
  ["last_received_message_datetime", "lastReceivedMessageAt"],
  ["trashed_datetime", "trashedAt"],
] as const;

function applyTicket(account: Account, ticket: Ticket, input: TicketChange, links: Links): void {
  const plain = plainKeys
    .filter(([key]) => input[key] !== undefined)
    .map(([key, field]) => [field, input[key]] as const);
  Object.assign(ticket, Object.fromEntries(plain));
  if (links.customerId !== undefined) ticket.customerId = links.customerId;
  if (links.assigneeUserId !== undefined) ticket.assigneeUserId = links.assigneeUserId;
  if (links.tagIds !== undefined) setTags(account, ticket, links.tagIds);
  if (input.custom_fields !== undefined) ticket.customFields = input.custom_fields;
  if (input.status !== undefined) setStatus(account, ticket, input.status);
  if (input.closed_datetime !== undefined) ticket.closedAt = input.closed_datetime;
  if (input.snooze_datetime !== undefined) setSnooze(account, ticket, input.snooze_datetime);
}

/** A shop's rule that answers first messages, but never on channel `api` (contract 5.3). */
function answerByRule(account: Account, ticket: Ticket): void {
  const first = account.messages.by("ticket", ticket.id)[0];
  if (!account.settings.autoReply || first === undefined || first.fromAgent) return;
  if (ticket.channel === "api" && first.channel === "api") return;
  const bot = account.users.all().find((user) => user.role === "bot");
  const customer = ticket.customerId === null ? undefined : account.customers.get(ticket.customerId);
  const text = "Thank you for your message. We will be with you soon.";
  const people = { senderId: bot?.id ?? null, receiverId: ticket.customerId };
  const channel = customer && emailOf(customer) !== null ? "email" : first.channel;
  addMessage(account, ticket, { channel, via: "rule", from_agent: true, body_text: text }, people);
}

/** The ticket, or a 301 that leads to the one it was merged into, or 404. */
export function findTicket(account: Account, id: number): Ticket {
  const ticket = account.tickets.get(id);
  if (ticket !== undefined) return wakeTicket(account, ticket);
  throw refuseGone(account, account.merged.tickets, "tickets", id);
}

export function deleteTicket(account: Account, ticket: Ticket): void {
  for (const message of account.messages.by("ticket", ticket.id)) account.messages.delete(message.id);
  account.tickets.delete(ticket.id);
}

/** Moves messages and tags to `target`; `source` answers 301 from then on. */
export function mergeTickets(account: Account, source: Ticket, target: Ticket): void {
  if (source === target) throw refuse.invalid("Failed to merge tickets", { into: ["Must differ."] });
  for (const message of account.messages.by("ticket", source.id)) {
    message.ticketId = target.id;
    account.messages.put(message);
  }
  setTags(account, target, [...target.tagIds, ...source.tagIds]);
  logEvent(account, "ticket-merged", source.id);
  account.tickets.delete(source.id);
  account.merged.tickets.set(source.id, target.id);
}
