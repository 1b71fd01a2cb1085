/** Erasing what is kept of one caller. */

export interface Erased {
  calls: number;
  /** Groups in which they take part among them. */
  conversations: number;
  deliveries: number;
  writes: number;
  /** Ids of what stays in the help desk. */
  customers: number[];
  tickets: number[];
  /** What is kept of others and names the number all the same: a contact with two numbers, a text that quotes it. */
  named: string[];
  /** Work on it did not end while it was waited for: it may have kept something once more. */
  underWay: boolean;
}

export interface Eraser {
  /** `caller` as it is remembered: E.164, or unusual digits. `by` is recorded in the audit log, without the number (N7). */
  erase(connectionId: string, caller: string, by?: string): Promise<Erased>;
  /** The account's connection, or all of them. */
  connections(account: string | null): Promise<{ id: string; account: string }[]>;
}
