/** Whether the ticket may still be written to, and what to do where it may not: follow a merge, leave trash and spam (C16). */
import { isWithin } from "../../kit/moments.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import { countLook, settleNow, type Turn, type WriteDeps } from "../turn.ts";

/** How long a look at the ticket is believed. Nothing is written into trash or spam that is older than this. */
const BELIEVED_MS = 60_000;

/** Looks at the ticket unless Gorgias has just shown it. False when it is not where it was; the turn plans anew then. */
export async function mayWriteTo(deps: WriteDeps, turn: Turn, round: number, ticketId: number): Promise<boolean> {
  if (turn.ticketSeenAt !== null && isWithin(turn.ticketSeenAt, deps.clock(), BELIEVED_MS)) return true;
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  return noteStanding(deps, turn, { round, ticketId, state, requests: turn.desk.spent() - before });
}

export interface Standing {
  round: number;
  ticketId: number;
  state: TicketState;
  requests: number;
}

type Writable = TicketThere & { trashed: false; spam: false };

/** There, and in neither trash nor spam. */
export function isOpenToWrites(state: TicketState): state is Writable {
  return state.kind === "there" && !state.trashed && !state.spam;
}

/** Keeps what an answer showed of the ticket. True when it is there, out of trash and spam. */
export async function noteStanding(deps: WriteDeps, turn: Turn, standing: Standing): Promise<boolean> {
  const { round, ticketId, state, requests } = standing;
  if (isOpenToWrites(state)) {
    turn.ticketSeenAt = deps.clock();
    if (requests > 0) await countLook(deps, turn, { round, requests });
    return true;
  }
  turn.ticketSeenAt = null;
  if (state.kind === "merged" && state.into !== null) {
    const moves = turn.writes.filter((write) => write.round === round && write.key.startsWith("moved:")).length;
    await settleNow(deps, turn, { round, key: `moved:${moves + 1}`, outcome: { ticketId: state.into }, requests });
    return false;
  }
  const why = state.kind === "there" ? (state.trashed ? "trashed" : "spam") : "deleted";
  await settleNow(deps, turn, { round, key: "gone", outcome: { why, ticketId }, requests });
  return false;
}
