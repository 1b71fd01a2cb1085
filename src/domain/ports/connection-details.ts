/** What a connection has heard and written last. */

export interface ConnectionDetails {
  /** Our webhook in Aircall. `none`: Aircall is not connected. */
  webhook: "on" | "off" | "missing" | "none";
  lastDelivery: { at: Date; event: string } | null;
  /** Of the call or conversation that changed last among those with a ticket. */
  latestTicket: { kind: "call" | "conversation"; ref: string; ticketId: number; at: Date } | null;
}

export interface ConnectionDetailQueries {
  /** Null when there is no such connection any more. */
  details(connectionId: string): Promise<ConnectionDetails | null>;
}
