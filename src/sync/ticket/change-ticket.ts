/** Changes a ticket: opened again, given to an agent, or put right for whom it was opened (C1, C4, C11). */
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Heading } from "../../domain/ticket/plan.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { isOpenToWrites } from "../../domain/ticket/whereabouts.ts";
import { refusedWith } from "../../kit/request-error.ts";
import type { ForgetDeps, Memory } from "../forget.ts";
import type { Turn, WriteDeps } from "../turn.ts";
import { learning } from "./learn-rejection.ts";
import { lookAtTicket } from "./look-at-ticket.ts";
import { writeOnce, type IntoTicket, type WriteResult } from "./write-once.ts";

interface Change {
  open?: boolean;
  assigneeId?: number | null;
}

export interface ChangeSpec {
  change: Change;
  /** What a rejection may be due to that names nothing. */
  stale: Memory;
  /** Looks first: a ticket that is as wanted is left alone, one in trash or spam too. */
  looksFirst: boolean;
}

export interface Changed {
  result: WriteResult<{ ticketId: number }>;
  /** What the last answer showed of the ticket. */
  seen: TicketState | null;
  /** Spent where nothing was done. */
  requests: number;
}

export async function changeTicket(
  deps: ForgetDeps,
  turn: Turn,
  { generation, key, ticketId }: IntoTicket,
  { change, stale, looksFirst }: ChangeSpec,
): Promise<Changed> {
  const { open = false, assigneeId } = change;
  const { without } = leftOutSoFar(turn.writes, deps.clock());
  const before = turn.desk.spent();
  let seen: TicketState | null = null;
  const send = async (wanted: Change) => {
    const first = looksFirst ? await turn.desk.tickets.read(ticketId) : null;
    const isLeft = first !== null && (!isOpenToWrites(first) || isSo(first, wanted));
    const state = isLeft ? first : await turn.desk.tickets.change(ticketId, wanted, without);
    seen = state;
    return isOpenToWrites(state) ? { ticketId: state.ticketId } : null;
  };
  const only = !open && assigneeId != null ? { only: { kind: "assignee", userId: assigneeId } as const } : {};
  const result = await writeOnce<{ ticketId: number }>(deps, turn, {
    round: generation,
    key,
    intent: { ticketId, open, assigneeId },
    send: () => learning(deps, turn, { stale, ...only }, () => send(change)),
    // Whatever is wrong with the assignee, the ticket is opened. The assignee is tried on their own then.
    lesser: open && assigneeId !== undefined ? [{ intent: { ticketId, open }, send: () => send({ open }) }] : [],
  });
  return { result, seen, requests: result.kind === "nothing" ? turn.desk.spent() - before : 0 };
}

function isSo({ status, snoozed, assigneeId }: TicketThere, wanted: Change): boolean {
  const isOpen = status === "open" && !snoozed;
  return (isOpen || !wanted.open) && (wanted.assigneeId === undefined || wanted.assigneeId === assigneeId);
}

/** What a person has changed since stays as it is. The ticket is read first, so sending twice does no harm. */
export async function correctTicket(
  deps: WriteDeps,
  turn: Turn,
  { generation, key, ticketId, from, to }: IntoTicket & { from: Heading; to: Heading },
  seen: (state: TicketState) => Promise<boolean>,
): Promise<boolean> {
  const state = await lookAtTicket(deps, turn, ticketId, generation);
  if (!(await seen(state)) || state.kind !== "there") return false;
  const change = {
    ...(state.subject === from.subject && to.subject !== from.subject ? { subject: to.subject } : {}),
    ...(state.customerId === from.customerId && to.customerId !== from.customerId ? { customerId: to.customerId } : {}),
  };
  await writeOnce(deps, turn, {
    round: generation,
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
  return true;
}
