/** Verifies the customer by their ticket: whether they still have the number, and their name (C1). */
import { isVerified } from "../../domain/customer-memory.ts";
import { ownsNumber } from "../../domain/owns-number.ts";
import { RequestError } from "../../kit/request-error.ts";
import { hasForgotten, noteForgotten } from "../forget.ts";
import { learnShown } from "../learn-shown.ts";
import { memoryKey, type Stranger } from "../look-up-customer.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import type { Turn } from "../turn.ts";
import type { ConversationDeps, ConversationTurn, LookedTicket } from "./conversation-turn.ts";

/**
 * An outdated match needs no request of its own where there is a ticket. The run has to read that ticket anyway, and it
 * shows the customer's numbers.
 */
export async function verifyByTicket(
  deps: ConversationDeps,
  turn: Turn,
  stranger: Stranger,
): Promise<LookedTicket | null> {
  const { connectionId } = turn;
  const caller = memoryKey(stranger);
  const { remembered } = turn.surroundings;
  const isOld = remembered?.caller === caller && !isVerified(remembered, deps.clock());
  if (!isOld || remembered.others.length > 0) return null;
  const ticketId = await deps.threads.known(connectionId, remembered.customer.id);
  if (ticketId === null) return null;
  const state = await lookAtTicket(deps, turn, ticketId);
  const shown = turn.desk.shown(remembered.customer.id);
  if (shown?.phones && ownsNumber({ phones: shown.phones }, stranger.caller, stranger.country)) {
    const { id, name, email } = shown;
    const at = deps.clock();
    await deps.index.refresh(connectionId, { id, name, email }, { caller, at });
    turn.surroundings = {
      ...turn.surroundings,
      remembered: { ...remembered, customer: { id, name, email }, verifiedAt: at },
    };
  }
  return { ticketId, state };
}

const MOVED = "the number belongs to another customer by now, who is looked up first";

/**
 * Learns the customer from the answers of this run. Before a write, the run ends where the number now belongs to
 * another customer.
 */
export async function learnCustomer(
  deps: ConversationDeps,
  turn: ConversationTurn,
  when: "before writing" | "at the end",
): Promise<void> {
  const customer = await learnShown(deps, turn, turn.stranger, turn.customer);
  if (customer) {
    turn.customer = customer;
    return;
  }
  if (when === "at the end") return;
  if (!hasForgotten(turn)) await noteForgotten(deps, turn, { code: "customer_moved" }, 0);
  throw new RequestError(MOVED, { fate: "later", retryAfterMs: 0, obstacle: "customer_moved" });
}
