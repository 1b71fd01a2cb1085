/** One turn of work on a call or conversation: what it has in hand while it lasts. */
import type { HelpDesk } from "../domain/ports/help-desk.ts";
import type { Surroundings, WriteStore } from "../domain/ports/stores.ts";
import type { Texts } from "../domain/texts/texts.ts";
import type { Write } from "../domain/write.ts";
import type { Clock } from "../kit/clock.ts";

export interface Turn {
  connectionId: string;
  /** `call:123`, `text:+33612345678`. */
  subject: string;
  /** What the caller is remembered under. */
  callerKey: string;
  desk: HelpDesk;
  texts: Texts;
  /** As the turn began. */
  surroundings: Surroundings;
  /** All writes of it, kept up to date as they are settled. */
  writes: Write[];
  /** Which ticket of it the work is about, where that makes a difference to what is known of the customer; else 0. */
  era: number;
  /** What was done may not be remembered: each new write is looked for before it is sent. */
  cautious: boolean;
  /** When Gorgias last showed us the ticket, epoch ms. */
  ticketSeenAt: number | null;
}

export interface WriteDeps {
  writes: WriteStore;
  clock: Clock;
}

/** Settles a write that needed no intent: what was learned, or what cannot be done twice. */
export async function settleNow(
  { writes, clock }: WriteDeps,
  turn: Pick<Turn, "connectionId" | "subject" | "writes">,
  write: Pick<Write, "round" | "key" | "outcome" | "requests">,
): Promise<void> {
  const now = clock();
  await writes.settle(turn.connectionId, turn.subject, { ...write, state: "done" }, now);
  keep(turn.writes, { ...write, state: "done", intent: null, intendedAt: now });
}

/** A look at the ticket that changed nothing is still paid for. */
export async function countLook(deps: WriteDeps, turn: Turn, look: Pick<Write, "round" | "requests">): Promise<void> {
  await settleNow(deps, turn, { ...look, key: "look", outcome: {} });
}

/** Puts a write in the place of its older self. */
export function keep(writes: Write[], write: Write): void {
  const index = writes.findIndex((known) => known.round === write.round && known.key === write.key);
  if (index >= 0) writes[index] = write;
  else writes.push(write);
}
