/** The decision table of messages (M2–M6, C16): whether the ticket takes the message, and how. Pure. */
import type { TicketState } from "../ports/help-desk.ts";
import type { Settings } from "../settings/settings.ts";
import { whereaboutsOf, type GoneBecause } from "../ticket/whereabouts.ts";

/**
 * `here`: write. `reopen`: open the ticket again, then write. `follow`: look at that ticket instead. `new`: open
 * another ticket, for this reason.
 */
export type TicketChoice =
  { go: "here" } | { go: "reopen" } | { go: "follow"; ticketId: number } | { go: "new"; why: LeftBecause };

/** Why no message goes to a ticket any more. */
type LeftBecause = GoneBecause | "closed too long";

const HOUR_MS = 3_600_000;

/** `sentAt`: when the message was sent, epoch ms. After an outage this moment counts, not the time of processing. */
export function chooseTicket(state: TicketState, sentAt: number, window: Settings["reopenWindow"]): TicketChoice {
  const place = whereaboutsOf(state);
  if (place.at === "moved") return { go: "follow", ticketId: place.ticketId };
  if (place.at === "gone") return { go: "new", why: place.why };
  const { status, snoozed, closedAt } = place.ticket;
  if (status === "open") return { go: "here" };
  // A snoozed ticket is postponed, not finished. It would open by itself (Gorgias contract 5.5).
  if (snoozed) return { go: "reopen" };
  return isWithin(closedAt, sentAt, window) ? { go: "reopen" } : { go: "new", why: "closed too long" };
}

/** The agent had not seen a message from before the closing. It is within every window but "never". */
function isWithin(closedAt: number | null, sentAt: number, window: Settings["reopenWindow"]): boolean {
  if (window === "never") return false;
  if (window === "always" || closedAt === null) return true;
  return sentAt - closedAt < Number(window) * HOUR_MS;
}
