/** Joins the tickets of a list with those that the service has opened since. Pure (I3). */
import type { CardTicket } from "./plan-card.ts";

export type OwnTicket = Pick<CardTicket, "id" | "subject" | "assignee" | "lastMessageAt">;

/** What the list says of a ticket counts. */
export function joinTickets(listed: readonly CardTicket[], opened: readonly OwnTicket[]): CardTicket[] {
  const known = new Set(listed.map(({ id }) => id));
  const added = opened
    .filter(({ id }) => !known.has(id))
    .map(({ id, subject, assignee, lastMessageAt }) => {
      return { id, subject, assignee, lastMessageAt, open: true, snoozed: false };
    });
  return [...listed, ...added];
}

/** What an insight card can show of a long list: every open ticket, and the one with the latest message. */
export function worthRemembering(tickets: readonly CardTicket[]): CardTicket[] {
  const latest = Math.max(...tickets.map(({ lastMessageAt }) => lastMessageAt ?? 0));
  return tickets.filter(({ open, snoozed, lastMessageAt }) => open || snoozed || lastMessageAt === latest);
}
