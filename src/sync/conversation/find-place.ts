/** Finds where the next text goes: a ticket that takes it, opened again where need be, or the right to open a new one (M2–M6). */
import { z } from "zod";
import { chooseTicket } from "../../domain/conversation/choose-ticket.ts";
import { TICKET_PREFIX } from "../../domain/conversation/entries.ts";
import type { ListedTicket, TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Thread } from "../../domain/ports/stores.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import { RequestError } from "../../kit/request-error.ts";
import { orForget } from "../forget.ts";
import { settleNow } from "../turn.ts";
import { writeOnce } from "../write-once.ts";
import { numbered, ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";

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
      if (turn.ticket) return seen(deps, turn, await taken(deps, turn, turn.ticket, arrival));
      // Whether an agent's answer takes the ticket cannot be told without a look, unless it was taken before.
      if (arrival.agentId === null || wasTaken(turn, ticketId)) return { kind: "ticket", ticketId, state: null };
    }
    state ??= await look(deps, turn, ticketId);
    await recoverChange(deps, turn, state);
    const choice = chooseTicket(state, arrival.sentAt, turn.settings.reopenWindow);
    if (choice.go === "here" && state.kind === "there")
      return seen(deps, turn, await taken(deps, turn, state, arrival));
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
      state = await change(deps, turn, ticketId, { open: true, ...assignment(turn, state, arrival) });
    }
  }
  throw later(`ticket ${turn.ticketId ?? "of the conversation"} keeps moving away`, 60_000);
}

/** Our own rows first; what is older than they are is found among the customer's tickets, once. */
async function findThread(
  deps: ConversationDeps,
  turn: ConversationTurn,
): Promise<{ thread: Thread; state: TicketThere | null }> {
  const { connectionId, subject, customer } = turn;
  const thread = await deps.threads.claim(connectionId, customer.id, subject, deps.clock());
  if (thread.kind !== "yours" || turn.customerCreated) return { thread, state: null };
  const before = turn.desk.spent();
  const ours = (await turn.desk.tickets.ofCustomer(customer.id)).filter(isOurs);
  await countLook(deps, turn, turn.desk.spent() - before);
  const adopted = ours.find(({ state }) => state.status === "open" && !state.spam && !state.trashed) ?? ours[0];
  if (!adopted) return { thread, state: null };
  await deps.threads.remember(connectionId, customer.id, adopted.state.ticketId);
  return { thread: { kind: "known", ticketId: adopted.state.ticketId }, state: adopted.state };
}

const OUR_TAGS = new Set((["en", "fr"] as const).map((language) => textsFor(language).say("tag.aircallSms")));

/** Ours by its name, or by its tag in any language (M10): the closed integration's conversations go on as well. */
function isOurs({ channel, externalId, state }: ListedTicket): boolean {
  if (channel !== "sms") return false;
  return externalId?.startsWith(TICKET_PREFIX) || state.tags.some((tag) => OUR_TAGS.has(tag));
}

function isBelieved({ clock }: ConversationDeps, turn: ConversationTurn, ticketId: number): boolean {
  return turn.ticketId === ticketId && turn.ticketSeenAt !== null && clock() - turn.ticketSeenAt < BELIEVED_MS;
}

async function look(deps: ConversationDeps, turn: ConversationTurn, ticketId: number): Promise<TicketState> {
  const before = turn.desk.spent();
  const state = await turn.desk.tickets.read(ticketId);
  await countLook(deps, turn, turn.desk.spent() - before);
  return state;
}

/** A look that changed nothing is still paid for. */
async function countLook(deps: ConversationDeps, turn: ConversationTurn, requests: number): Promise<void> {
  await settleNow(deps, turn, { round: 0, key: "look", outcome: {}, requests });
}

function wasTaken({ writes }: ConversationTurn, ticketId: number): boolean {
  return writes.some(({ key, state, intent }) => {
    if (state !== "done" || !key.startsWith("change:")) return false;
    const change = changeIntentSchema.parse(intent);
    return change.ticketId === ticketId && change.assigneeId !== undefined;
  });
}

const changeIntentSchema = z.object({
  ticketId: z.number(),
  open: z.boolean().optional(),
  assigneeId: z.number().optional(),
});

/** A change whose answer was lost is done when the ticket is as it was to be; else it is made again as the next one. */
async function recoverChange(deps: ConversationDeps, turn: ConversationTurn, state: TicketState): Promise<void> {
  const lost = turn.writes.find((write) => write.state === "intended" && write.key.startsWith("change:"));
  if (!lost || state.kind !== "there") return;
  const { ticketId, open, assigneeId } = changeIntentSchema.parse(lost.intent);
  const isAsWanted = (!open || state.status === "open") && (assigneeId ?? state.assigneeId) === state.assigneeId;
  if (ticketId !== state.ticketId || !isAsWanted) return;
  const { round, key, intent } = lost;
  await writeOnce(deps, turn, { round, key, intent, find: async () => ({ ticketId }), send: async () => null });
}

/** The first agent who answers takes a ticket that nobody has (C4). */
async function taken(
  deps: ConversationDeps,
  turn: ConversationTurn,
  state: TicketThere,
  arrival: Arrival,
): Promise<TicketThere> {
  const assign = assignment(turn, state, arrival);
  if (assign.assigneeId === undefined) return state;
  try {
    const changed = await change(deps, turn, state.ticketId, assign);
    return changed.kind === "there" ? changed : state;
  } catch (error) {
    // Who may not have it does not keep the text out of it.
    if (!(error instanceof RequestError) || error.fate !== "refused" || error.status !== null) throw error;
    return { ...state, assigneeId: assign.assigneeId };
  }
}

function assignment(turn: ConversationTurn, state: TicketState, { agentId }: Arrival): { assigneeId?: number } {
  if (state.kind !== "there" || state.assigneeId !== null || agentId === null) return {};
  const wasRefused = turn.writes.some(({ key, state: of, intent }) => {
    if (of !== "refused" || !key.startsWith("change:")) return false;
    const change = changeIntentSchema.parse(intent);
    return change.ticketId === state.ticketId && change.assigneeId === agentId;
  });
  return wasRefused ? {} : { assigneeId: agentId };
}

async function change(
  deps: ConversationDeps,
  turn: ConversationTurn,
  ticketId: number,
  wanted: { open?: boolean; assigneeId?: number },
): Promise<TicketState> {
  const round = ticketsOpened(turn);
  let shown: TicketState | null = null;
  const result = await writeOnce(deps, turn, {
    round,
    key: numbered(turn, round, "change"),
    intent: { ticketId, ...wanted },
    async send() {
      shown = await orForget(deps, turn, [], () => turn.desk.tickets.change(ticketId, wanted));
      return shown.kind === "there" ? { ticketId: shown.ticketId } : null;
    },
  });
  if (result.kind === "refused") throw new RequestError(result.why, { fate: "refused" });
  if (result.kind === "nothing") await countLook(deps, turn, 1);
  return shown ?? { kind: "deleted" };
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
