/** Where a ticket is according to an answer: in place, merged into another one, or gone (C16, M5). Pure. */
import type { TicketState, TicketThere } from "../ports/help-desk.ts";

/** Why a ticket can no longer be written to. */
export type GoneBecause = "trashed" | "spam" | "deleted";

type Writable = TicketThere & { trashed: false; spam: false };

export type Whereabouts =
  { at: "there"; ticket: Writable } | { at: "moved"; ticketId: number } | { at: "gone"; why: GoneBecause };

/** A merged ticket counts as deleted where Gorgias does not say into which one. */
export function whereaboutsOf(state: TicketState): Whereabouts {
  if (isOpenToWrites(state)) return { at: "there", ticket: state };
  if (state.kind === "there") return { at: "gone", why: state.trashed ? "trashed" : "spam" };
  if (state.kind === "merged" && state.into !== null) return { at: "moved", ticketId: state.into };
  return { at: "gone", why: "deleted" };
}

/** True for an existing ticket that is neither in the trash nor spam. */
export function isOpenToWrites(state: TicketState): state is Writable {
  return state.kind === "there" && !state.trashed && !state.spam;
}
