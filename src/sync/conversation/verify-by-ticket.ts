/** Verifies the customer by their ticket: whether they still have the number, and their name (C1). */
import { hasOpened } from "../../domain/conversation/thread-so-far.ts";
import { canBeCorrected, correctedTo } from "../../domain/customer/correction.ts";
import { isVerified, memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { ownsNumber } from "../../domain/customer/owns-number.ts";
import { RequestError } from "../../kit/request-error.ts";
import { hasForgotten, noteForgotten } from "../ticket/forget.ts";
import { countRead } from "../customer/find-customer.ts";
import { rememberFound } from "../customer/known-customer.ts";
import { learnShown } from "../customer/learn-shown.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import type { Run } from "../run.ts";
import type { ConversationDeps, ConversationRun, LookedTicket } from "./conversation-run.ts";

/**
 * An outdated match needs no request of its own where there is a ticket. The run has to read that ticket anyway, and it
 * shows the customer's numbers.
 */
export async function verifyByTicket(
  deps: ConversationDeps,
  run: Run,
  unknownCaller: UnknownCaller,
): Promise<LookedTicket | null> {
  const { connectionId } = run;
  const caller = memoryKey(unknownCaller);
  const { remembered } = run.surroundings;
  const isOld = remembered?.phoneKey === caller && !isVerified(remembered, deps.clock());
  if (!isOld || remembered.others.length > 0) return null;
  const ticketId = await deps.threads.known(connectionId, remembered.customer.id);
  if (ticketId === null) return null;
  const state = await lookAtTicket(deps, run, ticketId);
  const shown = run.helpDesk.shown(remembered.customer.id);
  const isTheirs = (phones: readonly string[]) =>
    remembered.corrected || ownsNumber({ phones }, unknownCaller.customerPhone, unknownCaller.country);
  if (shown?.phones && isTheirs(shown.phones)) {
    const { id, name, email } = shown;
    const at = deps.clock();
    await deps.index.refresh(connectionId, { id, name, email }, { phoneKey: caller, at });
    run.surroundings = {
      ...run.surroundings,
      remembered: { ...remembered, customer: { id, name, email }, verifiedAt: at },
    };
  }
  return { ticketId, state };
}

const MOVED = "the number belongs to another customer by now, who is looked up first";

/** True if an agent has moved the ticket to another customer. The number counts as theirs from now on (C1). */
async function learnCorrection(deps: ConversationDeps, run: ConversationRun): Promise<boolean> {
  const { connectionId, helpDesk, unknownCaller, ticket, customer } = run;
  const into = ticket?.customerId ?? customer.id;
  const { customerPhone, internal, country } = unknownCaller;
  if (!ticket || into === customer.id || !canBeCorrected(customerPhone, internal)) return false;
  if (!hasOpened(run, ticket.ticketId)) return false;
  const before = helpDesk.used();
  const card = await helpDesk.customers.read(into);
  await countRead(deps, run, helpDesk.used() - before);
  if (!card || card.id === customer.id) return false;
  await rememberFound(deps, connectionId, unknownCaller, correctedTo(card, customerPhone, country));
  return true;
}

/**
 * Learns the customer from the answers of this run. Before a write, the run ends where the number now belongs to
 * another customer.
 */
export async function learnCustomer(
  deps: ConversationDeps,
  run: ConversationRun,
  when: "before writing" | "at the end",
): Promise<void> {
  const isCorrected = await learnCorrection(deps, run);
  const customer = isCorrected ? null : await learnShown(deps, run, run.unknownCaller, run.customer);
  if (customer) {
    run.customer = customer;
    return;
  }
  if (when === "at the end") return;
  if (!hasForgotten(run)) await noteForgotten(deps, run, { code: "customer_moved" }, 0);
  throw new RequestError(MOVED, { fate: "later", retryAfterMs: 0, obstacle: "customer_moved" });
}
