/** One run of a conversation: its people, and the ticket that it saw. */
import type { FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import type { Customer } from "../../domain/customer/customer.ts";
import type { OwnLine, UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { ThreadIndex } from "../../domain/ports/thread-index.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import type { Write } from "../../domain/ticket/write.ts";
import type { CustomerDeps } from "../customer/find-customer.ts";
import type { ForgetDeps } from "../ticket/forget.ts";
import type { Run } from "../run.ts";

export interface LookedTicket {
  ticketId: number;
  state: TicketState;
}

export interface ConversationRun extends Run {
  /** The ticket that `ticketSeenAt` is about. */
  ticketId: number | null;
  /** The ticket as an answer within this run showed it. */
  ticket: TicketThere | null;
  /** A ticket read to check its customer. The first search for a ticket uses it up. */
  looked: LookedTicket | null;
  unknownCaller: UnknownCaller;
  settings: Settings;
  /** All lines of the company (C19). */
  ownLines: readonly OwnLine[];
  users: readonly HelpDeskUser[];
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
export function cacheGenerationOf(writes: readonly Write[], now: number): number {
  const outdated = writes.filter(({ key, intendedAt }) => key.startsWith("forgotten") && now - intendedAt > CERTAIN_MS);
  return ticketsOpened({ writes }) + outdated.length;
}
