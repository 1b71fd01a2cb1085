/** What the service has read of the help desk's events about customers (C1). */

/**
 * A change of a customer, of a ticket's customer, or of a ticket otherwise. `id` is the customer's or the ticket's, `at`
 * epoch ms.
 */
interface CustomerEvent {
  about: "customer" | "ticket's customer" | "ticket";
  id: number;
  at: number;
}

/** `complete`: there are no others since the time that was asked for. */
export interface CustomerEvents {
  events: CustomerEvent[];
  complete: boolean;
}

export interface FeedState {
  /** An admin allowed the app to read events. A connection with API keys needs no permission. */
  allowed: boolean;
  /** Events before this time are read, epoch ms. Null if none was ever read. */
  readUntil: number | null;
  /** When the help desk was last asked, epoch ms. */
  askedAt: number | null;
  /** When the help desk refused, epoch ms. Null after an answer. */
  refusedAt: number | null;
  /** When the latest delivery arrived, epoch ms. */
  heardAt: number | null;
}

/** A ticket that the service opened, and the caller and customer that it was for. */
export interface FeedTicket {
  ticketId: number;
  customerId: number;
  phoneKey: string;
}

export interface CustomerFeed {
  state(connectionId: string): Promise<FeedState>;
  /** Whether the present authorisation covers events. */
  allow(connectionId: string, allowed: boolean): Promise<void>;
  /** Saves that events before `until` are read. */
  read(connectionId: string, until: number, now: number): Promise<void>;
  refused(connectionId: string, now: number): Promise<void>;
  /** Which of these tickets the service opened. */
  ticketsOf(connectionId: string, ticketIds: readonly number[]): Promise<FeedTicket[]>;
}
