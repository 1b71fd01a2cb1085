/** Puts right for whom a ticket was opened, and how it calls them, where both turned out to be out of date (C1, C3). */
import type { Step } from "../../domain/ticket/next-step.ts";
import { refusedWith } from "../../kit/request-error.ts";
import { noteStanding } from "./ticket-standing.ts";
import type { Turn, WriteDeps } from "../turn.ts";
import { writeOnce } from "./write-once.ts";

/** What a person has changed since stays as it is. The ticket is read first, so sending twice does no harm. */
export async function correctTicket(
  deps: WriteDeps,
  turn: Turn,
  { round, key, ticketId, from, to }: Extract<Step, { do: "correct ticket" }>,
): Promise<void> {
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  const standing = { round, ticketId, state, requests: turn.desk.spent() - before };
  if (!(await noteStanding(deps, turn, standing)) || state.kind !== "there") return;
  const change = {
    ...(state.subject === from.subject && to.subject !== from.subject ? { subject: to.subject } : {}),
    ...(state.customerId === from.customerId && to.customerId !== from.customerId ? { customerId: to.customerId } : {}),
  };
  await writeOnce(deps, turn, {
    round,
    key,
    intent: to,
    async send() {
      if (Object.keys(change).length === 0) return { changed: false };
      try {
        return { changed: (await turn.desk.tickets.change(ticketId, change)).kind === "there" };
      } catch (error) {
        // Neither is worth more than the ticket, which is there.
        if (!refusedWith(error, 400, 403, 409, 422)) throw error;
        return { changed: false };
      }
    },
  });
}
