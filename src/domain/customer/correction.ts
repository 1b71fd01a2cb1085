/** An agent who moves a ticket to another customer corrects whose the caller's number is (C1). Pure. */
import type { CustomerCard } from "../ports/help-desk.ts";
import type { RememberedCustomer } from "../ports/phone-index.ts";
import type { CustomerPhone } from "../phone/phone.ts";
import { ownsNumber } from "./owns-number.ts";

/** Only a number identifies a person whom an agent can correct. All anonymous callers share one customer. */
export function canBeCorrected(customerPhone: CustomerPhone, internal: boolean): boolean {
  return customerPhone.kind === "number" && !internal;
}

/** What to remember of the number: the ticket's new customer, who may or may not have it. `country` is the line's. */
export function correctedTo(
  card: CustomerCard,
  customerPhone: CustomerPhone,
  country: string | null,
): Pick<RememberedCustomer, "customer" | "others" | "corrected"> {
  const { id, name, email } = card;
  return { customer: { id, name, email }, others: [], corrected: !ownsNumber(card, customerPhone, country) };
}
