/** The customer of each phone number, as far as known (C1). */
import type { Customer } from "../customer/customer.ts";

/** The customer stored for a caller. */
export interface RememberedCustomer {
  customer: Customer;
  /** Ids of the other customers with the same number. */
  others: number[];
  /** When an answer last showed that the number is theirs, epoch ms. */
  verifiedAt: number;
  /** An agent moved a ticket of this caller to them. They are believed without having the number. */
  corrected?: boolean | undefined;
}

export interface PhoneIndex {
  /** The customer stored for a caller. It does not claim the right to look for one. */
  known(connectionId: string, phoneKey: string): Promise<RememberedCustomer | null>;
  /**
   * The customer stored for a caller. Without one, the right to look for them, or the time until which another work
   * item has that right. `missedAt`: when a search last found no customer, epoch ms.
   */
  claim(
    connectionId: string,
    phoneKey: string,
    by: string,
    now: number,
  ): Promise<
    ({ kind: "known" } & RememberedCustomer) | { kind: "yours"; missedAt?: number } | { kind: "taken"; until: number }
  >;
  /** Saves that a search found no customer. Changes nothing where one is stored. */
  rememberMiss(connectionId: string, phoneKey: string, now: number): Promise<void>;
  /** Saves that the number belongs to this customer. Ends an earlier correction unless `found` is one. */
  remember(
    connectionId: string,
    phoneKey: string,
    found: Pick<RememberedCustomer, "customer" | "others" | "corrected">,
    now: number,
  ): Promise<void>;
  /**
   * Updates name and e-mail for every caller who is stored as this customer. `owner`: the answer showed that this
   * caller's number is theirs as well.
   */
  refresh(connectionId: string, customer: Customer, owner: { phoneKey: string; at: number } | null): Promise<void>;
  /** These customers changed at these times, epoch ms. Their numbers are verified at the next use. */
  doubt(connectionId: string, customers: readonly { id: number; at: number }[] | "all"): Promise<void>;
  /** Deletes this customer for the caller. A newer customer, or a newer search, stays. */
  forget(connectionId: string, phoneKey: string, customerId: number): Promise<void>;
}
