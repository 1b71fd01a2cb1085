/** The tickets of a customer as the help desk last listed them, for insight cards (I3). */
import type { CardTicket } from "../insight-card/plan-card.ts";

interface RememberedTickets {
  /** What the list showed, and the tickets that the service has opened since. */
  tickets: CardTicket[];
  /** When the help desk was asked, epoch ms. */
  readAt: number;
}

export interface TicketMemory {
  /** These tickets changed. Lists that show one of them are read again. */
  doubt(connectionId: string, ticketIds: readonly number[]): Promise<void>;
  /** Null where nothing was read since `since`, epoch ms. */
  known(connectionId: string, customerId: number, since: number): Promise<RememberedTickets | null>;
  /** `now`: before the list was asked for, epoch ms. */
  remember(connectionId: string, customerId: number, tickets: readonly CardTicket[], now: number): Promise<void>;
}
