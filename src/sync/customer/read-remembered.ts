/**
 * Reads a remembered customer again, preferably by the caller's latest ticket. The ticket shows the customer in full,
 * and whether an agent has moved it to another one (C1).
 */
import { canBeCorrected } from "../../domain/customer/correction.ts";
import { ownsNumber } from "../../domain/customer/owns-number.ts";
import type { CustomerCard } from "../../domain/ports/help-desk.ts";
import type { RememberedCustomer } from "../../domain/ports/phone-index.ts";
import type { ActivityStore } from "../../domain/ports/stores.ts";
import type { Run } from "../run.ts";
import { memoryKey, type UnknownCaller } from "../../domain/customer/unknown-caller.ts";

export interface ReadRememberedDeps {
  activities: Pick<ActivityStore, "lastTicket">;
}

/** `card` is null for a deleted customer. `corrected`: an agent moved the ticket to this customer. */
export interface ReadCustomer {
  card: CustomerCard | null;
  corrected: boolean;
}

/** One request, or one more where the ticket does not settle whose the number is. */
export async function readRemembered(
  deps: ReadRememberedDeps,
  { connectionId, helpDesk }: Pick<Run, "connectionId" | "helpDesk">,
  unknownCaller: UnknownCaller,
  { customer: { id }, corrected = false }: RememberedCustomer,
): Promise<ReadCustomer> {
  const ticket = canBeCorrected(unknownCaller.customerPhone, unknownCaller.internal)
    ? await deps.activities.lastTicket(connectionId, memoryKey(unknownCaller))
    : null;
  // An agent who corrected a ticket may also undo it.
  const shown =
    ticket && (corrected || ticket.customerId === id) ? await helpDesk.customers.ofTicket(ticket.ticketId) : null;
  if (shown?.id === id && (corrected || owns(shown, unknownCaller))) return { card: shown, corrected };
  // A ticket may show fewer numbers than the customer has.
  const card = await helpDesk.customers.read(shown?.id ?? id);
  const isMoved = shown !== null && shown.id !== id;
  return { card, corrected: isMoved ? card !== null && !owns(card, unknownCaller) : corrected };
}

function owns(card: CustomerCard, { customerPhone, country }: UnknownCaller): boolean {
  return ownsNumber(card, customerPhone, country);
}
