/** Erases what is stored about one external party. */

export interface Erased {
  calls: number;
  /** Includes groups in which they take part. */
  conversations: number;
  deliveries: number;
  writes: number;
  /** Ids of what remains in the help desk. */
  customers: number[];
  tickets: number[];
  /** Remaining data of others that contains the number: a contact with two numbers, or a message that quotes it. */
  named: string[];
  /** A run did not end within the wait. It may have saved data again. */
  underWay: boolean;
}

export interface Eraser {
  /** `caller`: the stored form, E.164 or unusual digits. `by` is recorded in the audit log, without the number (N7). */
  erase(connectionId: string, caller: string, by?: string): Promise<Erased>;
  /** Reports what `erase` would erase now, and erases nothing. */
  preview(connectionId: string, caller: string): Promise<Erased>;
  /** The account's connection, or all of them. */
  connections(account: string | null): Promise<{ id: string; account: string }[]>;
}
