/** The ticket for a customer's messages (M2). */
export interface ThreadIndex {
  /** The ticket, where one is known. It does not claim the right to look for one. */
  known(connectionId: string, customerId: number): Promise<number | null>;
  /**
   * The ticket. Without one, the right to find or open it, or the time until which another work item has that right.
   */
  claim(connectionId: string, customerId: number, by: string, now: number): Promise<Thread>;
  /** `several`: the customer has other tickets of ours as well. */
  remember(connectionId: string, customerId: number, ticketId: number, known?: { several?: boolean }): Promise<void>;
  /** Drops the ticket and claims the right to open the next, unless another work item has done so since. */
  leave(connectionId: string, customerId: number, ticketId: number, by: string, now: number): Promise<Thread>;
}

/** `several`: the customer has, or had, other tickets of ours as well. */
export type Thread =
  { kind: "known"; ticketId: number; several: boolean } | { kind: "yours" } | { kind: "taken"; until: number };
