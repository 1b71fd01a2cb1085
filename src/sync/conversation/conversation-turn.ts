/** One run of a conversation: its people, and the ticket that it saw. */
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import type { Customer } from "../../domain/customer.ts";
import type { OwnLine } from "../../domain/own-lines.ts";
import type { DeskUser } from "../../domain/people.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { ThreadIndex } from "../../domain/ports/stores.ts";
import type { Settings } from "../../domain/settings.ts";
import type { Write } from "../../domain/write.ts";
import type { CustomerDeps } from "../find-customer.ts";
import type { ForgetDeps } from "../forget.ts";
import type { Stranger } from "../look-up-customer.ts";
import type { Turn } from "../turn.ts";

export interface LookedTicket {
  ticketId: number;
  state: TicketState;
}

export interface ConversationTurn extends Turn {
  /** The ticket that `ticketSeenAt` is about. */
  ticketId: number | null;
  /** The ticket as an answer within this run showed it. */
  ticket: TicketThere | null;
  /** A ticket read to check its customer. The first search for a ticket uses it up. */
  looked: LookedTicket | null;
  stranger: Stranger;
  settings: Settings;
  /** All lines of the company (C19). */
  ownLines: readonly OwnLine[];
  users: readonly DeskUser[];
  customer: Customer;
  customerCreated: boolean;
  /** Files that their messages are written without, by their keys. */
  givenUp: ReadonlyMap<string, FileOutcome>;
}

export interface ConversationDeps extends ForgetDeps, CustomerDeps {
  threads: ThreadIndex;
}

/** After this, what a run learned anew about customer and users may be outdated again. */
const CERTAIN_MS = 60 * 60_000;

/**
 * The cache generation, for which the known customer is valid. It grows with each new ticket, and an hour after known
 * data was found wrong. A conversation lasts for years, in which customers are merged and agents leave more than once.
 */
export function eraOf(writes: readonly Write[], now: number): number {
  const outdated = writes.filter(({ key, intendedAt }) => key.startsWith("forgotten") && now - intendedAt > CERTAIN_MS);
  return ticketsOpened({ writes }) + outdated.length;
}
