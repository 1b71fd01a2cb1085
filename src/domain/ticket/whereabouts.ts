/** What an answer says of where a ticket is: there, merged into another one, or gone (C16, M5). Pure. */
import type { TicketState, TicketThere } from "../ports/help-desk.ts";

/** Why a ticket may not be written to any more. */
export type GoneBecause = "trashed" | "spam" | "deleted";

type Writable = TicketThere & { trashed: false; spam: false };

export type Whereabouts =
  { at: "there"; ticket: Writable } | { at: "moved"; ticketId: number } | { at: "gone"; why: GoneBecause };

/** A ticket that was merged without a word of where it lives on is as good as deleted. */
export function whereaboutsOf(state: TicketState): Whereabouts {
  if (isOpenToWrites(state)) return { at: "there", ticket: state };
  if (state.kind === "there") return { at: "gone", why: state.trashed ? "trashed" : "spam" };
  if (state.kind === "merged" && state.into !== null) return { at: "moved", ticketId: state.into };
  return { at: "gone", why: "deleted" };
}

/** There, and in neither trash nor spam. */
export function isOpenToWrites(state: TicketState): state is Writable {
  return state.kind === "there" && !state.trashed && !state.spam;
}
