/** Reads a ticket and saves its state. Follows a merge, and leaves tickets in trash and spam alone (C16). */
import type { TicketState } from "../../domain/ports/help-desk.ts";
import { nextKey } from "../../domain/ticket/numbering.ts";
import { whereaboutsOf } from "../../domain/ticket/whereabouts.ts";
import { isWithin } from "../../kit/moments.ts";
import { countLook, completeNow, type Run, type WriteDeps } from "../run.ts";
import type { SeenTicket } from "./write-once.ts";

/** A look at a call's ticket is trusted for this long. A ticket that is in trash or spam for longer gets no write. */
const BELIEVED_MS = 60_000;

/** Counts the requests even if nothing changed. */
export async function lookAtTicket(deps: WriteDeps, run: Run, ticketId: number, generation = 0): Promise<TicketState> {
  const before = run.helpDesk.used();
  const state = await run.helpDesk.tickets.read(ticketId);
  await countLook(deps, run, { generation: generation, requests: run.helpDesk.used() - before });
  return state;
}

/**
 * Reads the ticket unless Gorgias has just shown it. False if the ticket has moved or is gone, so that the run plans
 * the next step again.
 */
export async function mayWriteTo(deps: WriteDeps, run: Run, ticket: SeenTicket): Promise<boolean> {
  if (run.ticketSeenAt !== null && isWithin(run.ticketSeenAt, deps.clock(), BELIEVED_MS)) return true;
  const state = await lookAtTicket(deps, run, ticket.ticketId, ticket.generation);
  return noteState(deps, run, ticket, { state, requests: 0 });
}

/** Saves the state that an answer showed. True if the ticket is there, outside trash and spam. */
export async function noteState(
  deps: WriteDeps,
  run: Run,
  { generation, ticketId }: SeenTicket,
  { state, requests }: { state: TicketState; requests: number },
): Promise<boolean> {
  const place = whereaboutsOf(state);
  run.ticketSeenAt = place.at === "there" ? deps.clock() : null;
  if (place.at === "there") return true;
  const common = { generation: generation, requests };
  if (place.at === "gone")
    await completeNow(deps, run, { ...common, key: "gone", outcome: { why: place.why, ticketId } });
  else {
    const key = nextKey(run.writes, generation, "moved");
    await completeNow(deps, run, { ...common, key, outcome: { ticketId: place.ticketId } });
  }
  return false;
}
