/** Reads a ticket and saves its state. Follows a merge, and leaves tickets in trash and spam alone (C16). */
import type { TicketState } from "../../domain/ports/help-desk.ts";
import { nextKey } from "../../domain/ticket/numbering.ts";
import { whereaboutsOf } from "../../domain/ticket/whereabouts.ts";
import { isWithin } from "../../kit/moments.ts";
import { countLook, settleNow, type Turn, type WriteDeps } from "../turn.ts";
import type { SeenTicket } from "./write-once.ts";

/** A look at a call's ticket is trusted for this long. A ticket that is in trash or spam for longer gets no write. */
const BELIEVED_MS = 60_000;

/** Counts the requests even if nothing changed. */
export async function lookAtTicket(
  deps: WriteDeps,
  turn: Turn,
  ticketId: number,
  generation = 0,
): Promise<TicketState> {
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  await countLook(deps, turn, { round: generation, requests: turn.desk.spent() - before });
  return state;
}

/**
 * Reads the ticket unless Gorgias has just shown it. False if the ticket has moved or is gone, so that the run plans
 * the next step again.
 */
export async function mayWriteTo(deps: WriteDeps, turn: Turn, ticket: SeenTicket): Promise<boolean> {
  if (turn.ticketSeenAt !== null && isWithin(turn.ticketSeenAt, deps.clock(), BELIEVED_MS)) return true;
  const state = await lookAtTicket(deps, turn, ticket.ticketId, ticket.generation);
  return noteState(deps, turn, ticket, { state, requests: 0 });
}

/** Saves the state that an answer showed. True if the ticket is there, outside trash and spam. */
export async function noteState(
  deps: WriteDeps,
  turn: Turn,
  { generation, ticketId }: SeenTicket,
  { state, requests }: { state: TicketState; requests: number },
): Promise<boolean> {
  const place = whereaboutsOf(state);
  turn.ticketSeenAt = place.at === "there" ? deps.clock() : null;
  if (place.at === "there") return true;
  const common = { round: generation, requests };
  if (place.at === "gone")
    await settleNow(deps, turn, { ...common, key: "gone", outcome: { why: place.why, ticketId } });
  else {
    const key = nextKey(turn.writes, generation, "moved");
    await settleNow(deps, turn, { ...common, key, outcome: { ticketId: place.ticketId } });
  }
  return false;
}
