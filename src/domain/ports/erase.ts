/** Erasing what is kept of one caller. */

export interface Erased {
  calls: number;
  conversations: number;
  deliveries: number;
  writes: number;
  /** Ids of what stays in the help desk. */
  customers: number[];
  tickets: number[];
}

export interface Eraser {
  /** `caller` as it is remembered: E.164, or unusual digits. */
  erase(connectionId: string, caller: string): Promise<Erased>;
  /** The account's connection, or all of them. */
  connections(account: string | null): Promise<{ id: string; account: string }[]>;
}
