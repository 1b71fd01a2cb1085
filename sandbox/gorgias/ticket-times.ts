// What a message and the passing of time do to a ticket's status and times (contract 5.1, 5.5).
import type { Account } from "./account.ts";
import type { Message, Ticket } from "./model.ts";
import { logEvent } from "./save-event.ts";

export function bringMessageIn(account: Account, ticket: Ticket, message: Message): void {
  ticket.lastMessageAt = Math.max(ticket.lastMessageAt ?? message.createdAt, message.createdAt);
  ticket.updatedAt = account.now();
  if (message.fromAgent) return;
  ticket.lastReceivedMessageAt = Math.max(ticket.lastReceivedMessageAt ?? message.createdAt, message.createdAt);
  ticket.isUnread = true;
}

/** A public message of the customer reopens a closed ticket; trash and spam stay what they are (contract 5.5). */
export function reopenFor(account: Account, ticket: Ticket, message: Message): void {
  if (message.fromAgent || !message.public || !account.settings.customerMessageReopens) return;
  if (ticket.status === "closed") setStatus(account, ticket, "open");
}

/** Closing keeps the first closing time; opening forgets it. */
export function setStatus(account: Account, ticket: Ticket, status: Ticket["status"]): void {
  if (ticket.status !== status) logEvent(account, status === "closed" ? "ticket-closed" : "ticket-reopened", ticket.id);
  ticket.status = status;
  ticket.closedAt = status === "closed" ? (ticket.closedAt ?? account.now()) : null;
  if (status === "open") ticket.snoozedUntil = null;
}

/** A future time puts the ticket to sleep; null wakes it. */
export function setSnooze(account: Account, ticket: Ticket, until: number | null): void {
  if (until === null && ticket.snoozedUntil !== null) ticket.status = "open";
  ticket.snoozedUntil = until;
  if (until !== null && until > account.now()) ticket.status = account.settings.snoozedStatus;
}

/** A snoozed ticket reopens by itself: looked at whenever it is read. */
export function wakeTicket(account: Account, ticket: Ticket): Ticket {
  if (ticket.snoozedUntil !== null && ticket.snoozedUntil <= account.now()) setStatus(account, ticket, "open");
  return ticket;
}
