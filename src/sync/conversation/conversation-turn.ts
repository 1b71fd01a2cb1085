/** One turn of work on a conversation: who takes part, and which ticket was seen. */
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
  /** As it was shown within this turn. */
  ticket: TicketThere | null;
  /** A ticket that was looked at for its customer's sake, until somebody looks at it for its own. */
  looked: LookedTicket | null;
  stranger: Stranger;
  settings: Settings;
  /** All lines of the company (C19). */
  ownLines: readonly OwnLine[];
  users: readonly DeskUser[];
  customer: Customer;
  customerCreated: boolean;
  /** Files that their messages go without, by their keys. */
  givenUp: ReadonlyMap<string, FileOutcome>;
}

export interface ConversationDeps extends ForgetDeps, CustomerDeps {
  threads: ThreadIndex;
}

/** What was believed to be certain of customer and users may be outdated again after this. */
const CERTAIN_MS = 60 * 60_000;

/**
 * What is known of the customer is known for one era: a ticket's, and of that until long after Gorgias has refused it. A
 * conversation lasts for years, in which customers are merged and agents leave more than once.
 */
export function eraOf(writes: readonly Write[], now: number): number {
  const outdated = writes.filter(({ key, intendedAt }) => key.startsWith("forgotten") && now - intendedAt > CERTAIN_MS);
  return ticketsOpened({ writes }) + outdated.length;
}
