/**
 * Finds where the next message goes: a ticket that takes it, reopened if needed, or the right to open a new one
 * (M2–M6).
 */
import { chooseAmong } from "../../domain/conversation/choose-among.ts";
import { chooseTicket, type TicketChoice } from "../../domain/conversation/choose-ticket.ts";
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import { verificationsIn } from "../../domain/conversation/verification.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/thread-index.ts";
import { nextKey } from "../../domain/ticket/numbering.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError, type Obstacle } from "../../kit/request-error.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import { completeNow } from "../run.ts";
import { assignment, changeThread, recoverChange, takeTicket, wasTaken } from "./change-thread.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";
import { findThread, lookAtAll } from "./find-thread.ts";
import { BELIEVED_MS, settleVerifications } from "./verify-ticket.ts";

/**
 * `state`: the ticket as Gorgias has just shown it, or null where an earlier look is still valid. `takerId`: the agent
 * who is assigned the ticket later in this burst. `again`: the look showed that earlier messages have to be written
 * once more.
 */
export type Place =
  | { kind: "ticket"; ticketId: number; state: TicketThere | null; believed: boolean; takerId: number | null }
  | { kind: "none" }
  | { kind: "again" };

/** What the next message means for the ticket. */
export interface Arrival {
  /** Epoch ms. */
  sentAt: number;
  /** The Gorgias user who wrote the message, who is assigned an unassigned ticket. */
  agentId: number | null;
  /** No other message follows in this run. */
  isLast: boolean;
}

/** Delay before another conversation of the same customer looks again. */
const CLAIM_POLL_MS = 1_000;
/** A longer chain of merged tickets is a circle. */
const MOST_HOPS = 8;

/** The state of the search. `tickets`: all tickets of the customer, if they were requested. */
interface Search {
  thread: Thread;
  state: TicketState | null;
  tickets: TicketThere[] | null;
}

export async function findPlace(deps: ConversationDeps, run: ConversationRun, arrival: Arrival): Promise<Place> {
  const { thread, tickets } = await findThread(deps, run, arrival.sentAt);
  const search: Search = { thread, tickets, state: null };
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const { kind } = search.thread;
    if (kind === "taken")
      throw later("another number of the same customer is being written to", CLAIM_POLL_MS, "customer_busy");
    if (kind === "yours") return { kind: "none" };
    const place = await tryTicket(deps, run, arrival, search, search.thread);
    if (place) return place;
  }
  throw later(`ticket ${run.ticketId ?? "of the conversation"} keeps moving away`, 60_000, "ticket_moving");
}

/** Null where another ticket, or another look, is next. `search` then says which. */
async function tryTicket(
  deps: ConversationDeps,
  run: ConversationRun,
  arrival: Arrival,
  search: Search,
  { ticketId, several }: Extract<Thread, { kind: "known" }>,
): Promise<Place | null> {
  const takerId = takerOf(run, ticketId) ?? arrival.agentId;
  if (search.state === null && isBelieved(deps, run, ticketId)) {
    const place = believedPlace(run, ticketId, takerId, arrival, deps.clock());
    if (place) return place;
    if (run.ticket) search.state = await takeAndSee(deps, run, run.ticket, takerId);
  }
  search.state ??= await lookFor(deps, run, search, ticketId, several);
  await recoverChange(deps, run, search.state);
  const verified = await settleVerifications(deps, run, ticketId, search.state);
  if (verified.again) return { kind: "again" };
  const { state } = verified;
  search.state = state;
  const choice = chooseTicket(state, arrival.sentAt, run.settings.reopenWindow);
  if (choice.go === "here" && state.kind === "there") {
    const isToTake = assignment(run, state, takerId, deps.clock()).assigneeId !== undefined;
    if (!isToTake || !arrival.isLast) return seen(deps, run, state, isToTake ? takerId : null);
    const taken = await takeTicket(deps, run, state, takerId);
    search.state = taken;
    // The answer shows the ticket once more.
    return chooseTicket(taken, arrival.sentAt, run.settings.reopenWindow).go === "here"
      ? seen(deps, run, taken, null)
      : null;
  }
  await goElsewhere(deps, run, search, choice, {
    sentAt: arrival.sentAt,
    takerId,
    ticketId,
    several,
  });
  return null;
}

/** The agent whose assignment was deferred until the end of the burst. */
function takerOf({ writes }: ConversationRun, ticketId: number): number | null {
  return verificationsIn(writes).find((one) => one.ticketId === ticketId)?.assigneeId ?? null;
}

function isBelieved({ clock }: ConversationDeps, run: ConversationRun, ticketId: number): boolean {
  return run.ticketId === ticketId && run.ticketSeenAt !== null && isWithin(run.ticketSeenAt, clock(), BELIEVED_MS);
}

/** Only a look shows whether an agent's answer takes the ticket, unless we assigned it before. */
function believedPlace(
  run: ConversationRun,
  ticketId: number,
  takerId: number | null,
  { isLast }: Arrival,
  now: number,
): Place | null {
  const { ticket } = run;
  const place = { kind: "ticket", ticketId, state: ticket, believed: true } as const;
  if (ticket === null) return takerId === null || wasTaken(run, ticketId) ? { ...place, takerId: null } : null;
  if (assignment(run, ticket, takerId, now).assigneeId === undefined) return { ...place, takerId: null };
  return isLast ? null : { ...place, takerId };
}

/** The ticket as the answer shows it. Null where Gorgias rejected the agent, and so showed no ticket. */
async function takeAndSee(
  deps: ConversationDeps,
  run: ConversationRun,
  ticket: TicketThere,
  takerId: number | null,
): Promise<TicketThere | null> {
  const taken = await takeTicket(deps, run, ticket, takerId);
  return assignment(run, ticket, takerId, deps.clock()).assigneeId === undefined ? null : taken;
}

/**
 * Reads all of the customer's tickets where there are several, in the same single request. Reads the ticket alone where
 * the list does not contain it.
 */
async function lookFor(
  deps: ConversationDeps,
  run: ConversationRun,
  search: Search,
  ticketId: number,
  several: boolean,
): Promise<TicketState> {
  const { looked } = run;
  run.looked = null;
  if (looked?.ticketId === ticketId) return looked.state;
  if (several) search.tickets ??= await lookAtAll(deps, run);
  const listed = search.tickets?.find((ticket) => ticket.ticketId === ticketId);
  return listed ?? lookAtTicket(deps, run, ticketId);
}

/**
 * Moves on to another ticket, or reopens this one. The candidates: the ticket it was merged into, the customer's other
 * tickets, and a new one.
 */
async function goElsewhere(
  deps: ConversationDeps,
  run: ConversationRun,
  search: Search,
  choice: TicketChoice,
  {
    sentAt,
    takerId,
    ticketId,
    several,
  }: { sentAt: number; takerId: number | null; ticketId: number; several: boolean },
): Promise<void> {
  const { connectionId, customer, settings } = run;
  const goTo = async (next: number, state: TicketState | null) => {
    await deps.threads.remember(connectionId, customer.id, next);
    search.thread = { kind: "known", ticketId: next, several: true };
    search.state = state;
  };
  if (choice.go === "follow") return goTo(choice.ticketId, null);
  const others = await otherTickets(deps, run, search, choice, { ticketId, several });
  const own = choice.go === "reopen" && search.state?.kind === "there" ? [search.state] : [];
  const best = chooseAmong([...own, ...others], ticketId, sentAt, settings.reopenWindow);
  if (choice.go === "new") {
    const generation = ticketsOpened(run);
    const key = nextKey(run.writes, generation, "left");
    const outcome = { ticketId, why: choice.why };
    await completeNow(deps, run, { generation: generation, key, outcome, requests: 0 });
  }
  if (best && best.ticketId !== ticketId) return goTo(best.ticketId, best);
  if (choice.go === "new") {
    search.thread = await deps.threads.leave(connectionId, customer.id, ticketId, run.activityId, deps.clock());
    search.state = null;
    return;
  }
  if (search.state) {
    const assign = assignment(run, search.state, takerId, deps.clock());
    search.state = await changeThread(deps, run, ticketId, { open: true, ...assign });
  }
}

/** The customer's other tickets. A ticket closed too long ago needs no search for others, unless one is known. */
async function otherTickets(
  deps: ConversationDeps,
  run: ConversationRun,
  search: Search,
  choice: TicketChoice,
  { ticketId, several }: { ticketId: number; several: boolean },
): Promise<TicketThere[]> {
  const mayBeSome = several || (choice.go === "new" && choice.why !== "closed too long");
  if (mayBeSome) search.tickets ??= await lookAtAll(deps, run);
  return search.tickets?.filter((ticket) => ticket.ticketId !== ticketId) ?? [];
}

function seen({ clock }: ConversationDeps, run: ConversationRun, state: TicketThere, takerId: number | null): Place {
  run.ticketSeenAt = clock();
  run.ticketId = state.ticketId;
  run.ticket = state;
  return { kind: "ticket", ticketId: state.ticketId, state, believed: false, takerId };
}

function later(why: string, retryAfterMs: number, obstacle: Obstacle): RequestError {
  return new RequestError(why, { fate: "later", retryAfterMs, obstacle });
}
