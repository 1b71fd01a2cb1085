/** Looks at a ticket, and keeps what an answer shows of it: a merge is followed, trash and spam are left alone (C16). */
import type { TicketState } from "../../domain/ports/help-desk.ts";
import { nextKey } from "../../domain/ticket/numbering.ts";
import { whereaboutsOf } from "../../domain/ticket/whereabouts.ts";
import { isWithin } from "../../kit/moments.ts";
import { countLook, settleNow, type Turn, type WriteDeps } from "../turn.ts";
import type { SeenTicket } from "./write-once.ts";

/** How long a look at the ticket of a call is believed. Nothing is written into trash or spam that is older than this. */
const BELIEVED_MS = 60_000;

/** A look that changes nothing is still paid for. */
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

/** Looks unless Gorgias has just shown the ticket. False when it is not where it was: the plan is compared anew then. */
export async function mayWriteTo(deps: WriteDeps, turn: Turn, ticket: SeenTicket): Promise<boolean> {
  if (turn.ticketSeenAt !== null && isWithin(turn.ticketSeenAt, deps.clock(), BELIEVED_MS)) return true;
  const state = await lookAtTicket(deps, turn, ticket.ticketId, ticket.generation);
  return noteState(deps, turn, ticket, { state, requests: 0 });
}

/** Keeps what an answer showed of the ticket. True when it is there, out of trash and spam. */
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
