/** Finds where the next text goes: a ticket that takes it, opened again where need be, or the right to open a new one (M2–M6). */
import { chooseTicket } from "../../domain/conversation/choose-ticket.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import { RequestError } from "../../kit/request-error.ts";
import { countLook, settleNow } from "../turn.ts";
import { assignment, changeTicket, recoverChange, takeTicket, wasTaken } from "./change-ticket.ts";
import { numbered, ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { findThread } from "./find-thread.ts";

/** `state` is what Gorgias has just shown of the ticket; null where an earlier look is still believed. */
export type Place = { kind: "ticket"; ticketId: number; state: TicketThere | null } | { kind: "none" };

/** What the next text means for the ticket. */
export interface Arrival {
  /** Epoch ms. */
  sentAt: number;
  /** The Gorgias user who wrote it, who takes a ticket that nobody has. */
  agentId: number | null;
}

/**
 * How long a look at the ticket is believed, so that a burst of texts pays for one. Short, for a text that reaches a ticket
 * closed a moment ago must open it again; the help desk does so by itself for what a customer writes (contract 5.5).
 */
const BELIEVED_MS = 10_000;
/** How soon another conversation of the same customer looks again. */
const CLAIM_POLL_MS = 1_000;
/** Merged into one that was merged… more often than this is a circle. */
const MOST_HOPS = 8;

export async function findPlace(deps: ConversationDeps, turn: ConversationTurn, arrival: Arrival): Promise<Place> {
  const found = await findThread(deps, turn);
  let { thread } = found;
  let state: TicketState | null = found.state;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    if (thread.kind === "taken") throw later("another number of the same customer is being written to", CLAIM_POLL_MS);
    if (thread.kind === "yours") return { kind: "none" };
    const { ticketId } = thread;
    if (state === null && isBelieved(deps, turn, ticketId)) {
      if (turn.ticket) return seen(deps, turn, await takeTicket(deps, turn, turn.ticket, arrival.agentId));
      // Whether an agent's answer takes the ticket cannot be told without a look, unless it was taken before.
      if (arrival.agentId === null || wasTaken(turn, ticketId)) return { kind: "ticket", ticketId, state: null };
    }
    state ??= await look(deps, turn, ticketId);
    await recoverChange(deps, turn, state);
    const choice = chooseTicket(state, arrival.sentAt, turn.settings.reopenWindow);
    if (choice.go === "here" && state.kind === "there")
      return seen(deps, turn, await takeTicket(deps, turn, state, arrival.agentId));
    if (choice.go === "follow") {
      await deps.threads.remember(turn.connectionId, turn.customer.id, choice.ticketId);
      thread = { kind: "known", ticketId: choice.ticketId };
      state = null;
    } else if (choice.go === "new") {
      const round = ticketsOpened(turn);
      const outcome = { ticketId, why: choice.why };
      await settleNow(deps, turn, { round, key: numbered(turn, round, "left"), outcome, requests: 0 });
      thread = await deps.threads.leave(turn.connectionId, turn.customer.id, ticketId, turn.subject, deps.clock());
      state = null;
    } else {
      const assign = assignment(turn, state, arrival.agentId);
      state = await changeTicket(deps, turn, ticketId, { open: true, ...assign });
    }
  }
  throw later(`ticket ${turn.ticketId ?? "of the conversation"} keeps moving away`, 60_000);
}

function isBelieved({ clock }: ConversationDeps, turn: ConversationTurn, ticketId: number): boolean {
  return turn.ticketId === ticketId && turn.ticketSeenAt !== null && clock() - turn.ticketSeenAt < BELIEVED_MS;
}

async function look(deps: ConversationDeps, turn: ConversationTurn, ticketId: number): Promise<TicketState> {
  const { looked } = turn;
  turn.looked = null;
  if (looked?.ticketId === ticketId) return looked.state;
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  await countLook(deps, turn, { round: 0, requests: turn.desk.spent() - before });
  return state;
}

function seen({ clock }: ConversationDeps, turn: ConversationTurn, state: TicketThere): Place {
  if (state !== turn.ticket) turn.ticketSeenAt = clock();
  turn.ticketId = state.ticketId;
  turn.ticket = state;
  return { kind: "ticket", ticketId: state.ticketId, state };
}

function later(why: string, retryAfterMs: number): RequestError {
  return new RequestError(why, { fate: "later", retryAfterMs });
}
