/** Which of the customer's tickets the next message goes to (M2, M4): an open one first, then the latest closed within the window. Pure. */
import type { TicketThere } from "../ports/help-desk.ts";
import type { Settings } from "../settings.ts";
import { chooseTicket } from "./choose-ticket.ts";

/** Of several open ones `current` is gone on with, else the first. Null where none takes a message that was sent at this time. */
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

/** What tells no time of its closing was put off, or closed just now. */
function closedAt(ticket: TicketThere): number {
  return ticket.closedAt ?? Number.POSITIVE_INFINITY;
}
