/**
 * Chooses the customer's ticket for the next message (M2, M4). An open one comes first, then the latest closed within
 * the window. Pure.
 */
import type { TicketThere } from "../ports/help-desk.ts";
import type { Settings } from "../settings/settings.ts";
import { chooseTicket } from "./choose-ticket.ts";

/**
 * Of several open tickets, `current` is preferred, else the first. Null where no ticket takes a message sent at this
 * time.
 */
export function chooseAmong(
  tickets: readonly TicketThere[],
  current: number | null,
  sentAt: number,
  window: Settings["reopenWindow"],
): TicketThere | null {
  const goes = (ticket: TicketThere) => chooseTicket(ticket, sentAt, window).go;
  const open = tickets.filter((ticket) => goes(ticket) === "here");
  if (open.length > 0) return open.find(({ ticketId }) => ticketId === current) ?? open[0] ?? null;
  const closed = tickets.filter((ticket) => goes(ticket) === "reopen");
  return closed.sort((a, b) => closedAt(b) - closedAt(a))[0] ?? null;
}

/** A ticket without a closing time is snoozed, or was closed just now. */
function closedAt(ticket: TicketThere): number {
  return ticket.closedAt ?? Number.POSITIVE_INFINITY;
}
