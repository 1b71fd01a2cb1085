/** Changes a ticket: reopens it, assigns it, or corrects its subject and customer (C1, C4, C11). */
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Heading } from "../../domain/ticket/plan.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { isOpenToWrites } from "../../domain/ticket/whereabouts.ts";
import { refusedWith } from "../../kit/request-error.ts";
import type { ForgetDeps, Memory } from "./forget.ts";
import type { Run, WriteDeps } from "../run.ts";
import { learning } from "./learn-rejection.ts";
import { lookAtTicket } from "./look-at-ticket.ts";
import { writeOnce, type IntoTicket, type WriteResult } from "./write-once.ts";

interface Change {
  open?: boolean;
  assigneeId?: number | null;
}

export interface ChangeSpec {
  change: Change;
  /** What may be outdated if a rejection names no part. */
  stale: Memory;
  /** Reads the ticket first. A ticket that is already as wanted, or in trash or spam, stays unchanged. */
  looksFirst: boolean;
}

export interface Changed {
  result: WriteResult<{ ticketId: number }>;
  /** The ticket's state in the last answer. */
  seen: TicketState | null;
  /** The requests used if nothing was done, else 0. */
  requests: number;
}

export async function changeTicket(
  deps: ForgetDeps,
  run: Run,
  { generation, key, ticketId }: IntoTicket,
  { change, stale, looksFirst }: ChangeSpec,
): Promise<Changed> {
  const { open = false, assigneeId } = change;
  const { without } = leftOutSoFar(run.writes, deps.clock());
  const before = run.helpDesk.used();
  let seen: TicketState | null = null;
  const send = async (wanted: Change) => {
    const first = looksFirst ? await run.helpDesk.tickets.read(ticketId) : null;
    const isLeft = first !== null && (!isOpenToWrites(first) || isSo(first, wanted));
    const state = isLeft ? first : await run.helpDesk.tickets.change(ticketId, wanted, without);
    seen = state;
    return isOpenToWrites(state) ? { ticketId: state.ticketId } : null;
  };
  const only = !open && assigneeId != null ? { only: { kind: "assignee", userId: assigneeId } as const } : {};
  const result = await writeOnce<{ ticketId: number }>(deps, run, {
    generation: generation,
    key,
    intent: { ticketId, open, assigneeId },
    send: () => learning(deps, run, { stale, ...only }, () => send(change)),
    // If Gorgias rejects the assignee, still open the ticket. A later step tries the assignee alone.
    lesser: open && assigneeId !== undefined ? [{ intent: { ticketId, open }, send: () => send({ open }) }] : [],
  });
  return { result, seen, requests: result.kind === "nothing" ? run.helpDesk.used() - before : 0 };
}

function isSo({ status, snoozed, assigneeId }: TicketThere, wanted: Change): boolean {
  const isOpen = status === "open" && !snoozed;
  return (isOpen || !wanted.open) && (wanted.assigneeId === undefined || wanted.assigneeId === assigneeId);
}

/** Keeps what a person has changed since. The run reads the ticket first, so sending twice does no harm. */
export async function correctTicket(
  deps: WriteDeps,
  run: Run,
  { generation, key, ticketId, from, to }: IntoTicket & { from: Heading; to: Heading },
  seen: (state: TicketState) => Promise<boolean>,
): Promise<boolean> {
  const state = await lookAtTicket(deps, run, ticketId, generation);
  if (!(await seen(state)) || state.kind !== "there") return false;
  const change = {
    ...(state.subject === from.subject && to.subject !== from.subject ? { subject: to.subject } : {}),
    ...(state.customerId === from.customerId && to.customerId !== from.customerId ? { customerId: to.customerId } : {}),
  };
  await writeOnce(deps, run, {
    generation: generation,
    key,
    intent: to,
    async send() {
      if (Object.keys(change).length === 0) return { changed: false };
      try {
        return { changed: (await run.helpDesk.tickets.change(ticketId, change)).kind === "there" };
      } catch (error) {
        // A wrong subject or customer is no reason to fail. The ticket exists.
        if (!refusedWith(error, 400, 403, 409, 422)) throw error;
        return { changed: false };
      }
    },
  });
  return true;
}
