/** The decision table of texts (M2–M6, C16): whether the ticket at hand takes the message, and how. Pure. */
import type { TicketState } from "../ports/help-desk.ts";
import type { Settings } from "../settings.ts";

/** `here`: write. `reopen`: open it again, then write. `follow`: look at that ticket instead. `new`: make another, for this reason. */
export type TicketChoice =
  { go: "here" } | { go: "reopen" } | { go: "follow"; ticketId: number } | { go: "new"; why: LeftBecause };

/** Why a ticket is left alone. */
type LeftBecause = "spam" | "trashed" | "deleted" | "closed too long";

const HOUR_MS = 3_600_000;

/** `sentAt` of the message in epoch ms: after an outage it is what counts, not the time at which we get to it. */
export function chooseTicket(state: TicketState, sentAt: number, window: Settings["reopenWindow"]): TicketChoice {
  if (state.kind === "deleted") return { go: "new", why: "deleted" };
  if (state.kind === "merged") {
    return state.into === null ? { go: "new", why: "deleted" } : { go: "follow", ticketId: state.into };
  }
  if (state.trashed) return { go: "new", why: "trashed" };
  if (state.spam) return { go: "new", why: "spam" };
  if (state.status === "open") return { go: "here" };
  // Snoozed is put off, not finished: it would open by itself (Gorgias contract 5.5).
  if (state.snoozed) return { go: "reopen" };
  return isWithin(state.closedAt, sentAt, window) ? { go: "reopen" } : { go: "new", why: "closed too long" };
}

/** A message from before the closing is one that the agent had not seen: within every window but "never". */
function isWithin(closedAt: number | null, sentAt: number, window: Settings["reopenWindow"]): boolean {
  if (window === "never") return false;
  if (window === "always" || closedAt === null) return true;
  return sentAt - closedAt < Number(window) * HOUR_MS;
}
